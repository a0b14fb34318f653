"""Overview: is it safe, and if not, where?"""

from html import escape
from pathlib import Path

import streamlit as st

from analysis.certainty import intervals_of, say_certainty
from analysis.counts import FlipCounts
from analysis.frequencies import FREQUENCY
from analysis.must_pass import MustPass
from analysis.summary import by_traffic, headline, summarise_slices
from analysis.traffic_rates import n_effective
from dashboard import cache, wording
from dashboard.components import overview_cards as cards
from dashboard.components.comparability import show_comparability
from dashboard.components.headline_tiles import headline_tiles, must_pass_tile, semer_tile, stayed_right_tile
from dashboard.components.overview_adjudicated import show_adjudicated
from dashboard.components.overview_clean_gold import show_clean_gold
from dashboard.components.overview_must_pass import TOP, check_list, show_broken_requests
from dashboard.components.overview_results import semer_change
from dashboard.components.report_download import show_report_download
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.tiles import show_tiles

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "overview.css"


def show_overview() -> None:
    """Sentence, figures, flow, heat map, and where and why it broke."""
    chosen = require_comparison()
    view = chosen.view
    by_locale = cache.slices(chosen.comparison, [view.unit], ["locale"], view.weight)
    summary = summarise_slices(by_locale, [view.unit], view.weight)
    counts = summary.overall[view.unit]
    said = headline(summary, view.unit, view.candidate)
    with st.container(key="overview_head", horizontal=True, horizontal_alignment="distribute", gap="small"):
        st.title(said.title, anchor=False)
        if counts.n:
            show_report_download(chosen)
    st.html(f'<p class="lede">{escape(said.detail)}{escape(_by_traffic(chosen))}{escape(_left_out(chosen))}</p>')
    show_comparability(chosen)
    if counts.n == 0:
        return
    must_pass = check_list(chosen) if cache.knows_traffic(chosen.comparison) else None
    _show_figures(chosen, counts, must_pass)
    label_noise = st.container()
    by_cell = cache.slices(chosen.comparison, [view.unit], ["locale", "domain"], view.weight)
    left, right = st.columns([1, 2.1])
    with left, st.container(border=True):
        cards.show_flow(chosen)
    with left, st.container(border=True):
        show_broken_requests(chosen, must_pass)
    with right, st.container(border=True):
        cards.show_heat_map(chosen, by_cell)
    with right, st.container(border=True):
        cards.show_found_slices(chosen)
    why, worse, better = st.columns([1, 1.15, 1.15])
    with why, st.container(border=True):
        cards.show_causes(chosen)
    with worse, st.container(border=True):
        cards.show_changes(chosen, by_cell, worse=True)
    with better, st.container(border=True):
        cards.show_changes(chosen, by_cell, worse=False)
    cache.prepare_flips(chosen.comparison)
    # Last, for the audit that it may begin takes a core: every figure is drawn by then.
    with label_noise:
        show_clean_gold(chosen)


def _show_figures(chosen: Chosen, counts: FlipCounts, must_pass: MustPass | None) -> None:
    view, comparison = chosen.view, chosen.comparison
    weights = cache.traffic(comparison, view.unit, view.weight) if view.weight else None
    intervals = intervals_of(counts, weighted=weights is not None, traffic=weights)
    tiles = headline_tiles(counts, view.unit, "requests" if view.weight else "utterances", intervals)
    last = must_pass_tile(must_pass, TOP) if must_pass else stayed_right_tile(counts, intervals)
    show_tiles([*tiles, semer_tile(semer_change(comparison, view.weight)), last])
    if view.weight is None:
        st.caption(say_certainty(counts))
    show_adjudicated(chosen)


def _by_traffic(chosen: Chosen) -> str:
    """Say what traffic would say, where the set knows it and the page does not count by it already."""
    view, comparison = chosen.view, chosen.comparison
    if view.weight or not cache.knows_traffic(comparison):
        return ""
    weights = cache.traffic(comparison, view.unit, FREQUENCY)
    (whole,) = cache.slices(comparison, [view.unit], [], FREQUENCY)
    return f" {by_traffic(whole.counts, n_effective(weights))}"


def _left_out(chosen: Chosen) -> str:
    runs = (chosen.comparison.baseline, chosen.comparison.candidate)
    said = wording.left_out((run.name, run.alignment.n_missing, run.missing_policy) for run in runs)
    return f" {said}" if said else ""


st.html(_STYLES)
show_overview()
