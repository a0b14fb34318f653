"""Two locales' NFR compared, against a plain loop over requests."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, hypergeom

from analysis.frames import Row, UnknownColumn
from analysis.intervals import tango
from analysis.locale_difference import Difference, LocaleDifference, compare_two_locales
from analysis.many_slices import benjamini_hochberg
from analysis.parallel import align_requests, broken_in, count_requests
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, pair_row, random_rows

ROWS = random_rows(600)
PAIR = ("de-DE", "fr-FR")
GOLD = ("play", [("song", "creep")])
Fates = list[tuple[bool, bool]]


def fates_of(rows: list[Row], a: str, b: str, unit: Unit, **where: Any) -> Fates:
    """Did each shared request break in A, and in B? Its first utterance in a locale stands for it."""
    first: dict[tuple[str, str], bool] = {}
    for row in rows:
        if row["parallel_id"] is not None and all(row[column] == value for column, value in where.items()):
            first.setdefault((row["parallel_id"], row["locale"]), outcome_of(row, unit) == "negative_flip")
    requests = sorted({request for request, _ in first})
    return [(first[key, a], first[key, b]) for key in requests if (key, a) in first and (key, b) in first]


def mid_p(only_a: int, only_b: int) -> float:
    """McNemar's mid-p by scipy: the exact p less the chance of just this table."""
    n = only_a + only_b
    if not n:
        return 1.0
    exact, point = binomtest(only_a, n).pvalue, binomtest(only_a, n, alternative="greater").pvalue
    at_hand = point - (binomtest(only_a + 1, n, alternative="greater").pvalue if only_a < n else 0.0)
    return float(1 - at_hand / 2 if only_a == only_b else exact - at_hand)


def check_paired(found: Difference, fates: Fates) -> None:
    n, only_a, only_b = len(fates), fates.count((True, False)), fates.count((False, True))
    assert (found.n_a, found.n_b, found.n_only_a, found.n_only_b) == (n, n, only_a, only_b)
    assert (found.n_broke_a, found.n_broke_b) == (sum(a for a, _ in fates), sum(b for _, b in fates))
    assert found.difference == pytest.approx((found.n_broke_a - found.n_broke_b) / n)
    assert found.p_value == pytest.approx(mid_p(only_a, only_b))
    assert found.interval == tango(only_a, only_b, n)


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_shared_requests_are_paired(frame_on: FrameOn, unit: Unit) -> None:
    found = compare_two_locales(frame_on(ROWS), *PAIR, unit, "domain")
    assert found.paired
    check_paired(found.whole, fates_of(ROWS, *PAIR, unit))
    assert {value for value, _ in found.slices} == {"alarm", "music", None}
    for value, one in found.slices:
        check_paired(one, fates_of(ROWS, *PAIR, unit, domain=value))


def test_what_broke_in_a_alone_is_what_the_list_of_requests_shows(frame_on: FrameOn) -> None:
    frame = frame_on(ROWS)
    requests = align_requests(frame, PAIR)
    whole = compare_two_locales(frame, *PAIR).whole
    assert whole.n_only_a == count_requests(broken_in(requests, *PAIR))
    assert whole.n_only_b == count_requests(broken_in(requests, *reversed(PAIR)))


def told(row: int, locale: str, request: str | None, broke: bool, domain: str | None = "music") -> Row:
    return pair_row(row, GOLD, GOLD, None if broke else GOLD, locale=locale, parallel_id=request, domain=domain)


def shared_requests(n: int, n_broke_a: int, domain: str = "music") -> list[Row]:
    return [
        told(2 * i + j, locale, f"{domain}{i}", locale == "de" and i < n_broke_a, domain)
        for i in range(n)
        for j, locale in enumerate(("de", "en"))
    ]


def test_the_lowest_row_stands_for_a_request_said_twice(frame_on: FrameOn) -> None:
    rows = [*shared_requests(40, 5), told(100, "de", "music0", broke=False), told(101, "de", "music9", broke=True)]
    whole = compare_two_locales(frame_on(list(reversed(rows))), "de", "en").whole
    assert (whole.n_a, whole.n_only_a, whole.n_only_b) == (40, 5, 0)


def test_a_request_filed_differently_counts_in_the_whole_and_in_no_slice(frame_on: FrameOn) -> None:
    rows = [*shared_requests(40, 5), told(100, "de", "odd", True, "alarm"), told(101, "en", "odd", False, "home")]
    found = compare_two_locales(frame_on(rows), "de", "en", by="domain")
    assert (found.whole.n_a, found.whole.n_only_a) == (41, 6)
    assert [(value, one.n_a) for value, one in found.slices] == [("music", 40)]


def test_slices_that_never_could_tell_are_no_tests(frame_on: FrameOn) -> None:
    rows = [
        *shared_requests(40, 8, "music"),
        *[row | {"row": row["row"] + 1000} for row in shared_requests(40, 6, "alarm")],
        *[row | {"row": row["row"] + 2000} for row in shared_requests(40, 4, "home")],
    ]
    found = dict(compare_two_locales(frame_on(rows), "de", "en", by="domain").slices)
    music, alarm = benjamini_hochberg([mid_p(8, 0), mid_p(6, 0)])
    assert found["music"].q_value == pytest.approx(music)
    assert found["alarm"].q_value == pytest.approx(alarm)
    assert found["home"].q_value is None
    assert [one.significant for one in found.values()] == [True, True, False]
    assert list(found) == ["music", "alarm", "home"]


