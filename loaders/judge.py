"""The query that judges paired answers: in SQL where one slot stands against one, by `align_slots` otherwise.

Of the slot lists that differ most are one against one, or nothing was given; both are told without a call of Python.
"""

from functools import lru_cache
from typing import Final

import duckdb
from duckdb.func import FunctionNullHandling, PythonUDFType

from loaders import sql
from loaders.normalise import already_normal, normal_in_lower_case, normalise
from loaders.schema import FOUND, MISSED, MOVED, RENAMED, REPLACED, SLOT_NAME_END, SLOT_SEPARATOR, SLOT_STATES_END
from loaders.slot_alignment import Slot, align_slots

_RECORD, _NAME, _END = (sql.literal(mark) for mark in (SLOT_SEPARATOR, SLOT_NAME_END, SLOT_STATES_END))

_REMEMBERED: Final = 50_000
"""Pairs of slot lists of which the alignment is kept: at millions of utterances many say the same."""


def register_functions(con: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the two functions that `judged` calls."""
    con.create_function("normalise_value", normalise, ["VARCHAR"], "VARCHAR", type=PythonUDFType.NATIVE)
    con.create_function(
        "align_slots",
        lru_cache(_REMEMBERED)(_aligned),
        ["VARCHAR", "VARCHAR"],
        "VARCHAR",
        type=PythonUDFType.NATIVE,
        null_handling=FunctionNullHandling.SPECIAL,
    )


def _aligned(gold: str, given: str) -> str | None:
    found = align_slots(_slots(gold), _slots(given))
    # One text, for a function of Python returns it at least cost.
    return None if found is None else SLOT_STATES_END.join(found)


def _slots(joined: str) -> list[Slot]:
    slots = (key.split(SLOT_NAME_END) for key in joined.split(SLOT_SEPARATOR)) if joined else ()
    return [(name, value) for name, value in slots]


def answer_key(text: str) -> str:
    """Return the SQL of the number that stands for a text: the last eight bytes of its MD5, the first the least."""
    return f"(md5_number({text}) >> 64)::UBIGINT"


def judged(paired: str) -> str:
    """Return the query of the table `scores` over the relation `paired`.

    `paired` has `missing`, `intent_correct`, `intent_key` (0 where it is right or missing), `gold` and `given` (lists
    of name and value), and `differ`, false where both are equal as they stand.
    """
    sides = ", ".join(
        f"CASE WHEN one_each THEN {side}[1].name END AS {side}_name, "
        f"CASE WHEN one_each THEN {_normal(f'{side}[1].value')} END AS {side}_value"
        for side in ("gold", "given")
    )
    aligned = f"""
        SELECT missing, intent_correct, intent_key, CASE
            WHEN missing THEN repeat('{MISSED}', coalesce(len(gold), 0))
            WHEN NOT differ THEN NULL
            WHEN one_each THEN {_one_for_one()}
            WHEN coalesce(len(given), 0) > 0 THEN align_slots({_joined("gold")}, {_joined("given")})
            WHEN len(gold) > 0 THEN repeat('{MISSED}', len(gold)) || {_END} || repeat({_RECORD}, len(gold) - 1)
            END AS wrong
        FROM (SELECT *, {sides} FROM (
            SELECT *, differ AND len(gold) = 1 AND len(given) = 1 AS one_each FROM {paired}
        ))
    """
    n_given = f"1 + {_n_of(SLOT_SEPARATOR, 'slot_answers')} - strlen(slot_states)"
    n_substituted = f"{_n_of(MOVED, 'slot_states')} + {_n_of(REPLACED, 'slot_states')}"
    return f"""
        SELECT missing, intent_correct, wrong IS NULL AS slots_correct,
            intent_correct AND wrong IS NULL AS frame_correct,
            coalesce(strlen(slot_states) - {_n_of(FOUND, "slot_states")}, 0)::INTEGER AS n_slots_missed,
            coalesce({n_given} + {n_substituted}, 0)::INTEGER AS n_slots_spurious,
            coalesce({n_substituted}, 0)::INTEGER AS n_slots_substituted,
            coalesce({_n_of(RENAMED, "slot_states")}, 0)::INTEGER AS n_slots_renamed,
            slot_states, slot_answers, slots_key, xor(slots_key, intent_key) AS frame_key
        FROM (
            SELECT *, coalesce({answer_key("wrong")}, 0)::UBIGINT AS slots_key,
                CASE WHEN wrong IS NOT NULL THEN split_part(wrong, {_END}, 1) END AS slot_states,
                CASE WHEN contains(wrong, {_END}) THEN substr(wrong, instr(wrong, {_END}) + 1) END AS slot_answers
            FROM ({aligned})
        )
    """


def _n_of(character: str, text: str) -> str:
    """Return how often a character of one byte stands in a text."""
    return f"(strlen({text}) - strlen(replace({text}, {sql.literal(character)}, '')))"


def _one_for_one() -> str:
    same = "gold_name = given_name"
    part = "(contains(gold_value, given_value) OR contains(given_value, gold_value))"
    added = f"{_END} || {_RECORD} || given_name || {_NAME} || given_value"
    return (
        f"CASE WHEN {same} AND gold_value = given_value THEN NULL "
        f"WHEN {same} THEN CASE WHEN {part} THEN '{MOVED}' ELSE '{REPLACED}' END || {_END} || given_value "
        f"ELSE CASE WHEN gold_value = given_value THEN '{RENAMED}' ELSE '{MISSED}' END || {added} END"
    )


def _joined(side: str) -> str:
    """Return the slots as one text: a list costs a call of Python ten times as much."""
    return f"array_to_string(list_transform({side}, lambda s: s.name || {_NAME} || s.value), {_RECORD})"


def _normal(value: str) -> str:
    """Return the normalised value; Python is called only for values that SQL cannot be sure of."""
    return (
        f"CASE WHEN regexp_full_match({value}, {sql.literal(already_normal())}) THEN {value} "
        f"WHEN regexp_full_match({value}, {sql.literal(normal_in_lower_case())}) THEN lower({value}) "
        f"ELSE normalise_value({value}) END"
    )
