"""Utterances in words without the values of their slots: each value gives way to the name of its slot.

`wake me at five am` becomes `wake me at time`: what a language model is given where other values are no difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analysis.annotation.golds import Golds
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.words import spans_of_words
from analysis.arrow_codes import Codes


@dataclass(frozen=True, eq=False)
class ShapeTexts:
    """Distinct texts in the order in which they come; `text_of[i]` is that of utterance i."""

    texts: tuple[str, ...]
    text_of: Codes


def write_shapes(golds: Golds, places: SlotPlaces) -> ShapeTexts:
    """Put the name of each slot in place of its value; a slot that is no run of whole words stays as it is."""
    n_texts = len(places.whole)
    _, representatives = np.unique(places.text_of, return_index=True)
    starts = np.searchsorted(places.texts, np.arange(n_texts + 1)).tolist()
    names = [str(name).replace("_", " ").replace(".", " ") for name in golds.slots.names.values]
    firsts, lengths = places.first.tolist(), places.lengths.tolist()
    codes, begins = places.names.tolist(), places.words.starts.tolist()
    known: dict[str, int] = {}
    numbers = []
    for text, normal in enumerate(golds.normal.codes[representatives].tolist()):
        slots = range(starts[text], starts[text + 1])
        named = ((firsts[slot] - begins[text], lengths[slot], names[codes[slot]]) for slot in slots)
        written = _written(str(golds.normal.values[normal]), named)
        numbers.append(known.setdefault(written, len(known)))
    return ShapeTexts(tuple(known), np.array(numbers, dtype=np.int64)[places.text_of])


def _written(text: str, named: Iterable[tuple[int, int, str]]) -> str:
    spans = spans_of_words(text)
    for first, length, name in sorted(named, reverse=True):
        text = text[: spans[first][0]] + name + text[spans[first + length - 1][1] :]
    return text
