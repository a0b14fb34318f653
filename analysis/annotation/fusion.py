"""Many detectors' scores, on scales of their own, as one: each speaks by the rank of an utterance alone."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Scores = NDArray[np.float64]


def borda(scores: Scores) -> Scores:
    """Return the sum of ranks of each utterance over the detectors, the least suspect first; higher = more suspect.

    `scores` has a row a detector and a column an utterance; a detector that says nothing of one, not a number, ranks
    it below all others. Equals share the mean of their ranks. No detector gives 0.

    >>> borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist()
    [6.0, 8.0, 4.0]
    """
    found: Scores = _ascending(scores).sum(axis=0)
    return found


def fuse(scores: Scores) -> Scores:
    """Return the sum over the detectors of -ln(r / n), r of n the rank of an utterance, the most suspect first.

    Beside `borda`, the top of each detector counts more than its middle: first of 1,000 is worth 6.9, the hundredth
    2.3, the half 0.7. Were the detectors independent and blind, twice the sum would follow chi squared with two
    degrees of freedom a detector (Fisher's way to combine tests). Columns, equals and gaps as `borda` has them.

    >>> fuse(np.array([[0.4, 0.3], [0.1, np.nan]])).round(6).tolist()
    [1.386294, 0.0]
    """
    n = scores.shape[1]
    found: Scores = -np.log((n + 1 - _ascending(scores)) / max(n, 1)).sum(axis=0)
    return found


def _ascending(scores: Scores) -> Scores:
    filled = np.where(np.isnan(scores), -np.inf, scores)
    return np.asarray(rankdata(filled, axis=1), dtype=np.float64) if scores.size else np.zeros(scores.shape)
