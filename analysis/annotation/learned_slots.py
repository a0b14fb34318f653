"""Slots that a simple tagger, trained on the other texts of the locale, would have marked otherwise.

Each word has a label: B or I of a slot's name, or O where none marks it. The tagger says how likely the label of each
word is; a slot is as suspect as its most suspect word, and an utterance's unmarked words as the most suspect of them:
a slot that was forgotten, or ends too early, shows there. The score of a word is its margin
(P(other) - P(given) + 1) / 2 to the likeliest other label. Where that is "no slot", of a word that no slot marks at f
places, it is multiplied by f / (f + 10): that a tagger does not know a rare name says little. The tagger is told the
labels of the words beside, as the gold has them, so that it asks only what this word is, given these. Flagged is what
stands off the diagonal of the confident joint with a score of `SURE`. Only texts whose slots are all whole words are
read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.confident import confident_joint, own, strongest_other
from analysis.annotation.golds import Golds, word_of
from analysis.annotation.learned_intents import FEWEST
from analysis.annotation.linear_models import Learn, one_against_the_rest, ridge
from analysis.annotation.out_of_sample import Features, predict_out_of_sample
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import runs
from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspects, quoted
from analysis.annotation.word_features import first_of_each, spell, word_features
from analysis.annotation.words import words
from analysis.arrow_codes import Codes

LEARNED_SLOT: Final = "learned_slot"
MOST_TRAINED: Final = 160_000
"""So many words at most train a fold's taggers, all locales together; every word is scored."""

LEAST_TRAINED: Final = 12_000
"""So many words a locale may be trained on, however many locales there are."""

RARE: Final = 10
"""A word that is unmarked at so many places counts half where the tagger would not mark it."""

_FOLDS: Final[dict[Learn, int]] = {partial(one_against_the_rest, penalty=1e-5): 4, partial(ridge, penalty=3.0): 5}
"""Of unlike folds, what one model did not see the other did."""

SURE: Final = 0.9
"""Least score of a flagged entry."""

_UNMARKED: Final = 0


@dataclass(frozen=True, slots=True)
class UnlikelySlot:
    """The most suspect word, its slot by the gold and by a tagger trained without the text; "" is no slot."""

    word: str
    given: str
    p_given: float
    other: str
    p_other: float

    def reason(self, shown: Shown = str) -> str:
        """Return the word, and both labels with their probabilities."""
        given, other = _said(self.given, shown), _said(self.other, shown)
        if self.given == self.other:
            return (
                f"A simple tagger trained on the other texts sets the border of {given} elsewhere: "
                f"“{shown(quoted(self.word))}” {100 * self.p_other:.0f} % against {100 * self.p_given:.0f} %."
            )
        return (
            f"A simple tagger trained on the other texts says “{shown(quoted(self.word))}” is {other} "
            f"({100 * self.p_other:.0f} %), and {given}, the gold, {100 * self.p_given:.0f} %."
        )

    def likelier(self) -> LabelPair:
        """Return the slot that the tagger gives the word."""
        return LabelPair("slot", self.given, self.other)


def _said(name: str, shown: Shown) -> str:
    return shown(name) if name else "no slot"


@dataclass(frozen=True, eq=False)
class _Judged:
    """Each place of the words: its label, the likeliest other one, their probabilities; `known` where it was judged."""

    given: Codes
    other: Codes
    p_given: NDArray[np.float64]
    p_other: NDArray[np.float64]
    sure: NDArray[np.bool_]
    known: NDArray[np.bool_]


