"""The stretch of days in which something happens more often than elsewhere, tested for having looked at every stretch.

Of N comparable utterances K are hits; those of one annotator lie on days. For each stretch of days, from one day with
one of the annotator's own hits to another, that has n utterances and k hits, the null hypothesis that hits fall on
utterances by chance makes k hypergeometric: p = P(X >= k) with X ~ Hypergeometric(N, K, n). The smallest p is
multiplied by the number of all stretches, D (D + 1) / 2 of D days (Bonferroni): a false alarm is at most as likely as
stated, whatever the overlap of the stretches. Stretches that start or end on a day without a hit have a larger p than
the one within them, so none is missed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from analysis.arrow_codes import Codes

MOST_DAYS: Final = 60
"""Days that are told apart; of more, neighbours are put together so that each holds about as many utterances."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days `first` to `last`, their utterances and hits, and the p for all `n_looks` stretches looked at."""

    first: int
    last: int
    n: int
    n_hits: int
    p: float
    n_looks: int = 1


def most_unusual_stretch(
    days: Codes, hits: NDArray[np.bool_], n_all: int, n_all_hits: int, whole: bool = False
) -> Stretch | None:
    """Return the stretch with the smallest p, the longest and first of equals; None without a hit.

    `days` and `hits` are of the utterances in question, of `n_all` comparable ones with `n_all_hits`; `whole` looks
    at all days together only.
    """
    if not hits.any():
        return None
    if whole:
        first, last = int(days.min()), int(days.max())
        p = float(hypergeom.sf(hits.sum() - 1, n_all, n_all_hits, len(days)))
        return Stretch(first, last, len(days), int(hits.sum()), p)
    bins = _bins(days)
    n = np.bincount(bins)
    k = np.bincount(bins, weights=hits).astype(np.int64)
    n_before, k_before = (np.concatenate([[0], np.cumsum(one)]) for one in (n, k))
    with_hit = np.flatnonzero(k)
    starts, ends = (one.ravel() for one in np.meshgrid(with_hit, with_hit, indexing="ij"))
    starts, ends = starts[starts <= ends], ends[starts <= ends]
    n_in, k_in = n_before[ends + 1] - n_before[starts], k_before[ends + 1] - k_before[starts]
    p_values = hypergeom.sf(k_in - 1, n_all, n_all_hits, n_in)
    best = int(np.lexsort((starts, starts - ends, p_values))[0])
    inside = days[(bins >= starts[best]) & (bins <= ends[best])]
    n_looks = len(n) * (len(n) + 1) // 2
    p = min(1.0, float(p_values[best]) * n_looks)
    return Stretch(int(inside.min()), int(inside.max()), int(n_in[best]), int(k_in[best]), p, n_looks)


def _bins(days: Codes) -> Codes:
    """Return a number a day, from 0 and without gaps; at most `MOST_DAYS` of them."""
    distinct, bins, n = np.unique(days, return_inverse=True, return_counts=True)
    if len(distinct) <= MOST_DAYS:
        return bins.astype(np.int64)
    before = np.cumsum(n) - n
    joined = np.unique(before * MOST_DAYS // len(days), return_inverse=True)[1]
    grouped: Codes = joined[bins].astype(np.int64)
    return grouped
