"""The Overview's figures show the counts they are given, and their points know what they stand for."""

import pytest

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from dashboard.figures.changes import describe_changes, draw_changes, most_changed
from dashboard.figures.contrast import contrast
from dashboard.figures.flow import describe_flow, draw_flow
from dashboard.figures.heat_map import draw_heat_map
from dashboard.figures.heat_measures import HEAT_MEASURES, flip_cells
from dashboard.figures.palette import DARK, LIGHT, Palette


def counts(n: int, broke: int, fixed: int) -> FlipCounts:
    return FlipCounts(n, n - broke - fixed, broke, fixed, 0, 0)


def cell(locale: str, domain: str, n: int, broke: int, fixed: int) -> Slice:
    return Slice("frame", {"locale": locale, "domain": domain}, counts(n, broke, fixed), n)


SLICES = [
    cell("de-DE", "music", 10, 3, 0),
    cell("de-DE", "timer", 20, 1, 2),
    cell("fr-FR", "music", 10, 0, 4),
    cell("fr-FR", "timer", 0, 0, 0),
]


def test_the_flow_s_points_lead_to_the_flips() -> None:
    figure = draw_flow(FlipCounts(100, 60, 10, 20, 4, 6), LIGHT)
    clickable = {trace.customdata[0]: trace.text[0] for trace in figure.data if trace.customdata is not None}
    assert "10 broke" in clickable["negative_flip"]
    assert "20 fixed" in clickable["positive_flip"]


def test_a_band_is_as_wide_as_it_is_many() -> None:
    flow = FlipCounts(100, 60, 10, 20, 4, 6)
    widths = sorted(max(t.y[:25]) - max(t.y[25:]) for t in draw_flow(flow, LIGHT).data if t.fill == "toself")
    assert widths == pytest.approx([0.10, 0.10, 0.20, 0.60])


def test_without_flips_there_is_no_point_to_click() -> None:
    assert all(trace.customdata is None for trace in draw_flow(FlipCounts(5, 5, 0, 0, 0, 0), LIGHT).data)
    assert not draw_flow(FlipCounts(0, 0, 0, 0, 0, 0), LIGHT).data


def test_the_flow_in_words_has_every_count() -> None:
    said = describe_flow(FlipCounts(1000, 600, 100, 200, 40, 60))
    assert all(number in said for number in ("1,000", "600", "100", "200", "40", "60"))


def test_slices_are_ranked_by_net_change() -> None:
    assert [part.values["domain"] for part in most_changed(SLICES, worse=True)] == ["music"]
    better = most_changed(SLICES, worse=False)
    assert [(part.values["locale"], part.counts.n) for part in better] == [("fr-FR", 10), ("de-DE", 20)]


def test_bars_carry_net_change_in_units_and_points() -> None:
    worse = most_changed(SLICES, worse=True)
    figure = draw_changes(worse, True, LIGHT)
    bars = figure.data[0]
    assert (list(bars.x), [note.text for note in figure.layout.annotations]) == ([-3], ["−3 (−30.0 pp)"])
    assert [tuple(place) for place in bars.customdata] == [("de-DE", "music")]
    assert describe_changes(worse) == "de-DE · music: −3 (−30.0 pp)."


@pytest.mark.parametrize(("worse", "sign", "names"), [(True, -1, "right"), (False, 1, "left")])
def test_worse_grows_to_the_left_and_better_to_the_right(worse: bool, sign: int, names: str) -> None:
    figure = draw_changes(most_changed(SLICES, worse), worse, LIGHT)
    low, high = figure.layout.xaxis.range
    assert all(sign * x > 0 for x in figure.data[0].x)
    assert low <= 0 <= high
    assert all(low <= note.x <= high for note in figure.layout.annotations)
    assert {note.xanchor for note in figure.layout.annotations} == {names}
    assert figure.layout.yaxis.side == names


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "muted", "broke", "fixed", "slot"])
def test_text_has_the_contrast_that_wcag_aa_asks(colours: Palette, ink: str) -> None:
    assert contrast(getattr(colours, ink), colours.background) >= 4.5
    assert contrast(getattr(colours, ink), colours.card) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_flips_can_be_read_on_the_flow(colours: Palette) -> None:
    assert contrast(colours.broke, colours.right) >= 4.5
    assert contrast(colours.fixed, colours.right) >= 4.5


def test_a_name_is_no_markup() -> None:
    evil = '<a href="http://evil.example/">click</a>'
    heat = draw_heat_map(flip_cells(HEAT_MEASURES[0], [cell("de-DE", evil, 10, 1, 0)]), HEAT_MEASURES[0], LIGHT)
    bars = draw_changes([cell("de-DE", evil, 10, 1, 0)], True, LIGHT)
    shown = [*heat.layout.yaxis.ticktext, *heat.data[2].hovertext, *bars.layout.yaxis.ticktext, *bars.data[0].hovertext]
    assert len(shown) == 4
    assert all("<a" not in text and "&lt;" in text for text in shown)