def score_words(
    p_given: NDArray[np.float64],
    p_other: NDArray[np.float64],
    to_unmarked: NDArray[np.bool_],
    n_unmarked: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the score of each word, within [0, 1]; see the module.

    >>> p_given, p_other = np.array([0.1, 0.1]), np.array([0.7, 0.7])
    >>> score_words(p_given, p_other, np.array([False, True]), np.array([10.0, 10.0])).round(6).tolist()
    [0.8, 0.4]
    """
    margin = (p_other - p_given + 1) / 2
    return np.where(to_unmarked, n_unmarked / (n_unmarked + RARE), 1.0) * margin


def find_learned_slots(golds: Golds, places: SlotPlaces, most_trained: int = MOST_TRAINED) -> Suspects:
    """Find slots, and unmarked words, that the tagger would have labelled otherwise.

    One entry a slot, and one an utterance with unmarked words, of each locale that has 50 distinct texts.
    """
    judged = _judge(golds, places, most_trained)
    n_unmarked = np.bincount(places.words.codes, judged.given == _UNMARKED)[places.words.codes].astype(np.float64)
    of_words = score_words(judged.p_given, judged.p_other, judged.other == _UNMARKED, n_unmarked)
    worst, texts, slots = _worst_words(places, of_words, judged.known)
    scores = of_words[worst]
    flags = judged.sure[worst] & (scores >= SURE)
    # What is said of a text holds for all utterances that have it, with its gold.
    order = np.argsort(places.text_of, kind="stable")
    copies = np.bincount(places.text_of, minlength=len(places.words.lengths))
    before = np.concatenate([[0], np.cumsum(copies)])[texts]
    entries = np.repeat(np.arange(len(texts)), copies[texts])
    utterances = order[runs(before.astype(np.int64), copies[texts].astype(np.int64))]
    sorted_by = np.lexsort((slots[entries], utterances))
    entries, utterances = entries[sorted_by], utterances[sorted_by]

    def evidence(entry: int) -> UnlikelySlot:
        place, word = int(utterances[entry]), int(worst[entries[entry]])
        spelled = words(word_of(golds.normal, place))[word - int(places.words.starts[places.text_of[place]])]
        given, other = (_name(golds, int(column[word])) for column in (judged.given, judged.other))
        return UnlikelySlot(spelled, given, float(judged.p_given[word]), other, float(judged.p_other[word]))

    return Suspects(LEARNED_SLOT, golds.rows[utterances], slots[entries], scores[entries], flags[entries], evidence)


def _judge(golds: Golds, places: SlotPlaces, most_trained: int) -> _Judged:
    n = len(places.words.codes)
    given = _bio(places)
    judged = _Judged(given, given.copy(), np.zeros(n), np.zeros(n), np.zeros(n, np.bool_), np.zeros(n, np.bool_))
    for at, codes, labels, p in word_probabilities(golds, places, most_trained):
        predicted = confident_joint(codes, p).predicted
        best, judged.p_other[at] = strongest_other(codes, p)
        judged.p_given[at], judged.other[at] = own(codes, p), labels[best]
        judged.sure[at], judged.known[at] = (predicted >= 0) & (predicted != codes), True
    return judged


def word_probabilities(
    golds: Golds, places: SlotPlaces, most_trained: int = MOST_TRAINED
) -> Iterator[tuple[Codes, Codes, Codes, NDArray[np.float32]]]:
    """Cross-validate a locale at a time: the places of its words, their labels, all labels, the probabilities.

    Column j of the probabilities is `labels[j]`, 0 for O, 1 + 2 * name for B, 2 + 2 * name for I.
    """
    given, text_at = _bio(places), text_at_words(places)
    features = word_features(places, spell(golds, places), given)
    groups = golds.normal.codes[first_of_each(places)]
    locales = [(places.locales == code) & places.whole for code in range(len(golds.locales.values))]
    taught = [readable for readable in locales if readable.sum() >= FEWEST]
    most = max(most_trained // max(len(taught), 1), LEAST_TRAINED)
    for readable in taught:
        at = np.flatnonzero((text_at >= 0) & readable[text_at])
        labels, codes = np.unique(given[at], return_inverse=True)
        p = predict_out_of_sample(_of(features, at), codes, len(labels), groups[text_at[at]], _FOLDS, most)
        # Of a fold whose tagger could not learn nothing is known.
        judged = p.any(axis=1)
        yield at[judged], codes[judged].astype(np.int64), labels, p[judged]


def _of(features: Features, at: Codes) -> Features:
    return lambda places: features(at[places])


def _bio(places: SlotPlaces) -> Codes:
    """Return 0 for a word that no slot marks, 1 + 2 * name for the first of a slot, 2 + 2 * name for the others."""
    labels = np.zeros(len(places.words.codes), dtype=np.int64)
    labels[runs(places.first, places.lengths)] = np.repeat(2 + 2 * places.names, places.lengths)
    labels[places.first] = 1 + 2 * places.names
    return labels


def text_at_words(places: SlotPlaces) -> Codes:
    """Return the text of each word, -1 for borders."""
    found = np.full(len(places.words.codes), -1, dtype=np.int64)
    lengths = places.words.lengths
    found[runs(places.words.starts, lengths)] = np.repeat(np.arange(len(lengths)), lengths)
    return found


def _worst_words(
    places: SlotPlaces, scores: NDArray[np.float64], known: NDArray[np.bool_]
) -> tuple[Codes, Codes, Codes]:
    """Return the most suspect word of each slot and of the unmarked words of each text, its text, and the slot."""
    slot = np.full(len(places.words.codes), NO_SLOT, dtype=np.int64)
    slot[runs(places.first, places.lengths)] = np.repeat(places.index, places.lengths)
    at = np.flatnonzero(known)
    texts, slots = text_at_words(places)[at], slot[at]
    order = np.lexsort((at, -scores[at], slots, texts))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(texts[order]) != 0) | (np.diff(slots[order]) != 0)
    kept = order[first]
    return at[kept].astype(np.int64), texts[kept], slots[kept]


def _name(golds: Golds, label: int) -> str:
    return "" if label == _UNMARKED else str(golds.slots.names.values[(label - 1) // 2])
