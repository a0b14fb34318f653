"""The estimate of wrong labels against plain counting, and how often its interval holds in simulated audits."""

from fractions import Fraction
from math import comb, sqrt

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.annotation.audit_sample import STRATA, order_of_strata
from analysis.annotation.estimate import JudgedStratum, estimate_wrong, limits_of_stratum, precision_of_likely
from analysis.intervals import clopper_pearson


def chance(k: int, n: int, wrong: int, of: int) -> Fraction:
    """That k of n drawn ones are wrong, of `wrong` among `of`."""
    return Fraction(comb(wrong, k) * comb(of - wrong, n - k), comb(of, n))


def limits_by_counting(k: int, n: int, of: int) -> tuple[int, int]:
    tail = Fraction(1, 40)
    possible = range(k, of - (n - k) + 1)
    enough = [one for one in possible if sum(chance(i, n, one, of) for i in range(k, n + 1)) > tail]
    few = [one for one in possible if sum(chance(i, n, one, of) for i in range(k + 1)) > tail]
    return min(enough), max(few)


@given(st.data())
def test_the_limits_of_a_stratum_are_those_of_plain_counting(data: st.DataObject) -> None:
    of = data.draw(st.integers(1, 40))
    n = data.draw(st.integers(1, of))
    k = data.draw(st.integers(0, n))
    assert limits_of_stratum(k, n, of) == limits_by_counting(k, n, of)


def test_in_a_large_stratum_the_limits_are_those_of_clopper_and_pearson() -> None:
    found, wanted = limits_of_stratum(7, 50, 10**7), clopper_pearson(7, 50)
    assert wanted is not None
    assert found == pytest.approx((wanted.low * 10**7, wanted.high * 10**7), rel=1e-3)


@given(st.data())
def test_limits_mirror_each_other_and_hold_what_was_seen(data: st.DataObject) -> None:
    of = data.draw(st.integers(1, 3_000))
    n = data.draw(st.integers(1, of))
    k = data.draw(st.integers(0, n))
    low, high = limits_of_stratum(k, n, of)
    assert k <= low <= of * k / n <= high <= of - (n - k) or n < of
    assert (of - high, of - low) == limits_of_stratum(n - k, n, of)


@pytest.mark.parametrize(("k", "n", "of"), [(-1, 1, 2), (2, 1, 2), (0, 0, 2), (1, 3, 2)])
def test_what_cannot_be_is_refused(k: int, n: int, of: int) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        limits_of_stratum(k, n, of)


STRATUM = st.builds(
    lambda more, right, wrong, unclear: JudgedStratum(
        "rest", more + right + wrong + unclear, right + wrong + unclear, right, wrong, unclear
    ),
    *(st.integers(0, 50), st.integers(0, 9), st.integers(0, 9), st.integers(0, 3)),
)


@given(st.lists(STRATUM, min_size=1, max_size=4))
def test_the_estimate_is_the_plain_sum_and_lies_between_its_limits(strata: list[JudgedStratum]) -> None:
    assume(all(one.n_judged or not one.n_utterances for one in strata))
    value, below, above, seen, right = 0.0, 0.0, 0.0, 0, 0
    for one in strata:
        if one.n_utterances:
            point = one.n_utterances * one.n_wrong / (one.n_wrong + one.n_right)
            low, high = limits_by_counting(one.n_wrong, one.n_wrong + one.n_right, one.n_utterances)
            value, below, above = value + point, below + (point - low) ** 2, above + (high - point) ** 2
            seen, right = seen + one.n_wrong, right + one.n_right
    found = estimate_wrong(strata)
    assert found.n_wrong == pytest.approx(value)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(max(seen, value - sqrt(below)))
    assert found.interval.high == pytest.approx(min(found.n_utterances - right, value + sqrt(above)))
    assert found.interval.low - 1e-9 <= value <= found.interval.high + 1e-9


def test_a_census_has_no_width_and_one_with_unclear_ones_has() -> None:
    whole = [
        JudgedStratum(name, n, n, n - k, k) for name, n, k in zip(STRATA, (4, 9, 1, 300), (3, 0, 1, 2), strict=True)
    ]
    found = estimate_wrong(whole)
    assert (found.n_wrong, found.share) == (6, 6 / 314)
    assert found.interval is not None
    assert found.interval.low == found.interval.high == 6
    unclear = estimate_wrong([*whole[:3], JudgedStratum("rest", 300, 300, 290, 2, 8)])
    assert unclear.interval is not None
    assert unclear.interval.low < unclear.interval.high


def test_one_stratum_has_its_exact_limits() -> None:
    found = estimate_wrong([JudgedStratum("likely_wrong", 500, 40, 38, 2)])
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx(limits_of_stratum(2, 40, 500))


def test_none_wrong_of_few_still_has_an_upper_limit() -> None:
    found = estimate_wrong([JudgedStratum(name, 100, 3, 3, 0) for name in STRATA])
    assert (found.n_wrong, found.share) == (0, 0)
    assert found.share_interval is not None
    assert found.share_interval.low == 0
    assert found.share_interval.high > 0.2


def test_of_a_stratum_that_nobody_judged_nothing_is_known() -> None:
    judged = [JudgedStratum("likely_wrong", 10, 5, 1, 4), JudgedStratum("next", 0, 0)]
    unknown = estimate_wrong([*judged, JudgedStratum("rest", 90, 3, 0, 0, 2)])
    assert (unknown.n_wrong, unknown.share, unknown.interval, unknown.share_interval) == (None, None, None, None)
    assert unknown.n_utterances == 100
    precision = precision_of_likely([*judged, JudgedStratum("rest", 90, 3, 0, 0, 2)])
    assert (precision.n_utterances, precision.share) == (10, 0.8)
    empty = estimate_wrong([])
    assert (empty.n_utterances, empty.n_wrong, empty.share, empty.share_interval) == (0, 0, None, None)


@pytest.mark.parametrize("sizes", [(81, 190, 546, 2_295), (300, 700, 2_000, 27_000)])
@pytest.mark.parametrize(
    "shares",
    [
        (0.9, 0.15, 0, 0),
        (0.5, 0.1, 0.02, 0.005),
        (0.1, 0.02, 0.01, 0.001),
        (0.8, 0.4, 0.2, 0.1),
        (0, 0, 0, 0),
    ],
)
@pytest.mark.parametrize("size", [30, 200])
def test_the_interval_holds_the_true_number(sizes: tuple[int, ...], shares: tuple[float, ...], size: int) -> None:
    random = np.random.default_rng(7)
    wrong = [round(n * share) for n, share in zip(sizes, shares, strict=True)]
    drawn = np.bincount(order_of_strata(sizes, size), minlength=4).tolist()
    n_audits, n_held, total = 400, 0, 0.0
    for _ in range(n_audits):
        seen = [int(random.hypergeometric(k, n - k, m)) for k, n, m in zip(wrong, sizes, drawn, strict=True)]
        found = estimate_wrong(
            [
                JudgedStratum(name, size, n, n - k, k)
                for name, size, n, k in zip(STRATA, sizes, drawn, seen, strict=True)
            ]
        )
        assert found.n_wrong is not None
        assert found.interval is not None
        n_held += found.interval.low - 1e-9 <= sum(wrong) <= found.interval.high + 1e-9
        total += found.n_wrong
    # 95 % or more; of 400 audits by chance down to 93 %.
    assert n_held / n_audits > 0.93
    assert total / n_audits == pytest.approx(sum(wrong), rel=0.25, abs=sum(sizes) * 0.004)
