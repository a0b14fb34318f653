"""The queries that take the stored slots apart: one row a gold slot, or one row a slot that gold does not have.

`slot_states` and `slot_answers` of a run (`loaders.schema` says how they are written) are read only where it is wrong.
"""

from collections.abc import Sequence
from typing import Final

from loaders import sql
from loaders.schema import FOUND, MOVED, REPLACED, ROLES, SLOT_NAME_END, SLOT_SEPARATOR, Role, paired

_TAKEN_APART: Final = ("slots", "nbest", "slot_states", "slot_answers")
_REPLACED: Final = f"IN ('{MOVED}', '{REPLACED}')"
_RECORD, _NAME = (sql.literal(mark) for mark in (SLOT_SEPARATOR, SLOT_NAME_END))


def slot_pairs(pairs: str, columns: Sequence[str]) -> str:
    """Return the query of one row a gold slot over the view `pairs` with these columns.

    The utterance's columns, `slot_index` from 1, `slot_name`, `gold_value`, and for each role `{role}_slot_state`,
    `{role}_slot_correct` and `{role}_slot_answer`, the value given in its place.
    """
    parts = [sql.names(_kept(columns)), "slot_index", 'slots[slot_index]."name" AS slot_name']
    parts.append('slots[slot_index]."value" AS gold_value')
    for role in ROLES:
        state = f"coalesce({paired(role, 'slot_states')}[slot_index], '{FOUND}')"
        answer = f"split_part({paired(role, 'slot_answers')}, {_RECORD}, slot_index)"
        parts.append(f"{state} AS {paired(role, 'slot_state')}")
        parts.append(f"{state} = '{FOUND}' AS {paired(role, 'slot_correct')}")
        parts.append(f"CASE WHEN {state} {_REPLACED} THEN {answer} END AS {paired(role, 'slot_answer')}")
    return f"SELECT {', '.join(parts)} FROM (SELECT *, unnest(range(1, n_slots + 1)) AS slot_index FROM {pairs})"


def spurious_pairs(pairs: str, columns: Sequence[str]) -> str:
    """Return the query of one row a spurious slot, name and value, of an utterance.

    The utterance's columns, both runs' `n_slots_spurious` and `slots_key`, `slot_name`, `spurious_value`, and for each
    role `{role}_n_given`, how often it gave it more than gold has it.
    """
    numbers = [paired(role, column) for column in ("n_slots_spurious", "slots_key") for role in ROLES]
    # Grouped by, though they follow from the row: a filter on them then comes before the unnesting.
    keys = sql.names(["row", *numbers])
    kept = [column for column in _kept(columns) if column not in ("row", *numbers)]
    whole = ", ".join(f"any_value({sql.name(column)}) AS {sql.name(column)}" for column in kept)
    both = " UNION ALL ".join(_spurious(role, pairs, [*numbers, *kept]) for role in ROLES)
    n_given = ", ".join(f"count(*) FILTER (_role = '{role}') AS {paired(role, 'n_given')}" for role in ROLES)
    return (
        f"SELECT {keys}, {whole}, _slot.name AS slot_name, _slot.value AS spurious_value, {n_given} "
        f"FROM ({both}) GROUP BY {keys}, _slot.name, _slot.value"
    )


def _spurious(role: Role, pairs: str, kept: Sequence[str]) -> str:
    states, answers = (paired(role, column) for column in ("slot_states", "slot_answers"))
    replaced = (
        f"list_transform(list_filter(range(1, n_slots + 1), lambda i: {states}[i] {_REPLACED}), "
        f"lambda i: {{'name': slots[i].\"name\", 'value': split_part({answers}, {_RECORD}, i)}})"
    )
    added = (
        f"list_transform(string_split({answers}, {_RECORD})[n_slots + 1:], "
        f"lambda k: {{'name': split_part(k, {_NAME}, 1), 'value': split_part(k, {_NAME}, 2)}})"
    )
    return (
        f"SELECT row, {sql.names(kept)}, '{role}' AS _role, unnest(list_concat({replaced}, {added})) AS _slot "
        f"FROM {pairs} WHERE {paired(role, 'n_slots_spurious')} > 0"
    )


def _kept(columns: Sequence[str]) -> list[str]:
    dropped = {"slots", *(paired(role, column) for role in ROLES for column in _TAKEN_APART)}
    return [column for column in columns if column not in dropped]
