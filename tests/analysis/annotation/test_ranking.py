"""One order of many: the vectors of the reference, and the short way against the whole matrix."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.ranking import borda, fuse, rank
from analysis.annotation.suspect import Suspect, suspects_of
from tests.analysis.annotation.test_suspect import Said


def test_the_vectors_of_the_reference() -> None:
    assert borda(np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.7]])).tolist() == [2, 6, 4]
    assert borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist() == [6, 8, 4]


scores = st.dictionaries(st.integers(0, 9), st.sampled_from([0.1, 0.5, 0.9]), max_size=10)


@given(st.lists(scores, min_size=1, max_size=4))
def test_ranks_are_those_of_the_whole_matrix(told: list[dict[int, float]]) -> None:
    found = [
        suspects_of(f"d{i}", [Suspect(row, score, score > 0.5, Said(f"{i} {row}")) for row, score in one.items()])
        for i, one in enumerate(told)
    ]
    ranking = rank(found, 10)
    matrix = np.array([[one.get(row, np.nan) for row in range(10)] for one in told])
    wanted = fuse(matrix) / (math.log(10) * len(told))
    rows = sorted({row for one in told for row in one}, key=lambda row: (-round(float(wanted[row]), 9), row))
    assert ranking.scores.tolist() == pytest.approx([wanted[row] for row in rows])
    assert ranking.scores.tolist() == sorted(ranking.scores.tolist(), reverse=True)
    for place, row in enumerate(ranking.rows.tolist()):
        says = [i for i, one in enumerate(told) if row in one]
        assert ranking.detector_scores(place) == {f"d{i}": told[i][row] for i in says}
        assert ranking.reasons(place) == tuple(f"it says {i} {row}" for i in says)
        assert ranking.is_flagged()[place] == any(told[i][row] > 0.5 for i in says)
    assert sorted(ranking.rows.tolist()) == sorted(rows)


def test_nothing_gives_a_ranking_of_nothing() -> None:
    assert len(rank([], 5).rows) == 0
    assert len(rank([suspects_of("d", [])], 0).rows) == 0


matrices = st.integers(1, 6).flatmap(
    lambda n: st.lists(
        st.lists(st.sampled_from([math.nan, 0.0, 0.5, 1.0]), min_size=n, max_size=n), min_size=1, max_size=4
    )
)


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
