"""Which offsets a tool meant: code points, UTF-16 units, or the characters that a reader sees.

It is decided span by span. Where the tool says what text it marked, the reading that gives this text is right. Where
it does not, a reading is possible that lies within the text and cuts no character; characters beyond the Basic
Multilingual Plane are what readings differ by. Of two that are possible the one that cuts no word is taken, and where
that does not decide either, the span is ambiguous rather than guessed.
"""

from collections.abc import Callable, Sequence

from loaders.formats.slots import Slot
from loaders.verdicts.answer import Span, brief

IsBorder = Callable[[str, int], bool]
"""May a text be cut before the character at a position?"""

_Stretch = tuple[int, int]


class AmbiguousSpanError(ValueError):
    """Two readings of a span's offsets are possible; its text says of what."""


def settle_spans(spans: Sequence[Span], text: str, is_border: IsBorder, *, graphemes: bool = False) -> tuple[Slot, ...]:
    """Return spans as slots in code points, in the order of the text.

    `graphemes` says that the tool may count the characters that a reader sees. Raises ValueError for a span that no
    reading puts into the text, and `AmbiguousSpanError`.
    """
    return tuple(sorted((_settle(span, text, is_border, graphemes) for span in spans), key=lambda slot: slot[2:]))


def _settle(span: Span, text: str, is_border: IsBorder, graphemes: bool) -> Slot:
    readings = [(span.start, span.end), _from_utf16(span, text)]
    if graphemes:
        readings.append(_from_graphemes(span, text, is_border))
    possible = [one for one in readings if one is not None and 0 <= one[0] < one[1] <= len(text)]
    if span.text is not None:
        found = [one for one in possible if text[one[0] : one[1]] == span.text]
    else:
        found = _without_text(possible, text, is_border, graphemes)
    if not found:
        said = "" if span.text is None else f", which the tool gives as {brief(span.text)}"
        raise ValueError(f"slot {span.label}: {span.start}:{span.end}{said} is not in the text, counted in any way")
    start, end = found[0]
    return Slot(span.label, text[start:end], start, end)


def _without_text(possible: list[_Stretch], text: str, is_border: IsBorder, graphemes: bool) -> list[_Stretch]:
    if graphemes:
        possible = [one for one in possible if all(is_border(text, end) for end in one)] or possible
    if text.isascii() or max(text) <= "\uffff":
        return possible
    different = list(dict.fromkeys(possible))
    if len(different) > 1:
        different = [one for one in different if not any(_cuts_word(text, end) for end in one)] or different
    if len(different) > 1:
        shown = " or ".join(brief(text[start:end]) for start, end in different)
        raise AmbiguousSpanError(f"ambiguous offsets: it may be {shown}, as code points or as UTF-16 are counted")
    return different


def _cuts_word(text: str, position: int) -> bool:
    return 0 < position < len(text) and text[position - 1].isalnum() and text[position].isalnum()


def _from_utf16(span: Span, text: str) -> _Stretch | None:
    """Return the code points of offsets in UTF-16; None where one lies within a surrogate pair or past the end."""
    units = [0]
    for character in text:
        units.append(units[-1] + (2 if character > "\uffff" else 1))
    return _positions(span, units)


def _from_graphemes(span: Span, text: str, is_border: IsBorder) -> _Stretch | None:
    borders = [i for i in range(len(text) + 1) if is_border(text, i)]
    if not 0 <= span.start <= span.end < len(borders):
        return None
    return borders[span.start], borders[span.end]


def _positions(span: Span, units: list[int]) -> _Stretch | None:
    places = {unit: position for position, unit in enumerate(units)}
    start, end = places.get(span.start), places.get(span.end)
    return None if start is None or end is None else (start, end)
