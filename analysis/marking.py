"""A text cut into segments for display, with its slots in place.

Slots that cannot be shown in the text (not found there, or another slot stands in the place) are reported, never
dropped. Cuts fall between grapheme clusters only, so no accent, conjunct or emoji is torn apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.placement import Slot, Span, find, place

Normalise = Callable[[str], str]
SlotState = Literal["same", "extra", "lost"]
"""Beside the gold: `same`, in both; `extra`, answered but not in the gold; `lost`, in the gold but not answered."""


@dataclass(frozen=True)
class Segment:
    """A piece of the text; `slot` is the name of the slot there, None between slots."""

    text: str
    slot: str | None = None
    state: SlotState | None = None


@dataclass(frozen=True)
class Marking:
    """The segments, which joined give the text again, and the slots that could not be shown in it."""

    segments: tuple[Segment, ...]
    unplaced: tuple[tuple[Slot, SlotState | None], ...]


def mark(text: str, slots: Sequence[Slot]) -> Marking:
    """Cut the text at its slots.

    A slot with offsets within the text stands there, any other at the first free occurrence of its value, whole words
    first, whatever the case. Of two slots in one place the one that starts first is shown.

    >>> [(part.text, part.slot) for part in mark("wake me at five", [Slot("time", "five")]).segments]
    [('wake me at ', None), ('five', 'time')]
    """
    spans = place(text, slots)
    placed = [(span, slot.name, None) for slot, span in zip(slots, spans, strict=True) if span is not None]
    unplaced = [(slot, None) for slot, span in zip(slots, spans, strict=True) if span is None]
    return Marking(_cut(text, placed), tuple(unplaced))


def mark_against_gold(text: str, slots: Sequence[Slot], gold: Sequence[Slot], normalise: Normalise) -> Marking:
    """Cut the text at the slots of an answer and show which are `same`, `extra`, or `lost` from the gold.

    Slots are equal by name and normalised value, duplicates count. Of a lost slot the part is marked that no slot of
    the answer covers: gold "erste april" answered as "april" leaves "erste" lost. Wholly covered, it is unplaced.
    """
    states, lost = compare_with_gold(slots, gold, normalise)
    placed: list[_Placed] = []
    unplaced: list[tuple[Slot, SlotState | None]] = []
    for slot, state, span in zip(slots, states, place(text, slots), strict=True):
        if span is None:
            unplaced.append((slot, state))
        else:
            placed.append((span, slot.name, state))
    for slot in lost:
        parts = find(text, slot, [span for span, _, _ in placed])
        placed.extend((part, slot.name, "lost") for part in parts)
        if not parts:
            unplaced.append((slot, "lost"))
    return Marking(_cut(text, placed), tuple(unplaced))


def compare_with_gold(
    slots: Sequence[Slot], gold: Sequence[Slot], normalise: Normalise
) -> tuple[tuple[SlotState, ...], tuple[Slot, ...]]:
    """Return the state of each answered slot, `same` or `extra`, and the gold slots that were not reproduced."""
    left = list(gold)
    states: list[SlotState] = []
    for slot in slots:
        key = (slot.name, normalise(slot.value))
        equal = (other for other in left if (other.name, normalise(other.value)) == key)
        found = min(equal, key=lambda other: other.start != slot.start, default=None)
        if found is not None:
            left.remove(found)
        states.append("extra" if found is None else "same")
    return tuple(states), tuple(left)


_Placed = tuple[Span, str, SlotState | None]


def _cut(text: str, placed: Iterable[_Placed]) -> tuple[Segment, ...]:
    segments = []
    reached = 0
    for span, name, state in sorted(placed):
        segments.append(Segment(text[reached : span.start]))
        segments.append(Segment(text[span.start : span.end], name, state))
        reached = span.end
    segments.append(Segment(text[reached:]))
    return tuple(segment for segment in segments if segment.text)
