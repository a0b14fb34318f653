"""Slices: where it broke far more than elsewhere, found by a search over all columns together."""

from pathlib import Path

import streamlit as st

from analysis.slice_search import SliceSearch
from dashboard import wording
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.slice_choice import choose_search
from dashboard.components.slice_jobs import AT_ONCE, SECONDS_A_MILLION, Job, Query, search_job
from dashboard.components.slice_list import show_slice_list
from dashboard.components.slice_words import lede_of, say_power, tiles_of, title_of
from dashboard.components.tiles import show_tiles
from dashboard.slice_pairs import searched_columns

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "slices.css"


def _show(chosen: Chosen) -> None:
    comparison = chosen.comparison
    heading = st.container(gap="xsmall", key="slice_headline")
    columns, depth = choose_search(searched_columns(comparison))
    query = Query(chosen.view.unit, columns, depth)
    if comparison.evalset.n_utterances > AT_ONCE and not _asked_for(comparison.evalset.n_utterances, query, heading):
        return
    job = search_job(comparison, query)
    if not job.done_soon():
        with heading:
            st.title("Searching for slices…", anchor=False)
        _show_progress(job, comparison.evalset.n_utterances)
        return
    _show_found(job.future.result(), chosen, heading)


def _show_found(search: SliceSearch, chosen: Chosen, heading: st.delta_generator.DeltaGenerator) -> None:
    with heading:
        st.title(title_of(search), anchor=False)
        if search.n_negative_flips:
            st.html(f'<p class="lede tabular">{lede_of(search, chosen.view)}</p>')
    if not search.n_negative_flips:
        return
    show_tiles(tiles_of(search))
    if search.slices:
        show_slice_list(search, chosen.view)
    else:
        st.html(f'<p class="note muted tabular">{say_power(search)}</p>')


def _asked_for(n: int, query: Query, heading: st.delta_generator.DeltaGenerator) -> bool:
    """Say how long the search of very many utterances takes, and start it only where it is wanted."""
    wanted = st.session_state.setdefault("_slices_wanted", set())
    if query in wanted:
        return True
    with heading:
        st.title("Where did it break far more than elsewhere?", anchor=False)
    seconds = round(SECONDS_A_MILLION * n / 1_000_000)
    st.markdown(f"Searching {wording.count(n)} utterances takes about {seconds} seconds; nothing else waits for it.")
    if not st.button("Search for slices", type="primary", icon=":material/search:"):
        return False
    wanted.add(query)
    return True


@st.fragment(run_every=0.5)
def _show_progress(job: Job, n: int) -> None:
    """Say how long it has been searching, and show the page anew when it is done."""
    if job.future.done():
        st.rerun()
    expected = max(1.0, SECONDS_A_MILLION * n / 1_000_000)
    st.progress(
        min(0.95, job.seconds / expected),
        f"{wording.count(n)} utterances, {wording.plural(job.seconds, 'second')} so far. You can go on elsewhere.",
    )


st.html(_STYLES)
_show(require_comparison())
