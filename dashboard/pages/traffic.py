"""Traffic: what users meet, where in head and tail it broke, and the list that must pass."""

from functools import reduce
from operator import add
from pathlib import Path

import streamlit as st

from analysis.traffic import TrafficCounts
from dashboard.components.band_table import show_bands
from dashboard.components.markdown_text import plain
from dashboard.components.must_pass_table import show_must_pass
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.tiles import show_tiles
from dashboard.components.traffic_results import band_counts
from dashboard.components.traffic_words import has_traffic, lede_of, tiles_of, title_of

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "traffic.css"


def _show(chosen: Chosen) -> None:
    bands = band_counts(chosen.comparison, chosen.view.unit)
    whole = reduce(add, bands.values())
    if not whole.whole.n:
        st.title("Nothing to compare.", anchor=False)
        return
    if has_traffic(whole):
        _show_traffic(whole)
        show_bands(chosen, bands)
    else:
        _explain_missing(chosen.view.evalset)
    show_must_pass(chosen, has_traffic(whole))


def _show_traffic(whole: TrafficCounts) -> None:
    st.title(title_of(whole), anchor=False)
    st.html(f'<p class="lede tabular">{lede_of(whole)}</p>')
    show_tiles(tiles_of(whole))


def _explain_missing(evalset: str) -> None:
    st.title("How often is each utterance asked?", anchor=False)
    st.markdown(
        f"The evaluation set **{plain(evalset)}** does not say, so every utterance counts the same. "
        "Give each a `frequency`, how often it was asked, or name your column for it:"
    )
    st.code("flipscope add-evalset my-test test.jsonl --column frequency=n_requests", language="bash")


st.html(_STYLES)
_show(require_comparison())
