"""The list of requests: which are shown, page by page, and what could not be aligned."""

from typing import Final, get_args

import streamlit as st

from dashboard import wording
from dashboard.components.locale_memory import BROKE_KEY, FILTER_KEY, HELD_KEY, PAGE_KEY, note_choice, restart_paging
from dashboard.components.locale_results import (
    PAGE_SIZE,
    RequestFilter,
    RequestQuery,
    n_requests,
    request_alignment,
    request_page,
)
from dashboard.components.parallel_table import show_requests
from dashboard.components.session import Chosen
from loaders.schema import Unit

# The words in the control are those in the URL, so they name no locale.
_FILTERS: Final[tuple[RequestFilter, ...]] = get_args(RequestFilter)
_NAMED: Final[RequestFilter] = "broke in one, not the other"

NO_PARALLEL: Final = (
    "This evaluation set does not say which utterances are the same request in another language. Give each utterance "
    "a `parallel_id` that its translations share (or name your column with `--column parallel_id=YOURS`) and load it "
    "again; then each request stands here in one row, locale by locale."
)


def show_parallel(chosen: Chosen, locales: tuple[str, ...]) -> None:
    """Show the filters, the table and the way to further pages."""
    with st.container(border=True, key="parallel"):
        st.html("<h3>The same request, locale by locale</h3>")
        if not chosen.comparison.evalset.has_parallel:
            st.info(NO_PARALLEL, icon=":material/link_off:")
            return
        alignment = request_alignment(chosen.comparison, locales)
        if alignment.n_requests == 0:
            st.info("No utterance of these locales has a `parallel_id`.", icon=":material/link_off:")
            return
        query = _choose(locales, chosen.view.unit)
        n = n_requests(chosen.comparison, query)
        st.html(f'<div class="note muted tabular">{_summary(query, n, alignment.n_requests)}</div>')
        if n:
            _show_page(chosen, query, n)
        st.html(f'<div class="note muted tabular">{_left_out(alignment.n_unaligned, alignment.n_repeated)}</div>')


def _choose(locales: tuple[str, ...], unit: Unit) -> RequestQuery:
    with st.container(horizontal=True, vertical_alignment="bottom", key="request_filters"):
        wanted = st.segmented_control(
            "Requests",
            _FILTERS,
            default=_NAMED,
            required=True,
            key=FILTER_KEY,
            bind="query-params",
            on_change=restart_paging,
            label_visibility="collapsed",
        )
        broke_in, held_in = _choose_pair(locales) if wanted == _NAMED else locales[:2]
    return RequestQuery(locales, unit, wanted, broke_in, held_in)


def _choose_pair(locales: tuple[str, ...]) -> tuple[str, str]:
    broke_in = _choose_one("Broke in", locales, BROKE_KEY)
    others = tuple(locale for locale in locales if locale != broke_in)
    return broke_in, _choose_one("but not in", others, HELD_KEY)


def _choose_one(label: str, locales: tuple[str, ...], key: str) -> str:
    return st.selectbox(label, locales, key=key, bind="query-params", on_change=restart_paging, width=130)


def _summary(query: RequestQuery, n: int, n_all: int) -> str:
    requests = wording.plural(n, "request")
    match query.filter:
        case "all":
            said = requests
        case "broke in one, not the other":
            said = f"{requests} of {wording.count(n_all)} broke in {query.broke_in}, not in {query.held_in}"
        case "broke everywhere":
            said = f"{requests} of {wording.count(n_all)} broke in all {len(query.locales)} locales"
        case "broke anywhere":
            said = f"{requests} of {wording.count(n_all)} broke in at least one of these locales"
    return f"{said}{'; most traffic first' if n else ''}. ✓ right, ✕ wrong: baseline, then candidate."


def _show_page(chosen: Chosen, query: RequestQuery, n: int) -> None:
    n_pages = -(-n // PAGE_SIZE)
    # A link may name a page that this filter does not have; a session may stand on one.
    if st.session_state.get(PAGE_KEY, 1) not in range(1, n_pages + 1):
        st.session_state[PAGE_KEY] = 1
    table = st.container()
    page = st.pagination(n_pages, key=PAGE_KEY, bind="query-params", on_change=note_choice) if n_pages > 1 else 1
    first, last = (page - 1) * PAGE_SIZE + 1, min(page * PAGE_SIZE, n)
    with table:
        show_requests(request_page(chosen.comparison, query, page), query.locales, chosen.view)
        if n_pages > 1:
            st.html(f'<div class="note muted tabular">{first:,} to {last:,} of {n:,}</div>')


def _left_out(n_unaligned: int, n_repeated: int) -> str:
    if not n_unaligned and not n_repeated:
        return "Every utterance of these locales stands for one request."
    said = []
    if n_unaligned:
        said.append(f"{wording.plural(n_unaligned, 'utterance')} without a parallel_id left out")
    if n_repeated:
        said.append(f"{wording.plural(n_repeated, 'utterance')} left out that repeat a request in their locale")
    return f"{' and '.join(said)}."
