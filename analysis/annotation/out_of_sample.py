"""What a simple model says of each label that it was not trained on: cross-validated, copies kept together.

The model is one logistic regression a label (stochastic gradient descent, a fixed seed), their probabilities brought
to a sum of 1. One against the rest rather than all at once: on MASSIVE it finds wrong labels twice as well, in a fifth
of the time. It is no good model of language, and need not be: it has to be surprised by what stands out.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import SGDClassifier

from analysis.annotation.spread import mixed
from analysis.arrow_codes import Codes

FOLDS: Final = 4

_PASSES: Final = 8
_AT_ONCE: Final = 50_000

Features = Callable[[Any, Any], Any]
"""Weighs rows of counts as the training rows have it."""


def as_counted(counts: Any, training: Any) -> Any:
    """Leave the counts as they are."""
    return counts


def predict_out_of_sample(
    counts: Any, labels: Codes, n_labels: int, groups: Codes, weigh: Features, penalty: float, most_trained: int
) -> NDArray[np.float32]:
    """Return the probability of each label for each row of `counts`, from a model that saw no row of its group.

    `most_trained` rows at most, drawn evenly, train the model of a fold; every row is scored. A label that a model
    never saw has probability 0. Where there is one group only, or one label, nothing can be learned: all
    probabilities are 0.
    """
    p = np.zeros((len(labels), n_labels), dtype=np.float32)
    fold = fold_of(groups)
    order = mixed(np.arange(len(labels)))
    for each in np.unique(fold):
        others, held = np.flatnonzero(fold != each), np.flatnonzero(fold == each)
        trained = np.sort(others[np.argsort(order[others], kind="stable")[:most_trained]])
        if len(np.unique(labels[trained])) < 2:
            continue
        training = counts[trained]
        model = _fitted(weigh(training, training), labels[trained], penalty)
        for start in range(0, len(held), _AT_ONCE):
            part = held[start : start + _AT_ONCE]
            p[np.ix_(part, model.classes_)] = _probabilities(model, weigh(counts[part], training))
    return p


def fold_of(groups: Codes, folds: int = FOLDS) -> Codes:
    """Return the fold of each row: those of one group share it, whatever else there is."""
    return (mixed(groups) % np.uint64(folds)).astype(np.int64)


def _fitted(features: Any, labels: Codes, penalty: float) -> Any:
    model = SGDClassifier(loss="log_loss", alpha=penalty, max_iter=_PASSES, tol=None, random_state=0)
    return model.fit(features, labels)


def _probabilities(model: Any, features: Any) -> NDArray[np.float32]:
    found: NDArray[np.float32] = model.predict_proba(features).astype(np.float32)
    return found
