"""Judges every prediction against gold, once: what is right, and what was answered instead.

Slots are compared as they stand first. Only where they differ (a fifth of a usual run) are they turned into keys,
`name␟normalised value`, and compared as multisets.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import duckdb
from duckdb.func import PythonUDFType

from loaders import sql
from loaders.align import Aligned
from loaders.connection import columns_of
from loaders.normalise import already_normal, normal_in_lower_case, normalise
from loaders.schema import ANSWER_COLUMNS, SCORE_COLUMNS, SLOT_ANSWER_SEPARATOR

_PLAIN: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR)[]'
_UNIT_SEPARATOR: Final = "\x1f"
_RECORD_SEPARATOR: Final = "\x1e"


def write_run(con: duckdb.DuckDBPyConnection, aligned: Aligned) -> None:
    """Write `target.answers` and `target.scores` in the order of `aligned`, its columns that are there."""
    present = columns_of(con, aligned.relation)
    answers = sql.names(column for column in ANSWER_COLUMNS if column in present)
    con.execute(f"CREATE TABLE target.answers AS SELECT {answers} FROM {aligned.relation}")
    _pair_with_gold(con, aligned, "slots" if "slots" in present else "NULL")
    keys = duckdb.list_type("VARCHAR")
    con.create_function("normalise_keys", normalise_keys, [keys], keys, type=PythonUDFType.NATIVE)
    con.execute(f"CREATE TABLE keyed AS {_keyed()}")
    _drop_pairs(con, aligned)
    con.execute(f"CREATE TABLE judged AS {_JUDGED}")
    con.execute("DROP TABLE keyed")
    scores = _SCORES.format(separator=sql.literal(SLOT_ANSWER_SEPARATOR))
    con.execute(f"CREATE TABLE target.scores AS SELECT {', '.join(SCORE_COLUMNS)} FROM ({scores})")
    con.execute("DROP TABLE judged")


def _pair_with_gold(con: duckdb.DuckDBPyConnection, aligned: Aligned, slots: str) -> None:
    """Make `paired`: the intents judged, both slot lists where they differ as they stand (null elsewhere).

    A positional join runs on one core, so a large run is paired in two halves at once.
    """

    def pair(part: int) -> None:
        first, past = aligned.parts[part]
        with con.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE paired_{part} AS SELECT missing, coalesce(intent = answer, false) AS intent_correct, "
                "CASE WHEN gold IS DISTINCT FROM given THEN gold END AS gold, "
                "CASE WHEN gold IS DISTINCT FROM given THEN given END AS given FROM "
                f"(SELECT intent, slots::{_PLAIN} AS gold FROM evalset.utterances "
                f"WHERE rowid >= {first} AND rowid < {past}) POSITIONAL JOIN "
                f"(SELECT missing, intent AS answer, {slots}::{_PLAIN} AS given FROM {aligned.rows(part)})"
            )

    with ThreadPoolExecutor(len(aligned.parts)) as pool:
        list(pool.map(pair, range(len(aligned.parts))))
    parts = " UNION ALL ".join(f"FROM paired_{part}" for part in range(len(aligned.parts)))
    con.execute(f"CREATE VIEW paired AS {parts}")


def _drop_pairs(con: duckdb.DuckDBPyConnection, aligned: Aligned) -> None:
    con.execute("DROP VIEW paired")
    for part in range(len(aligned.parts)):
        con.execute(f"DROP TABLE paired_{part}")


def _keyed() -> str:
    """Return the query that turns slots into keys; the normaliser is called only for values it may change."""

    # One match against all keys of a row, joined, is six times as fast as one in a lambda for each key.
    def match(keys: str, pattern: str) -> str:
        key = f"[^{_UNIT_SEPARATOR}]*{_UNIT_SEPARATOR}{pattern}"
        every = sql.literal(f"(?:{key}(?:{_RECORD_SEPARATOR}|$))*")
        return f"regexp_full_match(array_to_string({keys}, chr(30)), {every})"

    def normalised(keys: str) -> str:
        lowered = "left(k, instr(k, chr(31))) || lower(substr(k, instr(k, chr(31)) + 1))"
        return (
            f"CASE WHEN {keys} IS NULL OR {match(keys, already_normal())} THEN {keys} "
            f"WHEN {match(keys, normal_in_lower_case())} THEN list_transform({keys}, lambda k: {lowered}) "
            f"ELSE normalise_keys({keys}) END AS {keys}"
        )

    return f"""
        SELECT missing, intent_correct, {normalised("gold")}, {normalised("given")}
        FROM (
            SELECT missing, intent_correct,
                list_transform(gold, lambda s: s.name || chr(31) || s.value) AS gold,
                CASE WHEN gold IS NOT NULL
                    THEN list_transform(coalesce(given, []), lambda s: s.name || chr(31) || s.value) END AS given
            FROM paired
        )
    """


_JUDGED: Final = """
    SELECT *, CASE WHEN slots_correct THEN NULL
        WHEN len(given) = 0 THEN list_resize([false], len(gold), false)
        WHEN len(gold) = 1 AND len(given) = 1 THEN [false]
        ELSE list_transform(gold, lambda k, i:
            len(list_filter(given, lambda g: g = k)) >= len(list_filter(gold[1:i], lambda g: g = k))
        ) END AS slot_found
    FROM (
        SELECT *, NOT missing AND CASE
            WHEN gold IS NULL THEN true
            WHEN len(gold) <> len(given) THEN false
            WHEN len(gold) = 1 THEN gold[1] = given[1]
            ELSE list_sort(gold) = list_sort(given) END AS slots_correct
        FROM keyed
    )
"""
"""A gold slot is found where the prediction has it at least as often as the gold does up to this one."""

_SCORES: Final = """
    SELECT missing, intent_correct, slots_correct, slot_found,
        intent_correct AND slots_correct AS frame_correct,
        CASE WHEN slots_correct OR missing THEN NULL
            WHEN len(given) < 2 THEN coalesce(given[1], '')
            ELSE array_to_string(list_sort(given), chr(30)) END AS slots_key,
        CASE WHEN slots_correct THEN 0
            ELSE len(list_filter(slot_found, lambda f: NOT f)) END::INTEGER AS n_slots_missed,
        CASE WHEN slots_correct THEN 0
            ELSE len(given) - len(list_filter(slot_found, lambda f: f)) END::INTEGER AS n_slots_spurious,
        CASE WHEN slots_correct THEN NULL
            WHEN len(given) = 0 THEN list_resize([NULL::VARCHAR], len(gold))
            WHEN len(gold) = 1 AND len(given) = 1 THEN
                [CASE WHEN starts_with(given[1], left(gold[1], instr(gold[1], chr(31))))
                    THEN substr(given[1], instr(given[1], chr(31)) + 1) END]
            ELSE list_transform(gold, lambda k, i: CASE WHEN NOT slot_found[i] THEN array_to_string(nullif(
                list_transform(
                    list_filter(list_sort(given), lambda g: starts_with(g, left(k, instr(k, chr(31))))
                        AND NOT list_contains(gold, g)),
                    lambda g: substr(g, instr(g, chr(31)) + 1)
                ), []), {separator}) END) END AS slot_answers
    FROM judged
"""
"""The cases for one slot or none say the same as the general ones, without a list function each."""


def normalise_keys(keys: list[str]) -> list[str]:
    """Normalise the values of slot keys, `name␟value`."""
    parts = (key.partition(_UNIT_SEPARATOR) for key in keys)
    return [f"{name}{separator}{normalise(value)}" for name, separator, value in parts]
