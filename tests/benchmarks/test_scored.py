"""Average precision and precision of the first: the vector of the reference, and a plain loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import scored
from benchmarks.scored import average_precision, difference, precision_of_first

WRONG = np.array([True, False, True, False, False, True, False, False, False, False])
FALLING = np.arange(10, 0, -1, dtype=np.float64)


def test_the_vector_of_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    assert average_precision(WRONG, FALLING) == pytest.approx(0.722222, abs=5e-7)
    monkeypatch.setattr(scored, "N_FIRST", 3)
    assert precision_of_first(WRONG, FALLING) == pytest.approx(2 / 3)


@given(st.permutations(range(12)), st.sets(st.integers(0, 11), min_size=1))
def test_average_precision_by_a_loop(order: list[int], wrong: set[int]) -> None:
    right, total = 0, 0.0
    for place, row in enumerate(order, start=1):
        if row in wrong:
            right += 1
            total += right / place
    scores = np.array([-float(order.index(row)) if order.index(row) < 11 else np.nan for row in range(12)]) / 20
    is_wrong = np.isin(np.arange(12), list(wrong))
    assert average_precision(is_wrong, scores + 1) == pytest.approx(total / len(wrong))


def test_what_has_no_score_comes_last() -> None:
    assert average_precision(np.array([True, False]), np.array([np.nan, 0.0])) == 0.5


def test_the_difference_is_that_of_the_whole_and_its_interval_holds_it() -> None:
    chance = np.random.default_rng(3)
    wrong = chance.random(400) < 0.1
    good, poor = wrong + chance.normal(0, 0.5, 400) + 2, wrong + chance.normal(0, 2, 400) + 9
    requests = [str(row // 2) for row in range(400)]
    gain, low, high = difference(wrong, good, poor, requests)
    assert gain == average_precision(wrong, good) - average_precision(wrong, poor)
    assert 0 < low < gain < high
    assert difference(wrong, good, good, requests) == (0, 0, 0)
