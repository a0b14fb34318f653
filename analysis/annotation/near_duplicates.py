"""Nearly the same request, slot values apart, with another intent.

Utterances of a locale with the same slot names are compared by their words, each slot counting as one word, its name:
a value that is itself a slot value makes no difference, and where slot names differ they are what sets the intents
apart. Two are near where they have `LEAST_LIKENESS` of their words in common (those of both over those of either).

Each neighbour votes for its intent with the square of its likeness, the utterance itself not. With the votes v_k, the
score of a gold y is v_best / (1 + sum(v)) where another intent has more votes than y; the 1 keeps few votes low. It is
flagged where y has less than a quarter of them. One word may well make another request, on and off say: it is then
many against many, and not flagged.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.annotation.golds import Golds, word_of
from analysis.annotation.nearest_shapes import near_shapes
from analysis.annotation.shapes import find_shapes
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspects, suspects_of
from analysis.arrow_codes import Codes

NEAR_DUPLICATES: Final = "near_duplicates"
_LEAST_SHARE: Final = 0.25
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Of `n` utterances that are nearly the same, `n_other` have the intent `other`, `n_own` that of this gold.

    `example` is one of the others, the most alike, `likeness` the share of its words that both have.
    """

    own: str
    other: str
    n_own: int
    n_other: int
    n: int
    example: str
    likeness: float

    def reason(self, shown: Shown = str) -> str:
        """Return what most of the neighbours are, with an example."""
        told = f"{shown(self.other)} is the gold of {self.n_other:,} of {self.n:,} nearly the same utterances"
        return f"{told}, such as “{shown(self.example)}”; this gold says {shown(self.own)}."

    def likelier(self) -> LabelPair:
        """Return the intent of most neighbours."""
        return LabelPair("intent", self.own, self.other)


def find_near_duplicates(golds: Golds, places: SlotPlaces) -> Suspects:
    """Find golds whose intent most of their near duplicates do not have."""
    if not len(golds):
        return suspects_of(NEAR_DUPLICATES, [])
    shapes = find_shapes(places)
    shape_of = shapes.shape_of[places.text_of]
    n_intents = len(golds.intents.values)
    counts = csr_array((np.ones(len(golds)), (shape_of, golds.intents.codes)), shape=(len(shapes), n_intents))
    counts.sum_duplicates()
    near = near_shapes(shapes)
    votes = counts + near.power(2) @ counts
    best, own, total = _contest(csr_array(votes), shape_of, golds.intents.codes)
    suspect = np.flatnonzero(best > own)
    scores = best[suspect] / (1 + total[suspect])
    flags = (own[suspect] < _LEAST_SHARE * total[suspect]) & (total[suspect] >= 1)

    @cache
    def first_of() -> Callable[[int, int], int]:
        return _first_of(shape_of, golds.intents.codes)

    def evidence(i: int) -> NearDuplicates:
        return _evidence(golds, shape_of, near, counts, first_of(), int(suspect[i]))

    nothing = np.full(len(suspect), NO_SLOT, dtype=np.int64)
    return Suspects(NEAR_DUPLICATES, golds.rows[suspect], nothing, scores, flags, evidence)


def _contest(
    votes: csr_array, shape_of: Codes, intents: Codes
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return for each utterance the votes of the best other intent, of its own, and of all, its own vote left out."""
    lines = np.repeat(np.arange(votes.shape[0]), np.diff(votes.indptr))
    order = np.lexsort((-votes.data, lines))
    ranks = np.arange(len(order)) - votes.indptr[lines]
    n = votes.shape[0]
    first, second = np.zeros(n), np.zeros(n)
    leader = np.full(n, -1, dtype=np.int64)
    for rank, column in ((0, first), (1, second)):
        of_rank = order[ranks == rank]
        column[lines[of_rank]] = votes.data[of_rank]
    leader[lines[order[ranks == 0]]] = votes.indices[order[ranks == 0]]
    own = np.asarray(votes[shape_of, intents]).ravel() - 1
    total = np.asarray(votes.sum(axis=1)).ravel()[shape_of] - 1
    best = np.where(leader[shape_of] == intents, second[shape_of], first[shape_of])
    # A vote that was added and left out again is not quite gone; equal votes are to be equal.
    return best.round(_DIGITS), own.round(_DIGITS), total.round(_DIGITS)


def _first_of(shape_of: Codes, intents: Codes) -> Callable[[int, int], int]:
    """Return what tells the first utterance of a shape with an intent, for both that there are together."""
    wide = int(intents.max()) + 1
    keys, first = np.unique(shape_of * wide + intents, return_index=True)
    return lambda shape, intent: int(first[np.searchsorted(keys, shape * wide + intent)])


def _evidence(
    golds: Golds,
    shape_of: Codes,
    near: csr_array,
    counts: csr_array,
    first_of: Callable[[int, int], int],
    place: int,
) -> NearDuplicates:
    shape, own = int(shape_of[place]), int(golds.intents.codes[place])
    neighbours = [(shape, 1.0), *zip(*_line(near, shape), strict=True)]
    votes: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    nearest: dict[int, tuple[float, int]] = {}
    for one, likeness in neighbours:
        for intent, n in zip(*_line(counts, int(one)), strict=True):
            votes[int(intent)] += likeness**2 * n
            numbers[int(intent)] += int(n)
            nearest[int(intent)] = max(nearest.get(int(intent), (0.0, 0)), (float(likeness), -int(one)))
    numbers[own] -= 1
    other = max((intent for intent in votes if intent != own), key=lambda intent: (votes[intent], -intent))
    likeness, like = nearest[other][0], -nearest[other][1]
    example = first_of(like, other)
    return NearDuplicates(
        str(golds.intents.values[own]),
        str(golds.intents.values[other]),
        numbers[own],
        numbers[other],
        numbers.total(),
        word_of(golds.texts, example),
        likeness,
    )


def _line(matrix: csr_array, line: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    places = slice(matrix.indptr[line], matrix.indptr[line + 1])
    return matrix.indices[places], matrix.data[places]
