import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import metrics
from analysis.counts import NO_UNITS, FlipCounts
from analysis.metrics import METRICS, Metric

whole = st.integers(min_value=0, max_value=10_000)
counts_of_five = st.builds(
    lambda a, b, c, d, e: FlipCounts(a + b + c + d + e, a, b, c, d, e), whole, whole, whole, whole, whole
)
some_counts = counts_of_five.filter(lambda counts: counts.n > 0)


def count(gold: str, old: str, new: str) -> FlipCounts:
    """Counts of single-letter answers, by a plain loop."""
    outcomes = [(o == g, n == g, o == n and o != g) for g, o, n in zip(gold, old, new, strict=True)]
    return FlipCounts(
        len(gold),
        outcomes.count((True, True, False)),
        outcomes.count((True, False, False)),
        outcomes.count((False, True, False)),
        outcomes.count((False, False, True)),
        outcomes.count((False, False, False)),
    )


def by_name(name: str) -> Callable[[FlipCounts], float | None]:
    (metric,) = (metric for metric in METRICS if metric.name == name)
    return metric.function


def number(name: str, counts: FlipCounts) -> float:
    value = by_name(name)(counts)
    assert value is not None
    return value


V1 = {
    "accuracy_baseline": 0.8,
    "accuracy_candidate": 0.7,
    "accuracy_change": -0.1,
    "nfr": 0.2,
    "pfr": 0.1,
    "nfi": 0.666667,
    "pfi": 0.142857,
    "relative_nfr": 0.833333,
    "btc": 0.75,
    "bec": 0.333333,
    "old_error_persistence": 0.5,
    "churn": 0.3,
    "nfr_mc": 0.2,
    "both_wrong_same_share": 1.0,
}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_vector_v1(metric: Metric) -> None:
    counts = count("AABBCCDDEE", "AABBCDDDAE", "AABDCCDAAE")
    assert counts == FlipCounts(10, 6, 2, 1, 1, 0)
    assert metric.function(counts) == pytest.approx(V1[metric.name], abs=1e-6)


def test_derived_row_of_a_published_table() -> None:
    """TOP base to large, untreated: accuracy 85.67 to 87.04, NFR 3.16 (Cai et al., Table 4)."""
    counts = FlipCounts(10_000, 8_251, 316, 453, 980, 0)
    assert number("nfi", counts) == pytest.approx(0.2440, abs=0.0010)
    assert number("btc", counts) == pytest.approx(0.9631, abs=0.0001)
    assert number("bec", counts) == pytest.approx(0.756, abs=0.0005)
    assert number("relative_nfr", counts) == pytest.approx(0.285, abs=0.0005)


@given(st.lists(st.tuples(*[st.sampled_from("ABC")] * 3), min_size=1, max_size=40))
def test_churn_and_nfr_mc_are_what_they_say(rows: list[tuple[str, ...]]) -> None:
    gold, old, new = ("".join(row[i] for row in rows) for i in range(3))
    counts = count(gold, old, new)
    assert number("churn", counts) == sum(o != n for _, o, n in rows) / len(rows)
    assert number("nfr_mc", counts) == sum(n not in (g, o) for g, o, n in rows) / len(rows)


@given(some_counts)
def test_identities(counts: FlipCounts) -> None:
    change = number("accuracy_change", counts)
    assert change == pytest.approx(number("accuracy_candidate", counts) - number("accuracy_baseline", counts))
    assert change == pytest.approx(number("pfr", counts) - number("nfr", counts))
    error_rate = 1 - number("accuracy_candidate", counts)
    if counts.n_candidate_wrong:
        assert number("nfi", counts) == pytest.approx(1 - number("bec", counts))
        assert number("nfi", counts) == pytest.approx(number("nfr", counts) / error_rate)
    if counts.n_baseline_correct:
        kept = 1 - number("nfr", counts) / number("accuracy_baseline", counts)
        assert number("btc", counts) == pytest.approx(kept, abs=1e-9)
    if counts.n_baseline_correct and counts.n_candidate_wrong:
        expected = number("nfr", counts) / (number("accuracy_baseline", counts) * error_rate)
        assert number("relative_nfr", counts) == pytest.approx(expected)


@given(some_counts)
def test_bounds(counts: FlipCounts) -> None:
    nfr, churn = number("nfr", counts), number("churn", counts)
    old, new = number("accuracy_baseline", counts), number("accuracy_candidate", counts)
    assert max(0, old - new) <= nfr + 1e-12
    assert nfr <= min(old, 1 - new) + 1e-12
    assert abs(number("accuracy_change", counts)) <= churn
    flipped = counts.n_negative_flips + counts.n_positive_flips
    assert churn >= flipped / counts.n
    assert (churn == flipped / counts.n) == (counts.n_both_wrong_different == 0)


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
@given(counts=some_counts)
def test_values_stay_within_their_measure(metric: Metric, counts: FlipCounts) -> None:
    lowest, highest = {"rate": (0, 1), "rate_difference": (-1, 1), "ratio": (0, math.inf)}[metric.measure]
    value = metric.function(counts)
    assert value is None or lowest <= value <= highest


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_nothing_counted_is_undefined_not_zero(metric: Metric) -> None:
    assert metric.function(NO_UNITS) is None


@pytest.mark.parametrize(
    ("counts", "undefined"),
    [
        (
            FlipCounts(3, 3, 0, 0, 0, 0),
            {"nfi", "bec", "relative_nfr", "old_error_persistence", "both_wrong_same_share"},
        ),
        (FlipCounts(3, 0, 3, 0, 0, 0), {"pfi", "old_error_persistence", "both_wrong_same_share"}),
        (FlipCounts(3, 0, 0, 3, 0, 0), {"nfi", "bec", "relative_nfr", "btc", "both_wrong_same_share"}),
        (FlipCounts(3, 0, 0, 0, 3, 0), {"pfi", "btc", "relative_nfr"}),
    ],
)
def test_a_zero_denominator_is_undefined(counts: FlipCounts, undefined: set[str]) -> None:
    assert {metric.name for metric in METRICS if metric.function(counts) is None} == undefined


def test_all_units_flipped() -> None:
    counts = FlipCounts(3, 0, 3, 0, 0, 0)
    assert [number(name, counts) for name in ("nfr", "nfi", "churn", "nfr_mc", "relative_nfr")] == [1.0] * 5
    assert [number(name, counts) for name in ("btc", "bec", "pfr")] == [0.0] * 3


def test_the_table_is_complete() -> None:
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names)
    assert names[:5] == ["accuracy_baseline", "accuracy_candidate", "nfr", "pfr", "nfi"]
    for metric in METRICS:
        assert getattr(metrics, metric.name) is metric.function
        assert "; of " in metric.formula
        assert metric.explanation.endswith(".")
        assert metric.label
        assert metric.source
