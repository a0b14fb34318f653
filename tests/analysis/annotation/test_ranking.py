"""Borda's count: the vectors of the reference, and the short way against the whole matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.ranking import borda, rank
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
    wanted = borda(matrix) / (10 * len(told))
    rows = sorted({row for one in told for row in one}, key=lambda row: (-wanted[row], row))
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
