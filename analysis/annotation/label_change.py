"""A text whose gold changed once: before a day it is labelled A, from that day on B.

Of n dated labels, k are B, and of the first i of them, in the order of time, h. Where the gold changed, few of those
before the change are B, or nearly all B are. The null hypothesis that time tells nothing makes h hypergeometric at each
border between two days; its tail is P(H <= h) or P(H >= h), whichever is less. The statistic is the least tail of all
borders. Its p is exact: of all orders of the labels, the share that has as small a tail at any border, counted by
walking through the lattice of (i, h) around the points with such a tail. Of more than `MOST_EXACT` labels it is the
statistic times twice the number of borders (Bonferroni), which is never too small.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import comb
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

MOST_EXACT: Final = 200

_TOLERANCE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class LabelChange:
    """`n_before` labels, `n_before_hits` of them B, are of the days before `since`; `p` as in the module."""

    since: str
    n_before: int
    n_before_hits: int
    p: float


def can_change(n: int, n_hits: int, alpha: float) -> bool:
    """Could the p of so many labels, so many of them B, ever be at most `alpha`?

    At best all A come before all B or behind, two of all orders.

    >>> can_change(6, 3, 0.05), can_change(7, 3, 0.06)
    (False, True)
    """
    return alpha * comb(n, n_hits) >= 2


def single_change(days: Sequence[str], hits: Sequence[bool]) -> LabelChange | None:
    """Return the border that sets hits apart best, the first of equals; None where all are of one day or one kind.

    `days` are in any order; `hits` tells which labels are B.

    >>> days = [f"2026-03-{day:02}" for day in range(1, 9)]
    >>> change = single_change(days, [False] * 4 + [True] * 4)
    >>> change.since, change.n_before, round(change.p, 6)
    ('2026-03-05', 4, 0.028571)
    """
    ordered = sorted(zip(days, hits, strict=True))
    n, k = len(ordered), sum(hits)
    borders = [i for i, (one, other) in enumerate(pairwise(ordered), start=1) if one[0] != other[0]]
    if not borders or k in (0, n):
        return None
    n_before = np.cumsum([hit for _, hit in ordered])
    tails = [_tails(n, k, i) for i in borders]
    reached = [float(tail[n_before[i - 1]]) for i, tail in zip(borders, tails, strict=True)]
    best = int(np.argmin(reached))
    if n > MOST_EXACT:
        p = min(1.0, 2 * len(borders) * reached[best])
    else:
        short = {i: tail > reached[best] * (1 + _TOLERANCE) for i, tail in zip(borders, tails, strict=True)}
        p = 1 - _ways(n, k, short) / comb(n, k)
    return LabelChange(ordered[borders[best]][0], borders[best], int(n_before[borders[best] - 1]), p)


def _tails(n: int, k: int, i: int) -> NDArray[np.float64]:
    """Return min(P(H <= h), P(H >= h)) of each h, H hypergeometric."""
    h = np.arange(k + 1)
    return np.asarray(np.minimum(hypergeom.cdf(h, n, k, i), hypergeom.sf(h - 1, n, k, i)))


def _ways(n: int, k: int, short: dict[int, NDArray[np.bool_]]) -> int:
    """Count the orders of n labels, k of them B, that reach nothing: at each border stay where `short` allows."""
    ways = [1, *([0] * k)]
    for i in range(1, n + 1):
        moved = [ways[h] + (ways[h - 1] if h else 0) for h in range(k + 1)]
        ways = [held if i not in short or short[i][h] else 0 for h, held in enumerate(moved)]
    return ways[k]
