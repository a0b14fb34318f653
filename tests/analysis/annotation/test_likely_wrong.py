"""Which golds are likely wrong, and by whose word."""

import numpy as np
import pytest

from analysis.annotation.likely_wrong import ASK_THE_RUNS, likely_wrong, without_runs
from analysis.annotation.ranking import rank
from analysis.annotation.suspect import Suspect, suspects_of
from tests.analysis.annotation.test_suspect import Said


def told(detector: str, scores: dict[int, float]) -> list[Suspect]:
    return [Suspect(row, score, True, Said(detector), of_slots=False) for row, score in scores.items()]


PARALLEL = suspects_of("parallel_requests", told("parallel_requests", {4: 1.0, 2: 1.0, 7: 1.0}))
BREAKS = suspects_of("guideline_break", told("guideline_break", {4: 1.0, 2: 1.0}))
RUNS = [suspects_of(name, told(name, {2: 0.0, 4: 1.0, 7: 1.0})) for name in sorted(ASK_THE_RUNS)]


def test_what_is_over_a_half_in_the_order_of_rows() -> None:
    ranking = rank([PARALLEL, BREAKS], 9)
    assert likely_wrong([PARALLEL, BREAKS], 9).tolist() == [2, 4]
    assert sorted(ranking.rows[ranking.scores > 0.5].tolist()) == [2, 4]
    assert ranking.scores[ranking.rows == 7][0] == pytest.approx(0.4, abs=0.1)


def test_the_runs_decide_only_where_they_are_asked() -> None:
    found = [PARALLEL, BREAKS, *RUNS]
    assert without_runs(found) == (PARALLEL, BREAKS)
    assert likely_wrong(found, 9).tolist() == [2, 4]
    assert likely_wrong(found, 9, ask_the_runs=True).tolist() == [4, 7]


def test_nothing_found_is_nothing_wrong() -> None:
    assert likely_wrong([], 9).dtype == np.int64
    assert len(likely_wrong([], 9)) == 0
    assert len(likely_wrong(RUNS, 9)) == 0
