"""Confident learning: which labels a model that never saw them would not have given (Northcutt, Jiang, Chuang 2021).

The probabilities have to be out of sample, `analysis.annotation.out_of_sample`: a model that was trained on a wrong
label repeats it. A row of `p` is an utterance, a column a label; rows need not sum to 1, what is not listed is 0.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.arrow_codes import Codes

Probabilities = NDArray[np.floating[Any]]

_TOLERANCE: Final = 1e-6
"""A probability so little below the threshold of its label still counts as confident."""


@dataclass(frozen=True, eq=False)
class ConfidentJoint:
    """What was given against what is confidently predicted.

    `thresholds` t_j: the mean probability of label j where it was given, not a number where it never was; `predicted`
    the confident label of each utterance, -1 where there is none; `counts[i, j]` utterances given i, confidently j.
    """

    thresholds: NDArray[np.float64]
    predicted: Codes
    counts: Codes


def confident_joint(given: Codes, p: Probabilities) -> ConfidentJoint:
    """Count given labels against confident ones.

    An utterance is confidently j where P(j) reaches t_j - 1e-6; where several labels do, the most probable label of
    all is its one. No utterance gives thresholds that are not a number, and counts of 0.
    """
    n_labels = p.shape[1]
    n = np.bincount(given, minlength=n_labels)
    sums = np.bincount(given, weights=own(given, p), minlength=n_labels)
    thresholds = np.where(n > 0, sums / np.maximum(n, 1), np.nan)
    # No probability reaches what is not a number.
    reached = p >= thresholds - _TOLERANCE
    how_many = reached.sum(axis=1)
    best = p.argmax(axis=1) if n_labels else np.zeros(len(p), dtype=np.int64)
    single = reached.argmax(axis=1) if n_labels else best
    predicted = np.where(how_many == 0, -1, np.where(how_many == 1, single, best)).astype(np.int64)
    sure = predicted >= 0
    cells = np.bincount(given[sure] * n_labels + predicted[sure], minlength=n_labels * n_labels)
    return ConfidentJoint(thresholds, predicted, cells.reshape(n_labels, n_labels).astype(np.int64))


def label_noise(given: Codes, joint: ConfidentJoint) -> float | None:
    """Return the estimated share of wrong labels, 1 - trace(Q); None of no labels.

    Q is the joint with a diagonal of at least 1 whose row i is scaled to the number of labels i given, over their
    total. The estimate believes the model; an audit by people tells how far it may be trusted.
    """
    if not len(given):
        return None
    n = np.bincount(given, minlength=len(joint.counts))
    kept = np.maximum(np.diag(joint.counts), 1)
    rows = joint.counts.sum(axis=1) - np.diag(joint.counts) + kept
    return float(1 - (kept / rows * n).sum() / len(given))


def own(given: Codes, p: Probabilities) -> NDArray[np.float64]:
    """Return the self-confidence of each label, P(given)."""
    return np.asarray(p[np.arange(len(given)), given], dtype=np.float64)


def strongest_other(given: Codes, p: Probabilities) -> tuple[Codes, NDArray[np.float64]]:
    """Return the most probable label besides the given one, and its probability; the given one and 0 if it is alone."""
    if p.shape[1] < 2:
        return given, np.zeros(len(given))
    others = p.copy()
    others[np.arange(len(given)), given] = -1
    best = others.argmax(axis=1).astype(np.int64)
    return best, own(best, others)


def margins(given: Codes, p: Probabilities) -> NDArray[np.float64]:
    """Return the normalised margin of each label, (P(given) - max P(other) + 1) / 2: low is suspicious."""
    return (own(given, p) - strongest_other(given, p)[1] + 1) / 2
