"""What its neighbours say against the intent of a gold: votes by likeness, and who cast them.

Utterances stand in groups whose members are all alike; groups have a likeness to others. Each neighbour votes for its
intent with the square of its likeness, the utterance itself not. With the votes v_k, the score of a gold y is
v_best / (1 + sum(v)) where another intent has more votes than y; the 1 keeps few votes low.
"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.annotation.golds import Golds, word_of
from analysis.annotation.suspect import NO_SLOT, Evidence, Suspects
from analysis.arrow_codes import Codes

_DIGITS: Final = 9


class Votes(NamedTuple):
    """Of `n` neighbours, `n_other` have the intent `other`, `n_own` the one in question, `own`.

    `example` is one of the others, the most alike, with its `likeness`.
    """

    own: str
    other: str
    n_own: int
    n_other: int
    n: int
    example: str
    likeness: float


def suspects_by_votes(
    detector: str,
    golds: Golds,
    group_of: Codes,
    near: csr_array,
    least_share: float,
    least_votes: float,
    evidence: Callable[..., Evidence],
) -> Suspects:
    """Find golds whose intent most of their neighbours do not have; `evidence` takes the fields of `Votes`.

    `near` has the likeness of two groups, nothing of a group to itself. A gold is flagged where its own intent has
    less than `least_share` of the votes, `least_votes` of them at least.
    """
    n_intents = len(golds.intents.values)
    ones = np.ones(len(golds))
    counts = csr_array((ones, (group_of, golds.intents.codes)), shape=(near.shape[0], n_intents))
    counts.sum_duplicates()
    votes = counts + near.power(2) @ counts
    best, own, total = _contest(csr_array(votes), group_of, golds.intents.codes)
    suspect = np.flatnonzero(best > own)
    scores = best[suspect] / (1 + total[suspect])
    flags = (own[suspect] < least_share * total[suspect]) & (total[suspect] >= least_votes)

    @cache
    def first_of() -> Callable[[int, int], int]:
        return _first_of(group_of, golds.intents.codes)

    def told(i: int) -> Evidence:
        return evidence(*_votes(golds, group_of, near, counts, first_of(), int(suspect[i])))

    nothing = np.full(len(suspect), NO_SLOT, dtype=np.int64)
    return Suspects(detector, golds.rows[suspect], nothing, scores, flags, told)


def _contest(
    votes: csr_array, group_of: Codes, intents: Codes
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
    own = np.asarray(votes[group_of, intents]).ravel() - 1
    total = np.asarray(votes.sum(axis=1)).ravel()[group_of] - 1
    best = np.where(leader[group_of] == intents, second[group_of], first[group_of])
    # A vote that was added and left out again is not quite gone; equal votes are to be equal.
    return best.round(_DIGITS), own.round(_DIGITS), total.round(_DIGITS)


def _first_of(group_of: Codes, intents: Codes) -> Callable[[int, int], int]:
    """Return what tells the first utterance of a group with an intent, for both that there are together."""
    wide = int(intents.max()) + 1
    keys, first = np.unique(group_of * wide + intents, return_index=True)
    return lambda group, intent: int(first[np.searchsorted(keys, group * wide + intent)])


def _votes(
    golds: Golds,
    group_of: Codes,
    near: csr_array,
    counts: csr_array,
    first_of: Callable[[int, int], int],
    place: int,
) -> Votes:
    group, own = int(group_of[place]), int(golds.intents.codes[place])
    neighbours = [(group, 1.0), *zip(*_line(near, group), strict=True)]
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
    return Votes(
        str(golds.intents.values[own]),
        str(golds.intents.values[other]),
        numbers[own],
        numbers[other],
        numbers.total(),
        word_of(golds.texts, first_of(like, other)),
        likeness,
    )


def _line(matrix: csr_array, line: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    places = slice(matrix.indptr[line], matrix.indptr[line + 1])
    return matrix.indices[places], matrix.data[places]
