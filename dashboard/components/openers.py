"""From a point that was clicked in a figure to the utterances behind it."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.figures.palette import PLOT_CONFIG
from dashboard.figures.points import clickable_points
from dashboard.state import FlipFilter, View


def show_clickable(figure: go.Figure, key: str, alt: str) -> Any:
    """Show a figure and return the `customdata` of the point that was clicked just now, if any.

    A list of the same points stands below it for the keyboard; it shows itself when it has the focus.
    """
    event = st.plotly_chart(
        figure, key=key, theme=None, on_select="rerun", selection_mode="points", config=PLOT_CONFIG, alt=alt
    )
    chosen = _choose_point(figure, key)
    points = event["selection"]["points"]
    return points[0].get("customdata") if points else chosen


def _choose_point(figure: go.Figure, key: str) -> Any:
    points = {point.label: point.customdata for point in clickable_points(figure)}
    if not points:
        return None
    with st.container(key=f"choose_{key}"):
        label = st.selectbox(
            "Choose in the figure above",
            list(points),
            index=None,
            placeholder="Choose in the figure above",
            key=f"choice_in_{key}",
            label_visibility="collapsed",
        )
    return points[label] if label is not None else None


def open_flips(view: View, flips: FlipFilter) -> None:
    """Go to the Flips page with this filter in the URL."""
    st.switch_page("pages/flips.py", query_params=view.parameters() | flips.parameters())
