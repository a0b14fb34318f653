"""Judges every prediction against gold, once: what is right, and what was answered instead.

Slots are compared as they stand first. Only where they differ (a fifth of a usual run) are they turned into keys,
`name␟normalised value`, and compared as multisets.
"""

from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from loaders.normalise import ALREADY_NORMAL, normalise
from loaders.schema import ANSWER_COLUMNS, SCORE_COLUMNS

_PLAIN: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR)[]'
_UNIT_SEPARATOR: Final = "\x1f"
_LIST: Final = duckdb.list_type("VARCHAR")
_KEYS: Final = "list_transform({slots}, lambda s: s.name || chr(31) || s.value)"


def write_answers(con: duckdb.DuckDBPyConnection, aligned: str) -> None:
    """Write `target.answers` in the order of `aligned`."""
    con.execute(f"CREATE TABLE target.answers AS SELECT {', '.join(ANSWER_COLUMNS)} FROM {aligned}")


def write_scores(con: duckdb.DuckDBPyConnection, aligned: str) -> None:
    """Write `target.scores` in the order of `aligned`: see `loaders.schema.SCORE_COLUMNS`.

    No step joins by value or sorts, so each keeps the order of the evaluation set.
    """
    con.create_function(
        "normalise_keys",
        normalise_keys,
        ["VARCHAR[]"],
        "VARCHAR[]",
        type="arrow",
        exception_handling="default",
    )
    con.execute(
        f"CREATE TEMP TABLE paired AS SELECT missing, coalesce(e.intent = a.answer, false) AS intent_correct, "
        f"CASE WHEN missing OR gold IS DISTINCT FROM given THEN gold END AS gold, "
        f"CASE WHEN missing OR gold IS DISTINCT FROM given THEN given END AS given "
        f"FROM (SELECT intent, slots::{_PLAIN} AS gold FROM evalset.utterances) e POSITIONAL JOIN "
        f"(SELECT missing, intent AS answer, coalesce(slots, [])::{_PLAIN} AS given FROM {aligned}) a"
    )
    con.execute(
        "CREATE TEMP TABLE keyed AS SELECT missing, intent_correct, "
        f"{_normalised(_KEYS.format(slots='gold'))} AS gold, {_normalised(_KEYS.format(slots='given'))} AS given "
        "FROM paired"
    )
    con.execute("DROP TABLE paired")
    con.execute(f"CREATE TABLE target.scores AS SELECT {', '.join(SCORE_COLUMNS)} FROM ({_SCORES})")
    con.execute("DROP TABLE keyed")


def _normalised(keys: str) -> str:
    normal = f"[^{_UNIT_SEPARATOR}]*{_UNIT_SEPARATOR}{ALREADY_NORMAL}"
    odd = f"len(list_filter({keys}, lambda k: NOT regexp_full_match(k, '{normal}'))) > 0"
    return f"CASE WHEN {odd} THEN normalise_keys({keys}) ELSE {keys} END"


_SCORES: Final = """
    SELECT *,
        intent_correct AND slots_correct AS frame_correct,
        CASE WHEN NOT slots_correct AND NOT missing
            THEN array_to_string(list_sort(given), chr(30)) END AS slots_key,
        CASE WHEN slots_correct THEN 0
            ELSE len(list_filter(slot_found, lambda f: NOT f)) END::INTEGER AS n_slots_missed,
        CASE WHEN slots_correct THEN 0
            ELSE len(given) - len(list_filter(slot_found, lambda f: f)) END::INTEGER AS n_slots_spurious,
        list_transform(slot_found, lambda found, i: CASE WHEN NOT found THEN
            nullif(array_to_string(list_sort(list_transform(
                list_filter(given, lambda k: starts_with(k, split_part(gold[i], chr(31), 1) || chr(31))
                    AND NOT list_contains(gold, k)),
                lambda k: split_part(k, chr(31), 2))), chr(30)), '') END) AS slot_answers
    FROM (
        SELECT *,
            CASE WHEN NOT slots_correct THEN list_transform(gold, lambda k, i:
                len(list_filter(given, lambda g: g = k)) >= len(list_filter(gold[1:i], lambda g: g = k))
            ) END AS slot_found
        FROM (
            SELECT *, NOT missing AND (gold IS NULL OR list_sort(gold) = list_sort(given)) AS slots_correct
            FROM keyed
        )
    )
"""


def normalise_keys(keys: pa.ListArray) -> Any:
    """Normalise the values of slot keys: lists of `name␟value` in, the same lists with normalised values out."""
    lists = keys.combine_chunks() if isinstance(keys, pa.ChunkedArray) else keys
    encoded = lists.flatten().dictionary_encode()
    normal = pa.array([_normalise_key(key) for key in encoded.dictionary.to_pylist()], pa.string())
    lengths = pc.list_value_length(lists).fill_null(0)
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
    return pa.ListArray.from_arrays(offsets, normal.take(encoded.indices), mask=lists.is_null())


def _normalise_key(key: str) -> str:
    name, separator, value = key.partition(_UNIT_SEPARATOR)
    return f"{name}{separator}{normalise(value)}"
