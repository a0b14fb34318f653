"""Confident learning: the reference's worked example, and cleanlab as the second route."""

import numpy as np
import pytest
from cleanlab.count import compute_confident_joint
from cleanlab.rank import get_normalized_margin_for_each_label, get_self_confidence_for_each_label
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.confident import Probabilities, confident_joint, label_noise, margins, own, strongest_other
from analysis.arrow_codes import Codes

LABELS = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
P = np.array(
    [
        (0.9, 0.05, 0.05),
        (0.8, 0.15, 0.05),
        (0.2, 0.7, 0.1),
        (0.1, 0.8, 0.1),
        (0.1, 0.7, 0.2),
        (0.85, 0.1, 0.05),
        (0.05, 0.15, 0.8),
        (0.1, 0.2, 0.7),
        (0.3, 0.3, 0.4),
    ]
)


def test_the_worked_example() -> None:
    joint = confident_joint(LABELS, P)
    assert joint.thresholds.round(4).tolist() == [0.6333, 0.5333, 0.6333]
    assert joint.counts.tolist() == [[2, 1, 0], [1, 2, 0], [0, 0, 2]]
    assert joint.predicted.tolist() == [0, 0, 1, 1, 1, 0, 2, 2, -1]
    assert label_noise(LABELS, joint) == pytest.approx(2 / 9)
    assert own(LABELS, P).tolist() == [0.9, 0.8, 0.2, 0.8, 0.7, 0.1, 0.8, 0.7, 0.4]
    assert margins(LABELS, P).round(3).tolist() == [0.925, 0.825, 0.25, 0.85, 0.75, 0.125, 0.825, 0.75, 0.55]


def test_nothing_has_no_noise_rate() -> None:
    joint = confident_joint(np.zeros(0, dtype=np.int64), np.zeros((0, 3)))
    assert np.isnan(joint.thresholds).all()
    assert joint.counts.sum() == 0
    assert label_noise(np.zeros(0, dtype=np.int64), joint) is None


@st.composite
def labelled(draw: st.DrawFn) -> tuple[Codes, Probabilities]:
    """Labels that all occur, as cleanlab wants them, and probabilities without ties."""
    k = draw(st.integers(2, 4))
    given_labels = [*range(k), *draw(st.lists(st.integers(0, k - 1), max_size=20))]
    drawn = np.random.default_rng(draw(st.integers(0, 10_000))).random((len(given_labels), k))
    return np.array(given_labels), drawn / drawn.sum(axis=1, keepdims=True)


@given(labelled())
def test_cleanlab_says_the_same(data: tuple[Codes, Probabilities]) -> None:
    labels, p = data
    joint = confident_joint(labels, p)
    clipped = joint.counts.copy()
    np.fill_diagonal(clipped, np.maximum(np.diag(clipped), 1))
    assert clipped.tolist() == compute_confident_joint(labels, p, calibrate=False).tolist()
    assert own(labels, p).tolist() == get_self_confidence_for_each_label(labels, p).tolist()
    assert margins(labels, p) == pytest.approx(get_normalized_margin_for_each_label(labels, p))
    scaled = clipped / clipped.sum(axis=1, keepdims=True) * np.bincount(labels)[:, None]
    assert label_noise(labels, joint) == pytest.approx(1 - np.trace(scaled) / len(labels))


def test_a_label_without_another() -> None:
    label, p = strongest_other(np.array([0, 0]), np.ones((2, 1)))
    assert (label.tolist(), p.tolist()) == ([0, 0], [0, 0])


def test_the_input_stays_as_it_was() -> None:
    before = P.copy()
    strongest_other(LABELS, P)
    assert (before == P).all()
