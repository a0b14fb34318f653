"""Words as a linear tagger sees them: how they are written, what is beside them, as labelled there, and the intent."""

from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.annotation.golds import Golds
from analysis.annotation.out_of_sample import Features
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import mixed, runs
from analysis.annotation.words import BORDER, words
from analysis.arrow_codes import Codes

BITS: Final = 17
_ENDINGS: Final = (slice(-3, None), slice(None, 3))


def word_features(places: SlotPlaces, spellings: NDArray[np.uint64], labels: Codes) -> Features:
    """Return what makes a matrix, a row a word, of the words at the places of `places.words.codes` that it is given.

    A column is a hashed feature, 1 where the word has it; `spellings` holds two numbers for each word of the
    vocabulary, of its last and first three letters. `labels` are those of the words, from 0; a row knows of the words
    beside it theirs, not its own.
    """
    codes, intents = places.words.codes, _intent_at(places)
    marks = np.where(codes == BORDER, -1, labels) + 1

    def matrix(at: Codes) -> Any:
        second, before, here, behind, fourth = (_at(codes, at + away) for away in (-2, -1, 0, 1, 2))
        left, right = _at(marks, at - 1), _at(marks, at + 1)
        pairs = [mixed(before) ^ here, mixed(behind) ^ (here + np.uint64(1)), mixed(before) + behind]
        intent = intents[at]
        asked = [mixed(intent) ^ word for word in (here, before, behind)]
        marked = [left, right, mixed(left) + right, mixed(left) ^ here, mixed(right) ^ (here + np.uint64(1))]
        features = [here, before, behind, second, fourth, *pairs, *spellings[codes[at]].T, intent, *asked, *marked]
        columns = np.array([_column(feature, kind) for kind, feature in enumerate(features)], dtype=np.int32).T
        starts = np.arange(len(at) + 1) * len(features)
        ones = np.ones(columns.size, dtype=np.float32)
        return sp.csr_matrix((ones, columns.ravel(), starts), shape=(len(at), 1 << BITS))

    return matrix


def _at(column: Codes, places: Codes) -> NDArray[np.uint64]:
    inside = (places >= 0) & (places < len(column))
    return np.where(inside, column[np.where(inside, places, 0)], BORDER).astype(np.uint64)


def _intent_at(places: SlotPlaces) -> NDArray[np.uint64]:
    found = np.zeros(len(places.words.codes), dtype=np.uint64)
    words_of = runs(places.words.starts, places.words.lengths)
    found[words_of] = np.repeat(places.intents + 1, places.words.lengths)
    return found


def spell(golds: Golds, places: SlotPlaces) -> NDArray[np.uint64]:
    """Return for each number of a word two that are equal where its last, its first three letters are; borders 0."""
    known: dict[str, int] = {}
    found = np.zeros((int(places.words.codes.max(initial=0)) + 1, len(_ENDINGS)), dtype=np.uint64)
    numbers, first = np.unique(places.words.codes, return_index=True)
    text_at = np.searchsorted(places.words.starts, first, side="right") - 1
    of_texts = first_of_each(places)
    for number, at, text in zip(numbers.tolist(), first.tolist(), text_at.tolist(), strict=True):
        if number != BORDER:
            normal = str(golds.normal.values[golds.normal.codes[of_texts[text]]])
            word = words(normal)[at - int(places.words.starts[text])]
            found[number] = [known.setdefault(word[part], len(known) + 1) for part in _ENDINGS]
    return found


def first_of_each(places: SlotPlaces) -> Codes:
    """Return the first utterance of each distinct labelled text."""
    return np.unique(places.text_of, return_index=True)[1].astype(np.int64)


def _column(feature: NDArray[np.uint64], kind: int) -> Codes:
    spread = mixed(feature + mixed(np.array([kind]))[0])
    return (spread >> np.uint64(64 - BITS)).astype(np.int64)
