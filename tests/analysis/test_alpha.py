"""Alpha against its author's package and against what must hold; its interval against resampling row by row."""

from typing import Literal

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.agreement import krippendorff_alpha
from analysis.alpha import measure_alpha

LABELS = "1234"
ITEMS = st.lists(st.lists(st.sampled_from(LABELS), max_size=5), max_size=12)
FEW = 20
"""Draws, where only the value is looked at."""


def by_package(items: list[list[str]], level: Literal["nominal", "ordinal"]) -> float:
    table = np.array([[labels.count(label) for label in LABELS] for labels in items])
    return float(krippendorff.alpha(value_counts=table, value_domain=[1, 2, 3, 4], level_of_measurement=level))


@given(ITEMS)
def test_it_is_that_of_his_reference_package(items: list[list[str]]) -> None:
    assume(len({label for labels in items if len(labels) > 1 for label in labels}) > 1)
    assert measure_alpha(items, n_draws=FEW).value == pytest.approx(by_package(items, "nominal"))
    assert measure_alpha(items, LABELS, n_draws=FEW).value == pytest.approx(by_package(items, "ordinal"))


@given(ITEMS)
def test_without_order_it_is_the_coefficient_of_all_annotators(items: list[list[str]]) -> None:
    found, wanted = measure_alpha(items, n_draws=FEW), krippendorff_alpha(items)
    assert found.n == wanted.n
    assert found.value == (None if wanted.value is None else pytest.approx(wanted.value))


@given(ITEMS)
def test_only_the_order_of_grades_counts(items: list[list[str]]) -> None:
    found = measure_alpha(items, LABELS, n_draws=FEW)
    turned = measure_alpha(items, LABELS[::-1], n_draws=FEW)
    with_more = measure_alpha(items, ["0", "1", "1.5", "2", "3", "4"], n_draws=FEW)
    for other in (turned, with_more):
        assert other.value == (None if found.value is None else pytest.approx(found.value))


@given(st.lists(st.lists(st.sampled_from("ab"), max_size=4), max_size=8))
def test_two_grades_are_two_kinds(items: list[list[str]]) -> None:
    found = measure_alpha(items, n_draws=FEW).value
    assert measure_alpha(items, "ab", n_draws=FEW).value == (None if found is None else pytest.approx(found))


@pytest.mark.parametrize("order", ["", LABELS])
def test_the_interval_is_that_of_items_drawn_one_by_one(order: str) -> None:
    chance = np.random.default_rng(3)
    true = chance.choice(list(LABELS), 80, p=[0.6, 0.2, 0.1, 0.1])
    items = [[label if chance.random() < 0.8 else str(chance.choice(list(LABELS))) for _ in range(3)] for label in true]
    items += [[label] * 2 for label in true[:9]]
    level: Literal["nominal", "ordinal"] = "ordinal" if order else "nominal"
    drawn = [by_package([items[i] for i in chance.integers(0, len(items), len(items))], level) for _ in range(1500)]
    interval = measure_alpha(items, order).interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx(tuple(np.quantile(drawn, [0.025, 0.975])), abs=0.02)


def test_the_same_seed_draws_the_same() -> None:
    items = [["1", "2"], ["1", "1"], ["2", "2"]] * 10
    assert measure_alpha(items) == measure_alpha(items[::-1])
    assert measure_alpha(items, seed=1).interval != measure_alpha(items, seed=2).interval


@pytest.mark.parametrize("items", [[], [["1"]], [["1", "1"], ["1", "1"]], [["1"], ["2"]]])
def test_what_tells_nothing_is_null(items: list[list[str]]) -> None:
    found = measure_alpha(items, LABELS)
    assert (found.value, found.interval) == (None, None)


def test_where_many_resamples_tell_nothing_there_is_no_interval() -> None:
    found = measure_alpha([["1", "2"], ["1", "1"], ["1", "1"]])
    assert (found.value is not None, found.interval) == (True, None)


def test_a_grade_that_the_order_lacks_is_refused() -> None:
    with pytest.raises(KeyError):
        measure_alpha([["1", "5"]], LABELS)
