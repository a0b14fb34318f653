"""Found slices as bars: rate, interval and n of each, and markup shown as it stands."""

from analysis.intervals import wilson
from analysis.slice_cube import Condition
from analysis.slice_search import FoundSlice
from dashboard.figures.found_slices import describe_found_slices, draw_found_slices
from dashboard.figures.palette import LIGHT


def found(*conditions: Condition, n: int = 70, broke: int = 15) -> FoundSlice:
    return FoundSlice(conditions, n, broke, broke / n, wilson(broke, n), 0.03, 6.2, 1.0, 1e-6, 1e-3)


def test_a_bar_has_its_rate_its_interval_and_its_n() -> None:
    slices = [found(Condition("locale", "de-DE"), Condition("slots", "date")), found(Condition("device", None), n=40)]
    figure = draw_found_slices(slices, LIGHT)
    (bars,) = figure.data
    assert list(bars.customdata) == [0, 1]
    assert list(figure.layout.yaxis.ticktext) == ["locale=de-DE, has slot date", "device=null"]
    limits = wilson(15, 70)
    assert limits is not None
    assert round(bars.x[0] - bars.error_x.arrayminus[0], 9) == round(limits.low, 9)
    assert round(bars.x[0] + bars.error_x.array[0], 9) == round(limits.high, 9)
    assert [note.text for note in figure.layout.annotations] == ["21.4 % (15 of 70)", "37.5 % (15 of 40)"]
    assert "6.2 times the rest" in bars.hovertext[0]
    assert describe_found_slices(slices[:1]) == "locale=de-DE, has slot date: 21.4 % (15 of 70)."
    assert describe_found_slices([]) == "No slice."


def test_a_value_is_no_markup() -> None:
    figure = draw_found_slices([found(Condition("device", "<b>car</b>"))], LIGHT)
    assert "&lt;b&gt;car" in figure.layout.yaxis.ticktext[0]
    assert "&lt;b&gt;car" in figure.data[0].hovertext[0]
