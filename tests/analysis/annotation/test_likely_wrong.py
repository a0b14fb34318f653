"""Which golds are likely wrong, and by whose word."""

import numpy as np
from hypothesis import given

from analysis.annotation.likely_wrong import ASK_THE_RUNS, likely_wrong, without_runs
from analysis.annotation.weights import QUESTIONS
from tests.analysis.annotation.test_ranking import chance, detectors, suspects

Told = dict[str, dict[int, float]]


def over_a_half(told: Told) -> list[int]:
    said = {row: {name: one[row] for name, one in told.items() if row in one} for row in range(10)}
    intent, slots = ({row: chance(question, says) for row, says in said.items()} for question in QUESTIONS)
    return [row for row, says in said.items() if says and intent[row] + slots[row] - intent[row] * slots[row] > 0.5]


@given(detectors)
def test_what_is_over_a_half_by_a_plain_loop(told: Told) -> None:
    assert likely_wrong(suspects(told), 10, ask_the_runs=True).tolist() == over_a_half(told)


@given(detectors)
def test_the_runs_decide_only_where_they_are_asked(told: Told) -> None:
    of_gold = {name: one for name, one in told.items() if name not in ASK_THE_RUNS}
    assert [one.detector for one in without_runs(suspects(told))] == list(of_gold)
    assert likely_wrong(suspects(told), 10).tolist() == over_a_half(of_gold)


def test_what_everything_speaks_against_is_likely_wrong() -> None:
    told: Told = {name: {7: 1.0, 2: 0.0} for name in ("learned_intent", "near_duplicates", "parallel_requests")}
    assert likely_wrong(suspects(told), 10).tolist() == [7]


def test_nothing_found_is_nothing_wrong() -> None:
    assert likely_wrong([], 9).dtype == np.int64
    assert len(likely_wrong([], 9)) == 0
