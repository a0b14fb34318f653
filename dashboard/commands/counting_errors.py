"""Slot errors for `flipscope compare --unit slot`: SemER, slot F1 and new insertions of each slice."""

from collections.abc import Sequence

from analysis.derived import DERIVED
from analysis.frames import as_lazy
from analysis.parts import Parts
from analysis.selection import select
from analysis.slot_errors import SlotErrors, SlotSlice, count_errors_of_slots, count_slot_errors
from dashboard.commands.asked import Asked
from loaders.comparison import Comparison
from loaders.schema import ROLES


def count_errors(opened: Comparison, asked: Asked) -> tuple[SlotSlice | None, tuple[SlotSlice, ...]]:
    """Return the slot errors of everything and of each slice, in the order of the slices.

    By or for columns of the utterance alone the intent counts too (SemER); by the name of a slot it has no place. Of a
    column that only gold slots have, such as `gold_value`, spurious slots know nothing: None, and no slices.
    """
    parts = _count(opened, asked, asked.by) if asked.by else ()
    if parts and {*asked.by, *(asked.where or ())} <= _columns(Parts(opened.pairs_in_parts())):
        return _sum(parts), parts
    # By the name of a slot no intent is counted, and of everything together it is.
    whole = _count(opened, asked, ())
    return (whole[0] if whole else None), parts


def _sum(parts: Sequence[SlotSlice]) -> SlotSlice:
    baseline, candidate = (sum((getattr(part, role) for part in parts), SlotErrors()) for role in ROLES)
    return SlotSlice({}, baseline, candidate, sum(part.n_new_insertions or 0 for part in parts))


def _count(opened: Comparison, asked: Asked, by: tuple[str, ...]) -> tuple[SlotSlice, ...]:
    pairs, spurious = Parts(opened.pairs_in_parts()), Parts(opened.spurious_pairs_in_parts())
    columns = {*by, *(set(asked.where or ()) - set(DERIVED))}
    if columns <= _columns(pairs):
        chosen = pairs.map(lambda lazy: select(lazy, asked.selection()))
        return count_slot_errors(chosen, spurious.map(lambda lazy: select(lazy, asked.selection())), by, asked.weight)
    if not columns <= _columns(spurious):
        return ()
    slot_pairs = Parts(opened.slot_pairs_in_parts()).map(lambda lazy: select(lazy, asked.selection("slot")))
    kept = spurious.map(lambda lazy: select(lazy, asked.selection()))
    return count_errors_of_slots(slot_pairs, kept, by, asked.weight)


def _columns(parts: Parts) -> set[str]:
    return set(as_lazy(parts.frames[0]).collect_schema().names())
