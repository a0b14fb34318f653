"""From a point that was clicked in a figure to the utterances behind it."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.figures.palette import PLOT_CONFIG
from dashboard.state import FlipFilter, View


def show_clickable(figure: go.Figure, key: str, alt: str) -> Any:
    """Show a figure and return the `customdata` of the point that was clicked just now, if any."""
    event = st.plotly_chart(
        figure, key=key, theme=None, on_select="rerun", selection_mode="points", config=PLOT_CONFIG, alt=alt
    )
    points = event["selection"]["points"]
    return points[0].get("customdata") if points else None


def open_flips(view: View, flips: FlipFilter) -> None:
    """Go to the Flips page with this filter in the URL."""
    st.switch_page("pages/flips.py", query_params=view.parameters() | flips.parameters())
