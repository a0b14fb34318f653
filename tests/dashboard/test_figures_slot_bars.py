"""The bars of slots show the rates they are given, on one scale, and know their slot and outcome."""

import pytest

from analysis.breakdown import Slice
from analysis.certainty import NOT_TESTED, Certainty
from analysis.counts import FlipCounts
from analysis.intervals import wilson
from analysis.slot_errors import SlotErrors, SlotSlice
from analysis.slot_report import SlotRow
from dashboard.figures.palette import DARK, LIGHT, Palette
from dashboard.figures.slot_bars import describe_slot_bars, draw_slot_bars

NOTHING = SlotSlice({}, SlotErrors(), SlotErrors(), 0)


def row(name: str, n: int, broke: int, fixed: int, q: float | None = None, weight: str | None = None) -> SlotRow:
    counts = FlipCounts(n, n - broke - fixed, broke, fixed, 0, 0)
    certainty = NOT_TESTED if q is None else Certainty(q, q, None, None)
    return SlotRow(name, Slice("slot", {"slot_name": name}, counts, n, weight), certainty, NOTHING)


ROWS = [row("time", 100, 30, 5, 0.001), row("date", 50, 0, 10, 0.2)]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_are_rates_to_the_left_and_to_the_right(colours: Palette) -> None:
    by_name = {trace.name: trace for trace in draw_slot_bars(ROWS, colours).data}
    assert list(by_name["negative_flip"].x) == [-30, 0]
    assert list(by_name["positive_flip"].x) == [5, 20]


def test_a_bar_of_nothing_can_be_clicked_too() -> None:
    figure = draw_slot_bars(ROWS, LIGHT)
    points = {
        tuple(place): (x, text)
        for trace in figure.data
        if trace.customdata is not None
        for place, x, text in zip(trace.customdata, trace.x, trace.hovertext, strict=True)
    }
    assert set(points) == {
        (name, outcome) for name in ("time", "date") for outcome in ("negative_flip", "positive_flip")
    }
    low, high = figure.layout.xaxis.range
    assert {x for x, _ in points.values()} == {low, high} == {-high, high}
    interval = wilson(30, 100)
    assert interval is not None
    said = points["time", "negative_flip"][1]
    assert "30 of 100 gold slots broke (30.00 %" in said
    assert f"95 %: {100 * interval.low:.1f} to {100 * interval.high:.1f} %" in said


def test_what_is_hardly_chance_is_marked() -> None:
    worse, other = draw_slot_bars(ROWS, LIGHT).layout.yaxis.ticktext
    assert worse.startswith("time ▼ <span")
    assert other.startswith("date <span")


def test_weights_have_no_interval() -> None:
    figure = draw_slot_bars([row("time", 100, 30, 5, weight="frequency")], LIGHT)
    assert all(not trace.x for trace in figure.data if trace.name == "95 % interval")
    assert all("95 %" not in text for trace in figure.data for text in trace.hovertext or ())


def test_the_figure_in_words() -> None:
    assert describe_slot_bars(ROWS) == "time: 30.0 % broke, 5.0 % fixed; date: 0.0 % broke, 20.0 % fixed."
    assert describe_slot_bars([]) == "No slot."
    assert not any(len(trace.y) for trace in draw_slot_bars([], LIGHT).data)


def test_a_name_is_no_markup() -> None:
    figure = draw_slot_bars([row("<b>time</b>", 9, 1, 1)], LIGHT)
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;time")
    assert all("<b>time" not in text for trace in figure.data for text in trace.hovertext or ())
