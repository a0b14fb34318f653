"""How good an order of suspects is, and whether one is better than another or chance makes it look so."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sklearn.metrics import average_precision_score

from benchmarks.audited import Scores
from benchmarks.label_errors import Wrong

DRAWS: Final = 300
N_FIRST: Final = 100


def average_precision(wrong: Wrong, scores: Scores, times: Any = None) -> float:
    """Return the average precision; what has no score comes last. `times` repeats each utterance so often."""
    return float(average_precision_score(wrong, _filled(scores), sample_weight=times))


def precision_of_first(wrong: Wrong, scores: Scores) -> float:
    """Return the share of wrong golds among the first 100; equals in an order drawn by a seed."""
    drawn = np.random.default_rng(1).permutation(len(scores))
    return float(wrong[np.lexsort((drawn, -_filled(scores)))[:N_FIRST]].mean())


def difference(wrong: Wrong, ours: Scores, theirs: Scores, requests: Sequence[str]) -> tuple[float, float, float]:
    """Return how much higher our average precision is, with a 95 % interval by bootstrap.

    What is drawn is whole requests: translations of one utterance have their errors, and their evidence, in common.
    """
    groups = np.unique(np.array(requests), return_inverse=True)[1]
    n, chance = int(groups.max()) + 1, np.random.default_rng(2)
    drawn = [np.bincount(chance.integers(0, n, n), minlength=n)[groups] for _ in range(DRAWS)]
    gains = [average_precision(wrong, ours, times) - average_precision(wrong, theirs, times) for times in drawn]
    low, high = np.quantile(gains, [0.025, 0.975])
    return average_precision(wrong, ours) - average_precision(wrong, theirs), float(low), float(high)


def _filled(scores: Scores) -> Scores:
    return np.where(np.isnan(scores), -1.0, scores)
