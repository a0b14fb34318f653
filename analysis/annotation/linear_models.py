"""Two linear models that are surprised by different things, and what they say together, in probabilities.

One logistic regression a label, against the rest, by stochastic gradient descent with a fixed seed: it says how well
each label by itself fits. A ridge regression on the labels as 0 and 1, whose answers a softmax makes probabilities: it
weighs the labels against each other. Neither is a good model of language, and need not be: it has to be surprised by
what stands out. Over unlike folds the two together find more than each alone (`benchmarks/README.md`).
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, softmax
from sklearn.linear_model import SGDClassifier

from analysis.arrow_codes import Codes

Matrix = NDArray[np.float32]
Model = Callable[[Any], Matrix]
"""Returns a row of probabilities for each row of a sparse matrix."""

Learn = Callable[[Any, Codes, int], Model]
"""Trains a model on the rows of a matrix, their labels, and how many labels there are."""

_PASSES: Final = 8
_STEPS: Final = 30
_CLOSE: Final = 1e-2
"""The ridge regression is solved to this share of what its first guess leaves."""
_SHARPNESS: Final = 10.0
"""Factor of the softmax: where out-of-sample probabilities of real intents fit best, 8 to 12."""
_LEAST: Final = 1e-12
_ONE_FIT: Final = Lock()
"""scikit-learn sets the warnings of the process aside while it fits, which two threads at once would mix up."""


def learn_together(ways: Sequence[Learn]) -> Learn:
    """Return what trains a model each way on the same rows; together they say the mean of what each says."""

    def learn(rows: Any, labels: Codes, n_labels: int) -> Model:
        models = [learn(rows, labels, n_labels) for learn in ways]
        return lambda rows: np.mean([model(rows) for model in models], axis=0, dtype=np.float32)

    return learn


def one_against_the_rest(rows: Any, labels: Codes, n_labels: int, penalty: float) -> Model:
    """Train one logistic regression a label; their probabilities are brought to a sum of 1.

    A label that no row has gets 0. At least two labels are needed.
    """
    fitted = SGDClassifier(loss="log_loss", alpha=penalty, max_iter=_PASSES, tol=None, random_state=0)
    with _ONE_FIT:
        fitted.fit(rows, labels)
    of_labels, offsets = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == len(of_labels) + 1:
        of_labels, offsets = np.concatenate([-of_labels, of_labels]), np.concatenate([-offsets, offsets])
    weights = np.zeros((rows.shape[1], n_labels), dtype=np.float32)
    weights[:, fitted.classes_] = of_labels.T
    constant = np.full(n_labels, -np.inf, dtype=np.float32)
    constant[fitted.classes_] = offsets

    def model(rows: Any) -> Matrix:
        p = expit(rows @ weights + constant)
        return np.asarray(p / np.maximum(p.sum(axis=1, keepdims=True), _LEAST), dtype=np.float32)

    return model


def ridge(rows: Any, labels: Codes, n_labels: int, penalty: float) -> Model:
    """Train a ridge regression of each label as 0 and 1 around its mean; a label that no row has gets 0."""
    share = (np.bincount(labels, minlength=n_labels) / len(labels)).astype(np.float32)
    targets: Matrix = np.repeat(-share[None, :], len(labels), axis=0)
    targets[np.arange(len(labels)), labels] += 1
    # Columns that no row has would only be zeros to carry along.
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    narrow = rows[:, used]
    weights = np.zeros((rows.shape[1], n_labels), dtype=np.float32)
    weights[used] = narrow.T.tocsr() @ ridge_duals(narrow, targets, penalty)
    constant = np.where(share > 0, share, -np.inf).astype(np.float32)

    def model(rows: Any) -> Matrix:
        return np.asarray(softmax(_SHARPNESS * (rows @ weights + constant), axis=1), dtype=np.float32)

    return model


def ridge_duals(rows: Any, targets: Matrix, penalty: float) -> Matrix:
    """Solve (X X' + penalty) A = targets for A, column by column, by conjugate gradients; X'A are the weights."""
    columns = rows.T.tocsr()
    duals, left, step = np.zeros_like(targets), targets.copy(), targets.copy()
    squares = start = (left * left).sum(axis=0)
    for _ in range(_STEPS):
        moved = rows @ (columns @ step) + np.float32(penalty) * step
        far = squares / np.maximum((step * moved).sum(axis=0), _LEAST)
        duals += far * step
        left -= far * moved
        before, squares = squares, (left * left).sum(axis=0)
        if (squares <= _CLOSE * _CLOSE * start).all():
            break
        step = left + squares / np.maximum(before, _LEAST) * step
    return duals
