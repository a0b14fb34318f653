"""Confidence: is each run right as often as it is sure, and could it tell what it broke?"""

from pathlib import Path

import streamlit as st

from dashboard.components.confidence_cards import explain_missing, show_fallback, show_flips, show_reliability
from dashboard.components.confidence_results import run_reliability
from dashboard.components.confidence_words import lede_of, title_of
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, require_comparison
from loaders.schema import ROLES

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "confidence.css"


def _show(chosen: Chosen) -> None:
    view = chosen.view
    before, after = (run_reliability(chosen.comparison, role, view.unit, view.weight) for role in ROLES)
    runs = ((view.baseline, before), (view.candidate, after))
    st.title(title_of(((plain(view.baseline), before), (plain(view.candidate), after))), anchor=False)
    if not before.n and not after.n:
        explain_missing(view.candidate, view.evalset)
        return
    st.html(f'<p class="lede tabular">{lede_of(runs)}</p>')
    for column, (run, found) in zip(st.columns(2), runs, strict=True):
        with column:
            show_reliability(found, run, view.evalset)
    left, right = st.columns(2)
    if after.n:
        with left:
            show_fallback(chosen)
    if before.n and after.n:
        with right:
            show_flips(chosen)


st.html(_STYLES)
_show(require_comparison())
