"""What a check takes from the rows of `compare`: which rows, which numbers, and how much they are worth."""

from typing import Any

from analysis.breakdown import Slice
from analysis.certainty import judge_slices, judge_whole
from analysis.counts import FlipCounts
from analysis.frames import Row
from analysis.gate.figures import figures_of_rows
from analysis.intervals import Interval, wilson
from analysis.rows import as_row
from tests.analysis.gate_parts import check

WHOLE = Slice("frame", {}, FlipCounts(100, 60, 10, 12, 9, 9), 100)
PARTS = [
    Slice("frame", {"locale": locale}, counts, counts.n)
    for locale, counts in (("de", FlipCounts(60, 30, 9, 8, 7, 6)), (None, FlipCounts(40, 30, 1, 4, 2, 3)))
]


def rows() -> list[Row]:
    slices = zip(PARTS, judge_slices(PARTS, 0.01), strict=True)
    return [as_row(WHOLE, judge_whole(WHOLE)), *(as_row(part, certainty) for part, certainty in slices)]


def test_everything_is_the_row_without_a_slice() -> None:
    (found,) = figures_of_rows(check("nfi"), rows()[:1])
    assert (found.values, found.n, found.size, found.observed) == ({}, 28, 28, 10 / 28)
    assert found.interval == wilson(10, 28)


def test_slices_are_the_rows_with_their_columns() -> None:
    found = figures_of_rows(check("nfr", by=("locale",)), rows())
    assert [(one.values, one.n, one.observed) for one in found] == [
        ({"locale": "de"}, 60, 9 / 60),
        ({"locale": None}, 40, 1 / 40),
    ]
    assert [one.q_value for one in found] == [one.nfr_q_value for one in judge_slices(PARTS, 0.01)]
    changes = figures_of_rows(check("accuracy_change", by=("locale",)), rows())
    assert [one.q_value for one in changes] == [one.q_value for one in judge_slices(PARTS, 0.01)]


def test_the_baseline_has_the_figure_of_its_own_name() -> None:
    (found,) = figures_of_rows(check("accuracy_candidate"), rows()[:1])
    assert (found.observed, found.baseline) == (0.72, 0.70)
    (errors,) = figures_of_rows(check("irer_candidate"), rows()[:1])
    assert (errors.observed, errors.baseline) == (0.28, 0.30)
    assert figures_of_rows(check("nfr"), rows())[0].baseline is None


def test_another_unit_has_no_figure_here() -> None:
    assert figures_of_rows(check("icer_candidate"), rows()) == ()


def weighted(**other: Any) -> Row:
    return as_row(Slice("frame", {}, FlipCounts(900, 600, 100, 100, 100, 0), 40, "frequency")) | other


def test_weights_are_worth_their_effective_size() -> None:
    (found,) = figures_of_rows(check("nfi", weight="frequency"), [weighted(n_effective=12.5)])
    assert (found.n, found.size, found.observed) == (40, 12.5, 0.5)
    (unknown,) = figures_of_rows(check("nfr", weight="frequency"), [weighted()])
    assert unknown.size is None


def test_clusters_are_worth_no_more_than_their_number() -> None:
    (found,) = figures_of_rows(check("nfr", cluster="text"), [rows()[0] | {"n_effective": 7}])
    assert (found.n, found.size) == (100, 7)
    (errors,) = figures_of_rows(check("nfi", cluster="text"), [rows()[0] | {"n_effective": 77}])
    assert (errors.n, errors.size) == (28, 28)


def test_of_nothing_there_is_a_problem_and_of_a_slice_without_units_too_few() -> None:
    empty = FlipCounts(0, 0, 0, 0, 0, 0)
    (whole,) = figures_of_rows(check(), [as_row(Slice("frame", {}, empty, 0))])
    assert (whole.problem, whole.observed) == ("there is no unit to judge", None)
    (part,) = figures_of_rows(check(by=("locale",)), [as_row(Slice("frame", {"locale": "x"}, empty, 0))])
    assert (part.problem, part.size) == ("", 0)


def test_half_an_interval_is_none_and_no_number_is_undefined() -> None:
    row = rows()[0]
    (half,) = figures_of_rows(check(), [row | {"nfr_low": None}])
    assert half.interval is None
    (nan,) = figures_of_rows(check(), [row | {"nfr": float("nan")}])
    assert nan.observed is None
    (whole,) = figures_of_rows(check(), [row])
    assert whole.interval == Interval(row["nfr_low"], row["nfr_high"])
