"""Where slots stand in a text: by their offsets, else by a search for the value."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.graphemes import is_border, widen


@dataclass(frozen=True)
class Slot:
    """One slot of a frame; offsets in code points, end exclusive, None where the source gave none."""

    name: str
    value: str
    start: int | None = None
    end: int | None = None


class Span(NamedTuple):
    """A stretch of a text in code points, end exclusive; both ends are borders of grapheme clusters."""

    start: int
    end: int


def place(text: str, slots: Sequence[Slot]) -> tuple[Span | None, ...]:
    """Give each slot a stretch of the text of its own; None where there is none left.

    Slots with offsets within the text come first, in the order of the text. The others follow, the longest value
    first, so that "york" does not take the place of "new york"; each takes its first free occurrence.

    >>> place("york or new york", [Slot("from", "york"), Slot("to", "new york")])
    (Span(start=0, end=4), Span(start=8, end=16))
    """
    given = {i: span for i, slot in enumerate(slots) if (span := _from_offsets(text, slot)) is not None}
    searched = sorted((i for i in range(len(slots)) if i not in given), key=lambda i: -len(slots[i].value))
    spans: dict[int, Span] = {}
    for i in [*sorted(given, key=lambda i: given[i]), *searched]:
        wanted = (given[i],) if i in given else occurrences(text, slots[i].value)
        free = next((span for span in wanted if not _overlaps(span, spans.values())), None)
        if free is not None:
            spans[i] = free
    return tuple(spans.get(i) for i in range(len(slots)))


def find(text: str, slot: Slot, taken: Collection[Span]) -> tuple[Span, ...]:
    """Return the parts of a slot's stretch that nothing takes, without white space at their ends.

    Without offsets it is the first occurrence that is not wholly taken; nothing where there is none.

    >>> find("am erste april", Slot("date", "erste april"), [Span(9, 14)])
    (Span(start=3, end=8),)
    """
    given = _from_offsets(text, slot)
    wanted = occurrences(text, slot.value) if given is None else (given,)
    return next((parts for span in wanted if (parts := _free_parts(text, span, taken))), ())


def occurrences(text: str, value: str) -> Iterator[Span]:
    """Yield where a value stands in the text, whole words first, whatever the case and the width of white space.

    >>> [span.start for span in occurrences("name at 5 am", "AM")]
    [10, 1]
    """
    words = value.split()
    if not words:
        return
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    found = [match.span() for match in pattern.finditer(text)]
    for whole in (True, False):
        for start, end in found:
            if _is_whole_word(text, start, end) == whole:
                yield Span(*widen(text, start, end))


def _from_offsets(text: str, slot: Slot) -> Span | None:
    if slot.start is None or slot.end is None or not 0 <= slot.start < slot.end <= len(text):
        return None
    return Span(*widen(text, slot.start, slot.end))


def _is_whole_word(text: str, start: int, end: int) -> bool:
    return not (_inside_word(text, start) or _inside_word(text, end))


def _inside_word(text: str, position: int) -> bool:
    around = text[max(position - 1, 0) : position + 1]
    return len(around) == 2 and all(unicodedata.category(character)[0] in "LMN" for character in around)


def _overlaps(span: Span, taken: Collection[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in taken)


def _free_parts(text: str, span: Span, taken: Collection[Span]) -> tuple[Span, ...]:
    parts = []
    start = span.start
    for other in sorted(other for other in taken if _overlaps(span, (other,))):
        parts.append(_trimmed(text, Span(start, other.start)))
        start = max(start, other.end)
    parts.append(_trimmed(text, Span(start, span.end)))
    return tuple(part for part in parts if part.start < part.end)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace() and is_border(text, start + 1):
        start += 1
    while start < end and text[end - 1].isspace() and is_border(text, end - 1):
        end -= 1
    return Span(start, end)
