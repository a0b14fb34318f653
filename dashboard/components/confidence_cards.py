"""The cards of the Confidence page: reliability of each run, the two runs together, and confidence on the flips."""

import plotly.graph_objects as go
import streamlit as st

from analysis.calibration import Reliability
from dashboard import wording
from dashboard.components.confidence_results import fallback, shifts, swings
from dashboard.components.confidence_words import reliability_line, shift_line, swing_table
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from dashboard.components.theme import current_palette
from dashboard.figures.confidence_shift import describe_confidence_shift, draw_confidence_shift
from dashboard.figures.fallback_curve import describe_fallback_curve, draw_fallback_curve
from dashboard.figures.palette import PLOT_CONFIG
from dashboard.figures.reliability import describe_reliability, draw_reliability


def explain_missing(run: str, evalset: str) -> None:
    """Say what to do where a run has no confidence."""
    st.markdown(
        f"**{plain(run)}** was loaded without one. Give each of its predictions a `confidence` from 0 to 1 (or name "
        "your column with `--column confidence=YOURS`) and load them as a new run:"
    )
    st.code(
        f"flipscope add-run {run}-confidence predictions.jsonl --evalset {evalset}", language="bash", wrap_lines=True
    )


def show_reliability(found: Reliability, run: str, evalset: str) -> None:
    """Show how often a run is right where it is how sure."""
    with st.container(border=True):
        st.header(f"{plain(run)}, the {found.role}: right as often as sure?", anchor=False)
        if not found.n:
            explain_missing(run, evalset)
            return
        st.caption(reliability_line(found))
        _show(draw_reliability(found, current_palette()), found.role, describe_reliability(found, run))


def show_fallback(chosen: Chosen) -> None:
    """Show what the runs would do together, the candidate answering only where it is sure."""
    view = chosen.view
    names = (view.baseline, view.candidate)
    curve = fallback(chosen.comparison, view.unit, view.weight)
    baseline, candidate = (plain(name) for name in names)
    with st.container(border=True):
        st.header(f"{candidate} where it is sure, {baseline} elsewhere", anchor=False)
        said = f"Accuracy, and what breaks and is fixed against {baseline} alone, of {wording.count(curve.n)} "
        said += "requests (traffic)." if view.weight else "utterances."
        if curve.n_without_confidence:
            said += f" {baseline} also answers {wording.count(curve.n_without_confidence)} without a confidence."
        st.caption(said)
        _show(draw_fallback_curve(curve, names, current_palette()), "fallback", describe_fallback_curve(curve, names))


def show_flips(chosen: Chosen) -> None:
    """Show how confidence changed on the flips, in the answers given and in the right one."""
    view, comparison = chosen.view, chosen.comparison
    found = shifts(comparison, view.unit, view.weight)
    with st.container(border=True):
        st.header("How much surer on the flips?", anchor=False)
        st.caption(shift_line(found))
        _show(draw_confidence_shift(found, current_palette()), "shift", describe_confidence_shift(found))
        _show_swings(chosen)


def _show_swings(chosen: Chosen) -> None:
    view, comparison = chosen.view, chosen.comparison
    st.header("How far did the confidence in the right intent move?", anchor=False)
    if not (comparison.baseline.has_nbest and comparison.candidate.has_nbest):
        st.caption(
            "To tell flips near the boundary from large swings, both runs need an n-best list: it says how sure a run "
            "with a wrong answer still was of the right intent. Load them with a column `nbest`."
        )
        return
    st.caption(
        "Confidence in the gold intent, baseline against candidate: its own where the intent is right, else its score "
        "in the n-best list. At most 10 pp is near the boundary, 50 pp or more a large swing."
    )
    counted = swings(comparison, view.unit, view.weight)
    if not counted:
        st.caption("Nothing flipped.")
        return
    st.html(swing_table(counted, view))
    st.page_link(
        "pages/flips.py",
        label="List what broke, the largest loss of confidence first",
        icon=":material/arrow_forward:",
        query_params=view.parameters() | {"sort": "confidence_drop"},
    )


def _show(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=f"confidence_{key}", theme=None, config=PLOT_CONFIG, alt=alt)
