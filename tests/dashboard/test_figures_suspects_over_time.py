"""The figure of suspects by annotator and time: cells, breaks, what can be clicked, and names from the data."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pyarrow as pa
import pytest

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.over_time import ALL, SuspectsOverTime, suspects_over_time
from analysis.arrow_codes import encode
from dashboard.figures.palette import DARK, LIGHT, Palette
from dashboard.figures.points import clickable_points
from dashboard.figures.suspect_map import suspect_measure
from dashboard.figures.suspects_over_time import MOST_ROWS, describe_suspects_over_time, draw_suspects_over_time

DRIFT = GuidelineBreak("annotator", "a1", "rain", "outlook", "2026-01-20", "2026-01-22", False, 5, 5, 90, 0, 0.001)


def counted(*names: str, n: int = 40) -> SuspectsOverTime:
    """Six weeks: n utterances of each annotator in the first, of which as many are suspect as its place, 4 later."""
    rows = [
        (name, day, i < place)
        for place, name in enumerate(names)
        for day, n_day in (("2026-01-14", n), ("2026-01-20", 4), ("2026-02-16", 4))
        for i in range(n_day)
    ]
    who, when = (encode(pa.array([row[at] for row in rows], pa.string())) for at in (0, 1))
    return suspects_over_time(who, when, np.array([row[2] for row in rows], dtype=np.bool_))


def points(figure: go.Figure) -> dict[str, Any]:
    return {point.label: point.customdata for point in clickable_points(figure)}


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_cells_tell_and_give_annotator_and_days(colours: Palette) -> None:
    figure = draw_suspects_over_time(counted("a0", "a1"), (), suspect_measure("likely"), colours)
    said = "a1\u2069 in the week of 12 January 2026, 1 of 40 golds suspect, 2.5 % (95 %: 0.4 to 12.9)"
    assert points(figure)[f"\u2068{said}"] == ["a1", "2026-01-12", "2026-01-18"]
    everyone = next(label for label in points(figure) if label.startswith("all annotators in the week of 12 January"))
    assert points(figure)[everyone] == [ALL, "2026-01-12", "2026-01-18"]
    few = [label for label in points(figure) if label.endswith("hatched: fewer than 30, so the share is rough")]
    assert len(few) == 6
    assert len(figure.data[1].x) == 6
    assert figure.layout.yaxis.ticktext == ("<b>all annotators</b>", "\u2068a1\u2069", "\u2068a0\u2069")
    assert figure.layout.xaxis.ticktext == ("12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb")
    assert not figure.layout.shapes


def test_a_break_is_outlined_marked_and_told() -> None:
    everyone = GuidelineBreak("days", "", "time", None, "2026-01-14", "2026-01-20", False, 9, 5, 90, 0, 0.01, "slot")
    version = GuidelineBreak("version", "1.1", "rain", "outlook", "2026-01-14", "2026-01-20", False, 9, 5, 9, 0, 0.01)
    figure = draw_suspects_over_time(counted("a0", "a1"), (DRIFT, everyone, version), suspect_measure("likely"), LIGHT)
    boxes = [(box.x0, box.x1, box.y0, box.y1) for box in figure.layout.shapes]
    assert boxes == [(0.53, 1.47, 0.53, 1.47), (-0.47, 1.47, -0.47, 0.47)]
    marks = figure.data[-1]
    assert marks.marker.symbol == "diamond"
    assert [list(one) for one in marks.customdata] == [
        ["a1", "2026-01-20", "2026-01-22"],
        [ALL, "2026-01-14", "2026-01-20"],
    ]
    told = [label for label in points(figure) if "◆" in label]
    assert told[0].startswith("◆ \u2068rain\u2069 → \u2068outlook\u2069, From \u20682026-01-20\u2069 to")
    assert "other borders of \u2068time\u2069" in told[1]


def test_breaks_of_the_same_days_share_a_mark() -> None:
    other = GuidelineBreak("annotator", "a1", "time", "", "2026-01-19", "2026-01-21", False, 5, 5, 90, 0, 0.001, "slot")
    figure = draw_suspects_over_time(counted("a0", "a1"), (DRIFT, other), suspect_measure("likely"), LIGHT)
    assert len(figure.layout.shapes) == 1
    assert [list(one) for one in figure.data[-1].customdata] == [["a1", "2026-01-19", "2026-01-22"]]
    assert figure.data[-1].hovertext[0].count("◆") == 2


def test_of_many_annotators_those_with_a_break_are_shown() -> None:
    names = [f"b{place:02}" for place in range(MOST_ROWS + 10)]
    figure = draw_suspects_over_time(counted("a1", *names), (DRIFT,), suspect_measure("likely"), LIGHT)
    shown = figure.layout.yaxis.ticktext
    assert len(shown) == MOST_ROWS + 1
    assert shown[0] == "<b>all annotators</b>"
    assert shown[1] == f"\u2068{names[-1]}\u2069"
    assert shown[-1] == "\u2068a1\u2069"


def test_names_are_text() -> None:
    figure = draw_suspects_over_time(counted("<b>مرحبا</b>" * 3), (), suspect_measure("likely"), LIGHT)
    assert figure.layout.yaxis.ticktext[1].startswith("\u2068&lt;b&gt;مرحبا&lt;/b&gt;")
    assert figure.layout.yaxis.ticktext[1].endswith("…\u2069")


def test_in_words() -> None:
    told = describe_suspects_over_time(counted("a0", "a1", "a2"), (DRIFT,))
    assert told.startswith(
        "Share of suspect golds by annotator and week. Worst: a2 in the week of 12 January 2026 2 of 40 golds suspect, "
        "5.0 % (95 %: 1.4 to 16.5); a1 in the week of 12 January 2026 1 of 40"
    )
    assert told.endswith(f"Outlined: {DRIFT.reason()}")
    assert describe_suspects_over_time(suspects_over_time(None, None, np.zeros(0, np.bool_)), ()) == "Nothing to show."


def test_an_empty_figure() -> None:
    figure = draw_suspects_over_time(
        suspects_over_time(None, None, np.zeros(0, np.bool_)), (DRIFT,), suspect_measure("likely"), LIGHT
    )
    assert points(figure) == {}
