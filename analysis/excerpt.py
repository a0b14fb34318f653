"""A long text cut to the part that matters, so that a row of a list stays a row."""

from dataclasses import dataclass, replace
from typing import Final

from analysis.graphemes import widen
from analysis.marking import Segment

_BEFORE: Final = 3
"""A third of the excerpt stands before the part that matters."""


@dataclass(frozen=True)
class Excerpt:
    """Segments of a text, and how many characters were left out before and after them."""

    segments: tuple[Segment, ...]
    n_before: int
    n_after: int


def cut_out(segments: tuple[Segment, ...], focus: int, most: int) -> Excerpt:
    """Cut segments to about `most` characters with the one at `focus` in view, where it counts characters.

    Whole where the text is no longer. Cuts fall between grapheme clusters, so a few characters more may stay.

    >>> cut = cut_out((Segment("play "), Segment("jazz", "genre"), Segment(" at ten in the kitchen")), 5, 9)
    >>> [part.text for part in cut.segments], cut.n_before, cut.n_after
    (['ay ', 'jazz', ' a'], 2, 20)
    """
    text = "".join(segment.text for segment in segments)
    if len(text) <= most:
        return Excerpt(segments, 0, 0)
    start = min(max(focus - most // _BEFORE, 0), len(text) - most)
    start, end = widen(text, start, start + most)
    kept, reached = [], 0
    for segment in segments:
        inside = segment.text[max(start - reached, 0) : max(end - reached, 0)]
        reached += len(segment.text)
        if inside:
            kept.append(replace(segment, text=inside))
    return Excerpt(tuple(kept), start, len(text) - end)


def first_difference(segments: tuple[Segment, ...]) -> int:
    """Return where the first slot stands that differs from gold, else the first slot, else 0."""
    reached, first_slot = 0, None
    for segment in segments:
        if segment.state in ("extra", "lost"):
            return reached
        if segment.slot is not None and first_slot is None:
            first_slot = reached
        reached += len(segment.text)
    return first_slot or 0
