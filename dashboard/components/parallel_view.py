"""The list of requests: which are shown, page by page, the one that is open, and what could not be aligned."""

from typing import Final, get_args

import streamlit as st

from dashboard import wording
from dashboard.components.locale_memory import (
    FILTER_KEY,
    PAGE_KEY,
    REQUEST_KEY,
    note_choice,
    remember_choices,
    restart_paging,
)
from dashboard.components.locale_picker import ChosenLocales
from dashboard.components.locale_results import (
    PAGE_SIZE,
    RequestFilter,
    RequestQuery,
    n_requests,
    request_alignment,
    request_page,
)
from dashboard.components.parallel_detail import show_side_by_side
from dashboard.components.parallel_table import show_requests
from dashboard.components.session import Chosen

# The words in the control are those in the URL, so they name no locale.
_FILTERS: Final[tuple[RequestFilter, ...]] = get_args(RequestFilter)
_DEFAULT: Final[RequestFilter] = "broke in A, not in B"

NO_PARALLEL: Final = (
    "This evaluation set does not say which utterances are the same request in another language. Give each utterance "
    "a `parallel_id` that its translations share (or name your column with `--column parallel_id=YOURS`) and load it "
    "again; then each request stands here in one row, locale by locale."
)


@st.fragment
def show_parallel(chosen: Chosen, locales: ChosenLocales) -> None:
    """Show the filters, the table and the way to further pages; a click in it runs this part of the page alone."""
    with st.container(border=True, key="parallel"):
        st.html("<h2>The same request, locale by locale</h2>")
        if not chosen.comparison.evalset.has_parallel:
            st.info(NO_PARALLEL, icon=":material/link_off:")
            return
        alignment = request_alignment(chosen.comparison, locales.locales)
        if alignment.n_requests == 0:
            st.info("No utterance of these locales has a `parallel_id`.", icon=":material/link_off:")
            return
        query = RequestQuery(locales.locales, chosen.view.unit, _choose_filter(), locales.a, locales.b)
        n = n_requests(chosen.comparison, query)
        st.html(f'<div class="note muted tabular">{_summary(query, n, alignment.n_requests)}</div>')
        _show_page(chosen, query, n)
        st.html(f'<div class="note muted tabular">{_left_out(alignment.n_unaligned, alignment.n_repeated)}</div>')
    remember_choices(chosen.comparison.evalset.fingerprint)


def _choose_filter() -> RequestFilter:
    return st.segmented_control(
        "Requests",
        _FILTERS,
        default=_DEFAULT,
        required=True,
        key=FILTER_KEY,
        bind="query-params",
        on_change=restart_paging,
        label_visibility="collapsed",
    )


def _summary(query: RequestQuery, n: int, n_all: int) -> str:
    requests = wording.plural(n, "request")
    match query.filter:
        case "all":
            said = requests
        case "broke in A, not in B":
            said = f"{requests} of {wording.count(n_all)} broke in {query.a} (A), not in {query.b} (B)"
        case "broke everywhere":
            said = f"{requests} of {wording.count(n_all)} broke in all {len(query.locales)} locales"
        case "broke anywhere":
            said = f"{requests} of {wording.count(n_all)} broke in at least one of these locales"
    order = "; most traffic over all locales shown first. Click one to see it side by side" if n else ""
    return f"{said}{order}. ✓ right, ✕ wrong: baseline, then candidate."


def _show_page(chosen: Chosen, query: RequestQuery, n: int) -> None:
    n_pages = max(1, -(-n // PAGE_SIZE))
    # A link may name a page that this filter does not have; a session may stand on one.
    if st.session_state.get(PAGE_KEY, 1) not in range(1, n_pages + 1):
        st.session_state[PAGE_KEY] = 1
    table = st.container(gap="small")
    page = st.pagination(n_pages, key=PAGE_KEY, bind="query-params", on_change=note_choice) if n_pages > 1 else 1
    opened = st.query_params.get(REQUEST_KEY)
    found = request_page(chosen.comparison, query, page)
    ordered = tuple(dict.fromkeys((query.a, query.b, *query.locales)))
    with table:
        # What a link opens may be on another page of the list, or be left out by the filter.
        if opened is not None and opened not in (request.parallel_id for request in found.requests):
            show_side_by_side(chosen, opened, ordered)
        if n:
            show_requests(found, ordered, opened, lambda: show_side_by_side(chosen, str(opened), ordered))
        if n_pages > 1:
            first, last = (page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, n)
            st.html(f'<div class="note muted tabular">{first:,} to {last:,} of {n:,}</div>')


def _left_out(n_unaligned: int, n_repeated: int) -> str:
    if not n_unaligned and not n_repeated:
        return "Every utterance of these locales stands for one request."
    said = []
    if n_unaligned:
        said.append(f"{wording.plural(n_unaligned, 'utterance')} without a parallel_id left out")
    if n_repeated:
        said.append(f"{wording.plural(n_repeated, 'utterance')} left out that repeat a request in their locale")
    return f"{' and '.join(said)}; the first of its locale stands for a request."
