"""Figures of the Overview that say why and how surely."""

from analysis.breakdown import Slice
from analysis.cause_counts import CauseCounts
from analysis.causes import CAUSES
from analysis.counts import FlipCounts
from analysis.intervals import tango
from dashboard.figures.causes import describe_causes, draw_causes, most_frequent
from dashboard.figures.changes import draw_changes
from dashboard.figures.heat_map import draw_heat_map
from dashboard.figures.heat_measures import HEAT_MEASURES, flip_cells
from dashboard.figures.palette import LIGHT

NONE = dict.fromkeys(CAUSES, 0)
BROKE = FlipCounts(100, 60, 30, 5, 5, 0)
EVEN = FlipCounts(100, 80, 8, 7, 5, 0)


def cell(locale: str, counts: FlipCounts, weight: str | None = None) -> Slice:
    return Slice("frame", {"locale": locale, "domain": "music"}, counts, counts.n, weight)


def test_causes_that_occur_are_drawn_the_most_frequent_first() -> None:
    counts = CauseCounts({}, 12, NONE | {"slot_missing": 3, "intent_changed": 10})
    assert list(most_frequent(counts)) == ["intent_changed", "slot_missing"]
    (bars,) = draw_causes(counts, LIGHT).data
    assert list(bars.customdata) == ["intent_changed", "slot_missing"]
    assert list(bars.text) == ["10 (83 %)", "3 (25 %)"]
    assert describe_causes(counts) == "intent changed: 10 (83 %); slot missing: 3 (25 %)."
    assert describe_causes(CauseCounts({}, 0, NONE)) == "No flip."


def test_only_cells_whose_change_is_hardly_chance_are_marked() -> None:
    slices = [cell("de-DE", BROKE), cell("en-US", EVEN)]
    marked = draw_heat_map(flip_cells(HEAT_MEASURES[0], slices), HEAT_MEASURES[0], LIGHT).data[2]
    assert sorted(marked.text) == ["30.0▼", "8.0"]
    assert all("95 %" in words for words in marked.hovertext)


def test_weighted_cells_have_neither_marks_nor_intervals() -> None:
    slices = [cell("de-DE", BROKE, "frequency")]
    marked = draw_heat_map(flip_cells(HEAT_MEASURES[0], slices), HEAT_MEASURES[0], LIGHT).data[2]
    assert (marked.text[0], "95 %" in marked.hovertext[0]) == ("30.0", False)
    assert draw_changes(slices, True, LIGHT).data[0].error_x.array is None


def test_a_bar_of_change_has_the_interval_of_tango() -> None:
    (bars,) = draw_changes([cell("de-DE", BROKE)], True, LIGHT).data
    interval = tango(5, 30, 100)
    assert interval is not None
    ends = (bars.x[0] - bars.error_x.arrayminus[0], bars.x[0] + bars.error_x.array[0])
    assert [round(end, 9) for end in ends] == [round(100 * interval.low, 9), round(100 * interval.high, 9)]
