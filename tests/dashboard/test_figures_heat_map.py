"""The heat map shows the measure it is asked for, says where it knows too little, and its cells know their slice."""

import pytest

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from analysis.slot_errors import SlotErrors, SlotSlice
from dashboard.figures.contrast import colour_at, contrast, ink_on
from dashboard.figures.heat_map import describe_heat_map, draw_heat_map, worst_first
from dashboard.figures.heat_measures import (
    HEAT_MEASURES,
    HeatMeasure,
    colours_of,
    flip_cells,
    semer_cells,
    share_of_scale,
)
from dashboard.figures.palette import DARK, LIGHT, Palette

NFR, NFI, NET, SEMER = HEAT_MEASURES


def cell(locale: str, domain: str, n: int, broke: int, fixed: int, wrong: int = 0) -> Slice:
    counts = FlipCounts(n, n - broke - fixed - wrong, broke, fixed, wrong, 0)
    return Slice("frame", {"locale": locale, "domain": domain}, counts, n)


SLICES = [
    cell("de-DE", "music", 40, 12, 0, 4),
    cell("de-DE", "timer", 80, 4, 8),
    cell("fr-FR", "music", 10, 0, 4),
    cell("fr-FR", "timer", 0, 0, 0),
]


def shown(measure: HeatMeasure) -> dict[tuple[str, str], str]:
    points = draw_heat_map(flip_cells(measure, SLICES), measure, LIGHT).data[2]
    return {tuple(place): text for place, text in zip(points.customdata, points.text, strict=True)}


def test_each_measure_of_flips_by_hand() -> None:
    places = [("de-DE", "music"), ("de-DE", "timer"), ("fr-FR", "music")]
    assert shown(NFR) == dict(zip(places, ["30.0▼", "5.0", "0.0"], strict=True))
    assert shown(NET) == dict(zip(places, ["−30.0▼", "+5.0", "+40.0"], strict=True))
    # 12 of 16 errors of the candidate are new; all 4 of the second cell; the third has no error, so no NFI.
    assert shown(NFI) == dict(zip(places[:2], ["75.0▼", "100.0"], strict=True))


def test_a_change_of_semer_is_in_points_and_lower_is_better() -> None:
    before = SlotErrors(n_items=40, n_intents_wrong=2, n_slots=40, n_missed=10, n_spurious=4, n_substituted=4)
    after = SlotErrors(n_items=40, n_intents_wrong=1, n_slots=40, n_missed=6, n_spurious=1, n_substituted=0)
    cells = semer_cells([SlotSlice({"locale": "de-DE", "domain": "music"}, before, after, None)])
    # (10 + 4 - 4 + 2) / 80 = 15 %, then (6 + 1 + 1) / 80 = 10 %.
    assert cells["music", "de-DE"].value == pytest.approx(-0.05)
    assert "15.0 % → 10.0 %" in cells["music", "de-DE"].said
    assert draw_heat_map(cells, SEMER, LIGHT).data[2].text == ("−5.0",)
    assert describe_heat_map(cells, SEMER) == "SemER change, pp by domain and locale. Worst: de-DE music −5.0 pp."
    nothing = SlotErrors()
    assert semer_cells([SlotSlice({"locale": "a", "domain": "b"}, nothing, nothing, None)]) == {}


def test_cells_of_too_few_are_hatched_and_still_lead_somewhere() -> None:
    hatched = draw_heat_map(flip_cells(NFR, SLICES), NFR, LIGHT).data[1]
    assert [list(place) for place in hatched.customdata] == [["fr-FR", "music"]]
    assert hatched.marker.pattern.shape == "/"
    # Of NFI the errors count: 16 and 4 are too few, however many utterances there are.
    assert len(draw_heat_map(flip_cells(NFI, SLICES), NFI, LIGHT).data[1].x) == 2


def test_a_cell_of_nothing_stays_blank() -> None:
    figure = draw_heat_map(flip_cells(NFR, SLICES), NFR, LIGHT)
    rows = dict(zip(figure.layout.yaxis.ticktext, figure.data[0].z, strict=True))
    assert list(rows["timer"])[list(figure.layout.xaxis.ticktext).index("fr-FR")] is None
    assert describe_heat_map({}, NFR) == "Nothing to show."
    assert len(draw_heat_map({}, NFR, LIGHT).data) == 3


def test_the_worst_come_first_whatever_is_measured() -> None:
    assert worst_first(flip_cells(NFR, SLICES), NFR) == (["music", "timer"], ["de-DE", "fr-FR"])
    assert worst_first(flip_cells(NET, SLICES), NET) == (["music", "timer"], ["de-DE", "fr-FR"])
    better = [cell("a", "x", 50, 0, 10), cell("b", "x", 50, 5, 0)]
    assert worst_first(flip_cells(NET, better), NET)[1] == ["b", "a"]
    assert "de-DE music 30.0 %" in describe_heat_map(flip_cells(NFR, SLICES), NFR)


def test_worse_is_vermilion_and_better_is_blue_whatever_the_sign() -> None:
    for colours in (LIGHT, DARK):
        bad, good = colours.heat[-1][1], colours.cool[-1][1]
        assert (colours_of(NET, colours)[0][1], colours_of(NET, colours)[-1][1]) == (bad, good)
        assert (colours_of(SEMER, colours)[0][1], colours_of(SEMER, colours)[-1][1]) == (good, bad)
        for measure in HEAT_MEASURES:
            stops = [stop for stop, _ in colours_of(measure, colours)]
            assert (stops[0], stops[-1]) == (0.0, 1.0)
            assert stops == sorted(set(stops))
    assert [share_of_scale(SEMER, value) for value in (-1.0, 0.0, 1.0)] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("measure", HEAT_MEASURES, ids=lambda measure: measure.name)
def test_every_value_can_be_read_on_its_cell(colours: Palette, measure: HeatMeasure) -> None:
    for step in range(101):
        colour = colour_at(colours_of(measure, colours), step / 100)
        assert contrast(ink_on(colour), colour) >= 4.5