def test_a_small_locale_is_paired_where_half_of_it_is_shared(frame_on: FrameOn) -> None:
    more_of_both = [told(100 + i, "en" if i % 2 else "de", f"only{i}", broke=False) for i in range(20)]
    rows = [*shared_requests(10, 3), *more_of_both, *(told(200 + i, "en", None, broke=False) for i in range(90))]
    assert compare_two_locales(frame_on(rows), "de", "en").paired
    rows.append(told(400, "de", None, broke=False))
    assert not compare_two_locales(frame_on(rows), "de", "en").paired


@pytest.mark.parametrize("n_shared", [0, 29])
def test_too_few_shared_requests_are_compared_as_two_samples(frame_on: FrameOn, n_shared: int) -> None:
    rows = [*shared_requests(n_shared, 0), *(told(100 + i, "de", None, i < 12) for i in range(40))]
    rows += [told(200 + i, "en", None, i < 2) for i in range(50)]
    rows.append(told(300, "de", None, broke=True, domain="alone"))
    found = compare_two_locales(frame_on(rows), "de", "en", by="domain")
    n_a, n_b = n_shared + 41, n_shared + 50
    assert (found.paired, found.n_shared) == (False, n_shared)
    assert (found.whole.n_a, found.whole.n_b, found.whole.n_broke_a, found.whole.n_broke_b) == (n_a, n_b, 13, 2)
    assert (found.whole.n_only_a, found.whole.n_only_b) == (None, None)
    assert found.whole.difference == pytest.approx(13 / n_a - 2 / n_b)
    drawn = hypergeom(n_a + n_b, 15, n_a)
    assert found.whole.p_value == pytest.approx(2 * (drawn.sf(12) - drawn.pmf(13) / 2))
    (music, of_music), (alone, nothing) = found.slices
    assert (music, alone) == ("music", "alone")
    assert of_music.q_value == of_music.p_value
    assert (nothing.n_b, nothing.difference, nothing.interval, nothing.p_value, nothing.q_value) == (0, *[None] * 4)


def turned(found: Difference) -> tuple[object, ...]:
    interval = found.interval
    return (
        *(found.n_b, found.n_a, found.n_broke_b, found.n_broke_a, found.n_only_b, found.n_only_a),
        found.difference and -found.difference,
        interval and pytest.approx((-interval.high, -interval.low)),
        *(None if p is None else pytest.approx(p) for p in (found.p_value, found.q_value)),
    )


def plain(found: Difference) -> tuple[object, ...]:
    interval = found.interval
    return (
        *(found.n_a, found.n_b, found.n_broke_a, found.n_broke_b, found.n_only_a, found.n_only_b),
        found.difference,
        interval and (interval.low, interval.high),
        *(found.p_value, found.q_value),
    )


@given(st.integers(0, 10_000), st.sampled_from([20, 90, 300]))
def test_swapping_a_and_b_turns_the_sign(seed: int, n: int) -> None:
    import polars as pl

    frame = pl.DataFrame(random_rows(n, seed), infer_schema_length=None)
    one: LocaleDifference = compare_two_locales(frame, *PAIR, by="domain")
    other = compare_two_locales(frame, PAIR[1], PAIR[0], by="domain")
    assert plain(one.whole) == turned(other.whole)
    others = dict(other.slices)
    assert all(plain(found) == turned(others[value]) for value, found in one.slices)


def test_a_column_may_have_any_name(frame_on: FrameOn) -> None:
    frame = frame_on([row | {"n": row["domain"], "a": row["domain"]} for row in ROWS])
    by_domain = compare_two_locales(frame, *PAIR, by="domain").slices
    assert all(compare_two_locales(frame, *PAIR, by=column).slices == by_domain for column in ("n", "a"))
    by_request = compare_two_locales(frame, *PAIR, by="parallel_id")
    assert len(by_request.slices) == by_request.n_shared
    assert compare_two_locales(frame, *PAIR, by="locale").slices == ()


def test_no_rows_have_no_difference(frame_on: FrameOn) -> None:
    found = compare_two_locales(frame_on([], like=ROWS), *PAIR, by="domain")
    assert (found.paired, found.n_shared, found.slices) == (False, 0, ())
    assert found.whole == Difference(0, 0, 0, 0, None, None, None, None, None)


def test_a_wrong_call_is_refused(frame_on: FrameOn) -> None:
    with pytest.raises(ValueError, match="named twice"):
        compare_two_locales(frame_on(ROWS), "de-DE", "de-DE")
    with pytest.raises(ValueError, match="one utterance a locale"):
        compare_two_locales(frame_on(ROWS), *PAIR, "slot")
    with pytest.raises(UnknownColumn, match="'nosuch'"):
        compare_two_locales(frame_on(ROWS), *PAIR, by="nosuch")
