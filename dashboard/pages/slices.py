"""Slices: where it broke far more than elsewhere, found by a search over all columns together."""

from pathlib import Path

import streamlit as st

from analysis.slice_search import SliceSearch
from dashboard import wording
from dashboard.cache import key_of
from dashboard.components import slice_jobs
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.slice_choice import choose_search
from dashboard.components.slice_jobs import SECONDS_A_MILLION, Job, Query, columns_to_search, search_job
from dashboard.components.slice_list import show_slice_list
from dashboard.components.slice_words import lede_of, say_power, tiles_of, title_of
from dashboard.components.tiles import show_tiles

# The comparison's fingerprints, and what is searched in it.
Search = tuple[tuple[str, ...], Query]

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "slices.css"


def _show(chosen: Chosen) -> None:
    comparison = chosen.comparison
    heading = st.container(gap="xsmall", key="slice_headline")
    searched, left_out = columns_to_search(comparison)
    columns, depth = choose_search(searched)
    if left_out:
        hold = "holds" if len(left_out) == 1 else "hold"
        st.caption(f"Not searched: {plain(wording.listed(list(left_out)))}, which {hold} JSON documents.")
    query = Query(chosen.view.unit, columns, depth)
    n = comparison.evalset.n_utterances
    wanted = _wanted()
    search = (key_of(comparison), query)
    if not wanted.setdefault(search, n <= slice_jobs.AT_ONCE):
        _ask(search, n, heading)
        return
    job = search_job(comparison, query)
    if not job.done_soon():
        with heading:
            st.title("Searching for slices…", anchor=False)
        _show_progress(job, search, n)
        return
    if job.stopping.is_set():
        wanted[search] = False
        st.rerun()
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


def _wanted() -> dict[Search, bool]:
    """Return which searches this session asked for, or stopped."""
    wanted: dict[Search, bool] = st.session_state.setdefault("_slices_wanted", {})
    return wanted


def _want(search: Search) -> None:
    _wanted()[search] = True


def _ask(search: Search, n: int, heading: st.delta_generator.DeltaGenerator) -> None:
    """Say how long the search takes, and start it only where it is wanted."""
    with heading:
        st.title("Where did it break far more than elsewhere?", anchor=False)
    seconds = wording.plural(max(1, round(SECONDS_A_MILLION * n / 1_000_000)), "second")
    st.markdown(f"Searching {wording.count(n)} utterances takes about {seconds}; nothing else waits for it.")
    st.button("Search for slices", type="primary", icon=":material/search:", on_click=_want, args=(search,))


def _stop(job: Job, search: Search) -> None:
    _wanted()[search] = False
    job.stop()


@st.fragment(run_every=0.5)
def _show_progress(job: Job, search: Search, n: int) -> None:
    """Say how long it has been searching, with a way to stop it, and show the page anew when it is done."""
    if job.stopping.is_set():
        # By this session or another: either way there is nothing to wait for.
        _stop(job, search)
        st.rerun()
    if job.future.done():
        st.rerun()
    expected = max(1.0, SECONDS_A_MILLION * n / 1_000_000)
    st.progress(
        min(0.95, job.seconds / expected),
        f"{wording.count(n)} utterances, {wording.plural(job.seconds, 'second')} so far. You can go on elsewhere.",
    )
    st.button("Stop", key="slices_stop", icon=":material/stop_circle:", on_click=_stop, args=(job, search))


st.html(_STYLES)
_show(require_comparison())
