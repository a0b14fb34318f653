"""What changed between two frames, in words: `time: five am → five`, `weather_query → general_quirky`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from analysis.frames import Row
from loaders.normalise import normalise as same_value

ChangeKind = Literal["intent_changed", "slot_renamed", "value_changed", "slot_missing", "slot_added"]
NameAndValue = tuple[str, str]
Normalise = Callable[[str], str]

NOTHING: Final = "–"
"""Stands for what is not there."""

_MOST_COMPARED: Final = 200
"""Characters of a value by which likeness goes: the time to compare two values grows with their product."""


@dataclass(frozen=True)
class Change:
    """One difference from a frame `before` to a frame `after`.

    | kind | name | before | after |
    |---|---|---|---|
    | `intent_changed` | None | intent | intent (None: no prediction) |
    | `slot_renamed` | the value | name | name |
    | `value_changed` | slot name | value | value |
    | `slot_missing` | slot name | value | None |
    | `slot_added` | slot name | None | value |
    """

    kind: ChangeKind
    name: str | None
    before: str | None
    after: str | None


def find_changes(
    intent_before: str | None,
    slots_before: Sequence[NameAndValue],
    intent_after: str | None,
    slots_after: Sequence[NameAndValue],
    normalise: Normalise,
) -> tuple[Change, ...]:
    """Explain how a frame became another; equal frames give no change.

    Slots are compared by name and normalised value; their order never matters, duplicates do. What is equal is set
    aside; then a value found under another name was renamed; then slots of one name are matched, the most alike
    values first; the rest is missing or added. Values are given back as they were written.

    >>> find_changes("a", [("date", "erste april")], "a", [("date", "april")], str.casefold)
    (Change(kind='value_changed', name='date', before='erste april', after='april'),)
    """
    before, after = _without_equals(slots_before, slots_after, normalise)
    intent = [Change("intent_changed", None, intent_before, intent_after)]
    return (
        *(intent if intent_before != intent_after else ()),
        *_take_renamed(before, after, normalise),
        *_take_changed_values(before, after, normalise),
        *(Change("slot_missing", name, value, None) for name, value in before),
        *(Change("slot_added", name, None, value) for name, value in after),
    )


def _without_equals(
    slots_before: Sequence[NameAndValue], slots_after: Sequence[NameAndValue], normalise: Normalise
) -> tuple[list[NameAndValue], list[NameAndValue]]:
    before: list[NameAndValue] = []
    after = list(slots_after)
    for name, value in slots_before:
        equal = (slot for slot in after if slot[0] == name and normalise(slot[1]) == normalise(value))
        found = next(equal, None)
        if found is None:
            before.append((name, value))
        else:
            after.remove(found)
    return before, after


def _take_renamed(before: list[NameAndValue], after: list[NameAndValue], normalise: Normalise) -> list[Change]:
    changes = []
    for slot in tuple(before):
        found = next((other for other in after if normalise(other[1]) == normalise(slot[1])), None)
        if found is not None:
            before.remove(slot)
            after.remove(found)
            changes.append(Change("slot_renamed", slot[1], slot[0], found[0]))
    return changes


def _take_changed_values(before: list[NameAndValue], after: list[NameAndValue], normalise: Normalise) -> list[Change]:
    alike = sorted(
        (-_likeness(normalise(slot[1]), normalise(other[1])), i, j)
        for i, slot in enumerate(before)
        for j, other in enumerate(after)
        if slot[0] == other[0]
    )
    matched: dict[int, int] = {}
    for _, i, j in alike:
        if i not in matched and j not in matched.values():
            matched[i] = j
    changes = [Change("value_changed", before[i][0], before[i][1], after[matched[i]][1]) for i in sorted(matched)]
    before[:] = [slot for i, slot in enumerate(before) if i not in matched]
    after[:] = [slot for j, slot in enumerate(after) if j not in matched.values()]
    return changes


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_MOST_COMPARED], other[:_MOST_COMPARED], autojunk=False).ratio()


def describe(change: Change) -> str:
    """Return the change in one line.

    >>> describe(Change("slot_missing", "date", "heute", None))
    'date: heute → –'
    >>> describe(Change("intent_changed", None, "weather_query", "general_quirky"))
    'weather_query → general_quirky'
    """
    before, after = (NOTHING if side is None else side for side in (change.before, change.after))
    subject = "" if change.name is None else f"{change.name}: "
    return f"{subject}{before} → {after}"


def describe_row(row: Row) -> str:
    """Return what changed from the baseline's answer to the candidate's in one row; empty where nothing did.

    The row is of a pair frame, with intents and slots of both runs, or of a slot pair frame, with both slot answers.
    """
    if "slot_name" in row:
        before, after = row["baseline_slot_answer"], row["candidate_slot_answer"]
        return "" if before == after else describe(Change("value_changed", row["slot_name"], before, after))
    changes = find_changes(
        row["baseline_intent"],
        _named_values(row["baseline_slots"]),
        row["candidate_intent"],
        _named_values(row["candidate_slots"]),
        same_value,
    )
    return "; ".join(map(describe, changes))


def _named_values(slots: Sequence[Row] | None) -> list[tuple[str, str]]:
    return [(slot["name"], slot["value"]) for slot in slots or ()]
