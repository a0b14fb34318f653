"""One order of all suspects out of what several detectors found: each speaks by ranks alone, the top the loudest.

Each detector ranks the utterances from the least suspect, 1, to the most, n; of equals each has their mean rank; those
of which it says nothing share the lowest ranks in the same way. So no detector's scale matters. Rank k is worth
-ln((n + 1 - k) / n): of 1,000, the most suspect 6.9, the hundredth 2.3, the middle 0.7. Borda's count adds up the ranks
themselves and lets the middle count as much as the top; `benchmarks/README.md` has both beside each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from analysis.annotation.suspect import Suspects, worst_of_each
from analysis.arrow_codes import Codes


@dataclass(frozen=True, eq=False)
class Ranking:
    """Suspects, the most suspect first: those of which any detector says something.

    `scores` lie within [0, 1]: the worth of the ranks, `fuse`, over its greatest possible value. `entries[d, i]` is
    the entry of detector `found[d]` for `rows[i]`, its most suspect one, or -1 where it says nothing.
    """

    found: tuple[Suspects, ...]
    rows: Codes
    scores: NDArray[np.float64]
    entries: Codes

    def detector_scores(self, place: int) -> dict[str, float]:
        """Return what each detector that says something gives the suspect at a place, in the order of the detectors."""
        return {
            one.detector: float(one.scores[entry])
            for one, entry in zip(self.found, self.entries[:, place].tolist(), strict=True)
            if entry >= 0
        }

    def reasons(self, place: int) -> tuple[str, ...]:
        """Return the reason of each detector that says something, in the order of the detectors."""
        entries = self.entries[:, place].tolist()
        return tuple(one.evidence(entry).reason() for one, entry in zip(self.found, entries, strict=True) if entry >= 0)

    def is_flagged(self) -> NDArray[np.bool_]:
        """Return of each suspect whether any detector flags it."""
        flagged = np.zeros(len(self.rows), dtype=np.bool_)
        for one, entries in zip(self.found, self.entries, strict=True):
            there = entries >= 0
            flagged[there] |= one.flags[entries[there]]
        return flagged


def borda(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of the ranks of each column, over detectors as lines; not-a-number is what one says nothing of.

    >>> borda(np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.7]])).tolist()
    [2.0, 6.0, 4.0]
    >>> borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist()
    [6.0, 8.0, 4.0]
    """
    said = np.where(np.isnan(scores), -np.inf, scores)
    return np.asarray(rankdata(said, axis=1).sum(axis=0), dtype=np.float64)


def fuse(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the worth of the ranks of each column, over detectors as lines; not-a-number is what one says nothing of.

    The sum over the detectors of -ln((n + 1 - rank) / n). Were they independent and blind, twice it would follow chi
    squared with two degrees of freedom a detector (Fisher's way to combine tests).

    >>> fuse(np.array([[0.4, 0.3], [0.1, np.nan]])).round(6).tolist()
    [1.386294, 0.0]
    """
    n = scores.shape[1]
    said = np.where(np.isnan(scores), -np.inf, scores)
    ranks = np.asarray(rankdata(said, axis=1), dtype=np.float64) if scores.size else np.zeros(scores.shape)
    return np.asarray(_worth(ranks, n).sum(axis=0), dtype=np.float64)


def _worth(ranks: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    return np.asarray(-np.log((n + 1 - ranks) / max(n, 1)), dtype=np.float64)


def rank(found: Sequence[Suspects], n_utterances: int) -> Ranking:
    """Rank the suspects of several detectors over the same `n_utterances`; equals stand in the order of their rows.

    No detector, or none that says anything, gives a ranking of nothing.
    """
    worst = [worst_of_each(one) for one in found]
    every = [one.rows[kept] for one, kept in zip(found, worst, strict=True)]
    rows = np.unique(np.concatenate(every)) if every else np.zeros(0, dtype=np.int64)
    # All utterances that no detector says anything of are alike: one column, the last, stands for them.
    n_silent = max(n_utterances - len(rows), 0)
    entries = np.full((len(found), len(rows)), -1, dtype=np.int64)
    sums = np.zeros(len(rows))
    for line, (one, kept, of_one) in enumerate(zip(found, worst, every, strict=True)):
        entries[line, np.searchsorted(rows, of_one)] = kept
        scores = np.full(len(rows), -np.inf)
        scores[entries[line] >= 0] = one.scores[kept]
        # The silent ones, not ranked here, share the lowest ranks with those of which this detector says nothing.
        ranks = rankdata(scores)
        ranks = np.where(np.isinf(scores), ranks + n_silent / 2, ranks + n_silent)
        sums += _worth(ranks, len(rows) + n_silent)
    greatest = len(found) * np.log(max(n_utterances, 1))
    sums = sums / greatest if greatest else np.zeros(len(rows))
    order = np.lexsort((rows, -sums))
    return Ranking(tuple(found), rows[order], sums[order], entries[:, order])
