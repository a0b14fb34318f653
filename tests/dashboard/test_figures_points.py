"""Every point that a click opens can be chosen in words, each once."""

import plotly.graph_objects as go
from hypothesis import given
from hypothesis import strategies as st

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from dashboard.figures.changes import draw_changes
from dashboard.figures.flow import draw_flow
from dashboard.figures.palette import LIGHT
from dashboard.figures.points import Point, clickable_points

COUNTS = FlipCounts(10, 3, 2, 1, 2, 2)


def test_each_bar_and_each_flip_of_the_flow_is_there() -> None:
    slices = [Slice("frame", {"locale": locale, "domain": "music"}, COUNTS, COUNTS.n) for locale in ("de-DE", "en-US")]
    chosen = [point.customdata for point in clickable_points(draw_changes(slices, True, LIGHT))]
    assert chosen == [["de-DE", "music"], ["en-US", "music"]]
    flips = {point.customdata for point in clickable_points(draw_flow(COUNTS, LIGHT))}
    assert flips == {"negative_flip", "positive_flip"}


def test_a_label_that_is_carried_along_is_read_by_its_template() -> None:
    bar = go.Bar(x=[1], y=["a"], customdata=[["de", "x", "<b>de</b><br>2 &amp; 3"]], hovertemplate="%{customdata[2]}")
    assert clickable_points(go.Figure(bar)) == (Point("de, 2 & 3", ["de", "x", "<b>de</b><br>2 &amp; 3"]),)


@given(st.lists(st.text(max_size=6), max_size=6))
def test_no_label_comes_twice_and_none_is_empty(texts: list[str]) -> None:
    bar = go.Bar(x=list(range(len(texts))), customdata=texts, hovertext=texts)
    labels = [point.label for point in clickable_points(go.Figure(bar))]
    assert len(set(labels)) == len(labels)
    assert all(labels)
