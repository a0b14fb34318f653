"""Which of many items are looked at: the most frequent, drawn at random, or so many of each stratum and more.

An item is drawn by a number that follows from the seed and its row alone: another sample size, filter or engine draws
the same items first, so a sample grows without losing what was done already.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

Strategy = Literal["all", "traffic", "stratified", "random"]
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)

Ints = NDArray[np.int64]
_GOLDEN: Final = 0x9E3779B97F4A7C15
_MIX: Final = (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


@dataclass(frozen=True)
class Stratum:
    """So many items have these values, and so many of them were sampled."""

    values: tuple[Any, ...]
    n_items: int
    n_sampled: int


def draw(rows: Ints, seed: int) -> NDArray[np.uint64]:
    """Return a number for each row that looks random, by SplitMix64 (Steele, Lea and Flood 2014): sort by it.

    >>> draw(np.array([0, 1, 2]), 7).tolist() == draw(np.array([2, 1, 0]), 7).tolist()[::-1]
    True
    """
    start = _mix(np.array([seed], dtype=np.uint64) + np.uint64(_GOLDEN))
    return _mix(start + (rows.astype(np.uint64) + np.uint64(1)) * np.uint64(_GOLDEN))


def _mix(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    first = (state ^ (state >> np.uint64(30))) * np.uint64(_MIX[0])
    second = (first ^ (first >> np.uint64(27))) * np.uint64(_MIX[1])
    return second ^ (second >> np.uint64(31))


def most_frequent(rows: Ints, traffic: Ints, size: int) -> Ints:
    """Return the rows with most traffic, the largest first; of equal traffic the first row.

    >>> most_frequent(np.array([4, 5, 6]), np.array([1, 9, 9]), 2).tolist()
    [5, 6]
    """
    return rows[np.lexsort((rows, -traffic))[:size]]


def at_random(rows: Ints, size: int, seed: int) -> Ints:
    """Return rows drawn without replacement, in the order in which they were drawn; all where there are no more.

    The first k of them are a random sample too, so whoever stops early has judged one.
    """
    return rows[np.lexsort((rows, draw(rows, seed)))[:size]]


def stratified(rows: Ints, strata: Ints, size: int, floor: int, seed: int) -> tuple[Ints, Ints]:
    """Return rows drawn at random stratum by stratum, in the order drawn, and how many each stratum gave.

    `strata` numbers the stratum of each row, from 0. Raises ValueError as `allocate` does.
    """
    sizes = np.bincount(strata)
    shares = allocate(sizes, size, floor)
    order = np.lexsort((rows, draw(rows, seed)))
    by_stratum = order[np.argsort(strata[order], kind="stable")]
    rank = np.empty(len(rows), dtype=np.int64)
    rank[by_stratum] = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    kept = order[rank[order] < shares[strata[order]]]
    return rows[kept], shares


def allocate(sizes: Ints, size: int, floor: int) -> Ints:
    """Share a sample among strata: `floor` of each, or all it has, and the rest by size (largest remainders).

    What a stratum gets by size counts towards its floor, so strata above it stay in proportion to each other. Raises
    ValueError where the floors alone are more than the sample.

    >>> allocate(np.array([80, 15, 5]), 20, 0).tolist(), allocate(np.array([80, 15, 5]), 20, 5).tolist()
    ([16, 3, 1], [10, 5, 5])
    """
    sizes = np.asarray(sizes, dtype=np.int64)
    size = min(size, int(sizes.sum()))
    floors = np.minimum(sizes, floor)
    if floors.sum() > size:
        raise ValueError(
            f"a floor of {floor} items in each stratum, or all that it has, takes {floors.sum():,} items, more than "
            f"the sample of {size:,}; lower the floor, or take a larger sample"
        )
    held = np.zeros(len(sizes), dtype=bool)
    while True:
        # Whoever gets less than the floor by size is held to it, which leaves less for the others.
        left, pool = size - int(floors[held].sum()), max(int(sizes[~held].sum()), 1)
        below = ~held & (sizes * left < floors * pool)
        if not below.any():
            break
        held |= below
    shares = np.where(held, floors, sizes * left // pool)
    remainders = np.where(held, -1, sizes * left % pool)
    # Of equal remainders the larger, then the first stratum gets one more.
    order = np.lexsort((np.arange(len(sizes)), -sizes, -remainders))
    shares[order[: size - int(shares.sum())]] += 1
    return shares
