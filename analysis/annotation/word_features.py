"""Words as a linear tagger sees them: what they are, how they start and end, what is around, the intent."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds
from analysis.annotation.ngram_features import ones
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import mixed, runs
from analysis.annotation.words import words
from analysis.arrow_codes import Codes

BITS: Final = 17
_ENDINGS: Final = (slice(-3, None), slice(None, 3))


def word_features(places: SlotPlaces, spellings: NDArray[np.uint64]) -> Any:
    """Return a sparse matrix with a row for each place of `places.words.codes`, borders included.

    A column is a hashed feature, 1 where the word has it; `spellings` holds two numbers for each word of the
    vocabulary, of its last and first three letters.
    """
    codes = places.words.codes
    around = np.concatenate([np.zeros(2, dtype=np.int64), codes, np.zeros(2, dtype=np.int64)]).astype(np.uint64)
    second, before, here, behind, fourth = (around[i : i + len(codes)] for i in range(5))
    pairs = [mixed(before) ^ here, mixed(behind) ^ (here + np.uint64(1)), mixed(before) + behind]
    intent = _intent_at(places)
    asked = [mixed(intent) ^ word for word in (here, before, behind)]
    features = [here, before, behind, second, fourth, *pairs, *spellings[codes].T, intent, *asked]
    row = np.arange(len(codes), dtype=np.int64) << BITS
    cells = [row + _column(feature, kind) for kind, feature in enumerate(features)]
    return ones(np.unique(np.concatenate(cells)), len(codes), BITS)


def _intent_at(places: SlotPlaces) -> NDArray[np.uint64]:
    found = np.zeros(len(places.words.codes), dtype=np.uint64)
    words_of = runs(places.words.starts, places.words.lengths)
    found[words_of] = np.repeat(places.intents + 1, places.words.lengths)
    return found


def spell(golds: Golds, places: SlotPlaces) -> NDArray[np.uint64]:
    """Return for each number of a word two that are equal where its last, its first three letters are; borders 0."""
    known: dict[str, int] = {}
    found = np.zeros((int(places.words.codes.max(initial=0)) + 1, len(_ENDINGS)), dtype=np.uint64)
    for text, place in enumerate(first_of_each(places)):
        start, length = places.words.starts[text], places.words.lengths[text]
        spelled = words(str(golds.normal.values[golds.normal.codes[place]]))
        for number, word in zip(places.words.codes[start : start + length].tolist(), spelled, strict=True):
            if not found[number, 0]:
                found[number] = [known.setdefault(word[part], len(known) + 1) for part in _ENDINGS]
    return found


def first_of_each(places: SlotPlaces) -> list[int]:
    """Return the first utterance of each distinct labelled text."""
    return [int(place) for place in np.unique(places.text_of, return_index=True)[1]]


def _column(feature: NDArray[np.uint64], kind: int) -> Codes:
    spread = mixed(feature + mixed(np.array([kind]))[0])
    return (spread >> np.uint64(64 - BITS)).astype(np.int64)
