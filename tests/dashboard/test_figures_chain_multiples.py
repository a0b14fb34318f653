"""Small panels over versions: the counts they are given, on one scale, and points that know their step."""

import pytest

from analysis.chain import ChainSlice
from analysis.chain_counts import ChainCounts
from dashboard.components.chain_panels import panel_title
from dashboard.figures.chain_multiples import common_scales, describe_panel, draw_panel, worst_first
from dashboard.figures.palette import DARK, LIGHT, Palette

RUNS = ("v1", "v2", "v3")
# Right: 70, 80, 75 of 100; then 3 of 4, 2 of 4, 4 of 4; then nothing.
COUNTS = {
    "de-DE": ChainCounts(3, {0b111: 50, 0b001: 20, 0b110: 25, 0b010: 5}),
    "en-US": ChainCounts(3, {0b111: 2, 0b101: 1, 0b100: 1}),
    "fr-FR": ChainCounts(3, {}),
}
SLICES = [ChainSlice({"locale": locale}, counts, counts.n) for locale, counts in COUNTS.items()]
GERMAN, ENGLISH = SLICES[:2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_panel_has_accuracy_and_what_each_step_did(colours: Palette) -> None:
    line, fixed, broke = draw_panel(GERMAN, RUNS, common_scales(SLICES), colours).data
    assert list(line.y) == [70, 80, 75]
    assert list(line.text) == ["70.0", "", "75.0"]
    assert list(fixed.y) == pytest.approx([30, 0])
    assert list(broke.y) == pytest.approx([-20, -5])
    assert list(broke.text) == ["20", "5"]
    assert list(fixed.text) == ["30", ""]
    assert [tuple(place) for place in broke.customdata] == [(0, 1, "negative_flip"), (1, 2, "negative_flip")]
    assert "20 of 100 broke (20.00 %)" in broke.hovertext[0]


def test_all_panels_have_the_same_scales() -> None:
    scales = common_scales(SLICES)
    assert [*scales.accuracy, scales.broke, scales.fixed] == pytest.approx([50, 100, 25, 50])
    one, other = (draw_panel(part, RUNS, scales, LIGHT).layout for part in (GERMAN, ENGLISH))
    assert one.yaxis.range == other.yaxis.range
    assert one.yaxis2.range == other.yaxis2.range


def test_what_lost_most_comes_first_and_nothing_is_left_out_but_nothing() -> None:
    assert [part.values["locale"] for part in worst_first(SLICES)] == ["de-DE", "en-US"]
    assert worst_first([SLICES[2]]) == []


def test_a_panel_in_words() -> None:
    assert describe_panel(GERMAN, RUNS) == (
        "de-DE: accuracy 70.0 to 75.0 %, 25 of 100 lost. v1 to v2: 20 broke, 30 fixed; v2 to v3: 5 broke, 0 fixed."
    )
    assert "25 lost (25.0 %)" in panel_title(GERMAN)
    assert "none lost" in panel_title(ENGLISH)


def test_many_runs_name_the_ends_alone() -> None:
    counts = ChainCounts(6, {0b111111: 3})
    panel = draw_panel(ChainSlice({"locale": "x"}, counts, 3), [f"v{n}" for n in range(6)], common_scales([]), LIGHT)
    assert list(panel.layout.xaxis.ticktext) == ["v0", "", "", "", "", "v5"]


def test_names_are_no_markup() -> None:
    evil = ChainSlice({"locale": "<i>de</i>"}, GERMAN.counts, 100)
    runs = ('<a href="x">', "v2", "v3")
    panel = draw_panel(evil, runs, common_scales(SLICES), LIGHT)
    shown = [*panel.layout.xaxis.ticktext, *(text for trace in panel.data for text in trace.hovertext)]
    assert len(shown) == 10
    assert all("<a" not in text for text in shown)
    assert "<i>" not in panel_title(evil)
