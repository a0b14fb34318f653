"""Conjunctions of up to three conditions, level by level; whatever cannot score above zero is not counted.

The score of a slice of n of the N pairs with e of the E negative flips is how far its NFR lies above the average, less
a price for being small, which a slice of the least support s pays in full:

    score = NFR_slice / NFR_all - 1 - s (1 / n - 1 / N),  with NFR_slice = e / n and NFR_all = E / N.

At the least support an NFR of twice the average scores about 0, at ten times that size one a tenth above it.
This is the score of SliceLine (Sagadeeva and Boehm, SIGMOD 2021), `alpha (NFR_slice / NFR_all - 1) - (1 - alpha)
(N / n - 1)`, with `alpha = N / (N + s)`, divided by alpha.

A conjunction has at most the pairs and at most the flips of each of its parents (one condition fewer). The best score
that such counts allow is its bound; where the bound is not above zero, neither is any score below it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.slice_cube import Counts, SliceCube
from analysis.slice_features import Step, go_on

Members = tuple[int, ...]
"""Numbers of the conditions of a slice, ascending."""


@dataclass(frozen=True)
class Scored:
    """A slice by the numbers of its conditions, with its pairs, its negative flips and its score."""

    members: Members
    n: int
    n_flips: int
    score: float


@dataclass(frozen=True)
class Lattice:
    """What a search found: every slice that scores above zero; `cells` are those of each single condition.

    `n_looked_at` is the number of slices whose size alone does not rule them out: single conditions and pairs with
    enough support, and triples of which every pair has enough. It does not depend on what flipped. `n_counted` of them
    were counted; the others are triples whose bound is not above zero.
    """

    scored: tuple[Scored, ...]
    cells: tuple[NDArray[np.int64], ...]
    n_looked_at: int
    n_counted: int


@dataclass(frozen=True)
class _Partners:
    """The conditions with higher numbers that go with a condition (or a pair), and the counts of both together."""

    numbers: NDArray[np.int64]
    n: Counts
    n_flips: Counts

    def keep(self, kept: NDArray[np.bool_]) -> "_Partners":
        return _Partners(self.numbers[kept], self.n[kept], self.n_flips[kept])


def score(n: Counts, n_flips: Counts, n_all: int, n_flips_all: int, min_support: int) -> NDArray[np.float64]:
    """Return the score of slices of at least one pair; there must be a negative flip.

    >>> score(np.array([100, 10]), np.array([20, 2]), 1000, 50, 10).round(2).tolist()
    [2.91, 2.01]
    """
    return n_flips * n_all / (n * n_flips_all) - 1 - min_support * (1 / n - 1 / n_all)


def bound(n: Counts, n_flips: Counts, n_all: int, n_flips_all: int, min_support: int) -> NDArray[np.float64]:
    """Return the best score of any slice of at least `min_support` and at most `n` pairs, at most `n_flips` flipped.

    Where all of s pairs flipped, the score grows with s; where further pairs add no flip, it is monotone in s. So it
    is best at as many pairs as can all have flipped, or at `n`.
    """
    totals = (n_all, n_flips_all, min_support)
    dense = np.maximum(min_support, np.minimum(n, n_flips))
    at_dense = score(dense, np.minimum(dense, n_flips), *totals)
    return np.maximum(at_dense, score(n, np.minimum(n, n_flips), *totals))


def search_lattice(cube: SliceCube, depth: int, min_support: int, at_step: Step = go_on) -> Lattice:
    """Find every slice of up to `depth` (1 to 3) conditions and `min_support` pairs or more that scores above zero.

    Each condition of the cube must have that support, and there must be a negative flip. `at_step` is called before
    each condition, and each two, are counted.
    """
    totals = (cube.n_all, cube.n_flips_all, min_support)
    cells = _cells_of_conditions(cube)
    scored = _score((), _count(cube, np.arange(len(cube.n))), totals)
    n_looked_at = n_counted = len(cells)
    partners: list[_Partners] = []
    if depth >= 2:
        for i, of_one in enumerate(cells):
            at_step()
            both = _count(cube, of_one, i)
            both = both.keep(both.n >= min_support)
            partners.append(both)
            scored += _score((i,), both, totals)
            n_looked_at += len(both.numbers)
        n_counted = n_looked_at
    if depth >= 3:
        for i, j, third in _candidates(partners):
            at_step()
            n_looked_at += len(third.numbers)
            hopeful = third.keep(bound(third.n, third.n_flips, *totals) > 0)
            if len(hopeful.numbers):
                n_counted += len(hopeful.numbers)
                found = _count(cube, _common(cells[i], cells[j], len(cube.n)), j)
                chosen = np.isin(found.numbers, hopeful.numbers) & (found.n >= min_support)
                scored += _score((i, j), found.keep(chosen), totals)
    return Lattice(tuple(scored), tuple(cells), n_looked_at, n_counted)


def _cells_of_conditions(cube: SliceCube) -> list[NDArray[np.int64]]:
    """Return for each condition the cells that meet it."""
    met = cube.met.ravel()
    order = np.argsort(met, kind="stable")
    ends = np.cumsum(np.bincount(met, minlength=len(cube.conditions) + 1))
    cells = order % max(1, len(cube.n))
    return [cells[start:end] for start, end in pairwise([0, *ends.tolist()[:-1]])]


def _count(cube: SliceCube, cells: NDArray[np.int64], after: int = -1) -> _Partners:
    """Count what these cells hold of each condition after a condition."""
    numbers = np.arange(after + 1, len(cube.conditions))
    flipped = cells[cube.n_flips[cells] > 0]
    n, n_flips = (_sums(cube, of, counts, after) for of, counts in ((cells, cube.n), (flipped, cube.n_flips)))
    return _Partners(numbers, n[after + 1 :], n_flips[after + 1 :])


def _sums(cube: SliceCube, cells: NDArray[np.int64], counts: Counts, after: int) -> Counts:
    size = len(cube.conditions)
    weights = counts[cells].astype(np.float64)
    sums = np.zeros(size + 1)
    for met in cube.met[cube.first_row[after] if after >= 0 else 0 :]:
        sums += np.bincount(met[cells], weights, size + 1)
    return sums[:size].astype(np.int64)


def _candidates(partners: Sequence[_Partners]) -> Iterator[tuple[int, int, _Partners]]:
    """Yield each pair of conditions with every third that goes with both; the counts are upper limits."""
    for i, with_i in enumerate(partners):
        n, n_flips = np.zeros((2, len(partners)), dtype=np.int64)
        n[with_i.numbers], n_flips[with_i.numbers] = with_i.n, with_i.n_flips
        for j in with_i.numbers.tolist():
            third = partners[j].keep(n[partners[j].numbers] > 0)
            n_most = np.minimum(np.minimum(third.n, n[third.numbers]), n[j])
            n_flips_most = np.minimum(np.minimum(third.n_flips, n_flips[third.numbers]), n_flips[j])
            yield i, j, _Partners(third.numbers, n_most, n_flips_most)


def _common(one: NDArray[np.int64], other: NDArray[np.int64], n_cells: int) -> NDArray[np.int64]:
    marked = np.zeros(n_cells, dtype=np.bool_)
    marked[one] = True
    return other[marked[other]]


def _score(prefix: Members, partners: _Partners, totals: tuple[int, int, int]) -> list[Scored]:
    scores = score(partners.n, partners.n_flips, *totals)
    above = partners.keep(scores > 0)
    listed = zip(*(a.tolist() for a in (above.numbers, above.n, above.n_flips, scores[scores > 0])), strict=True)
    return [Scored((*prefix, number), n, n_flips, value) for number, n, n_flips, value in listed]
