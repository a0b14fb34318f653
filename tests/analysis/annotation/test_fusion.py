"""Ranks of several detectors as one score: the reference's example, and a plain loop."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.fusion import borda, fuse

matrices = st.integers(1, 6).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([math.nan, 0.0, 0.5, 1.0]), min_size=n, max_size=n), min_size=1, max_size=4
    )
)


def test_the_worked_example() -> None:
    assert borda(np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.7]])).tolist() == [2, 6, 4]
    assert borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist() == [6, 8, 4]


@given(matrices)
def test_ranks_by_counting(scores: list[list[float]]) -> None:
    n = len(scores[0])
    expected_borda, expected_fused = [0.0] * n, [0.0] * n
    for row in scores:
        known = [-1.0 if math.isnan(one) else one for one in row]
        for i, one in enumerate(known):
            above, equal = sum(other > one for other in known), sum(other == one for other in known)
            from_top = above + (equal + 1) / 2
            expected_borda[i] += n + 1 - from_top
            expected_fused[i] -= math.log(from_top / n)
    assert borda(np.array(scores)).tolist() == pytest.approx(expected_borda)
    assert fuse(np.array(scores)).tolist() == pytest.approx(expected_fused)


def test_the_first_of_one_detector_beats_the_middle_of_both() -> None:
    scores = np.array([[1.0, *np.linspace(0.9, 0, 99)], [0.0, *np.linspace(0.9, 0.1, 99)]])
    scores[1, 0] = 0.5
    assert fuse(scores)[0] > fuse(scores)[25]
    assert borda(scores)[0] < borda(scores)[25]


def test_nothing_to_fuse() -> None:
    assert fuse(np.zeros((0, 3))).tolist() == [0, 0, 0]
    assert borda(np.zeros((2, 0))).tolist() == []
