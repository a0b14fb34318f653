"""A slot as the loaders hand it on."""

from typing import NamedTuple


class Slot(NamedTuple):
    """A named value; `start` and `end` are code point offsets into the text (end exclusive), None if unknown."""

    name: str
    value: str
    start: int | None = None
    end: int | None = None


def locate_tokens(text: str, tokens: list[str]) -> list[tuple[int, int]] | None:
    """Return where each token stands in the text, left to right, or None where one does not.

    >>> locate_tokens("it's 7 am", ["it's", "7", "am"])
    [(0, 4), (5, 6), (7, 9)]
    """
    spans: list[tuple[int, int]] = []
    position = 0
    for token in tokens:
        start = text.find(token, position)
        if start < 0:
            return None
        position = start + len(token)
        spans.append((start, position))
    return spans
