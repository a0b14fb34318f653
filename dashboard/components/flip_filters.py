"""The filters of the Flips page: chips for those that are active, a panel to add more, a text search, the order."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from analysis.sort_keys import LARGEST_FIRST
from dashboard import cache
from dashboard.components.flip_address import SORTS, Address
from dashboard.components.flip_link import go
from dashboard.components.flip_panel import show_panel
from dashboard.components.flip_words import SORT_LABELS, chips, plain_label, sort_help
from dashboard.components.session import Chosen
from dashboard.state import FlipFilter
from loaders.comparison import Comparison


def show_filters(chosen: Chosen, address: Address) -> None:
    """Show all filters as the address has them; each use changes the address."""
    comparison = chosen.comparison
    with st.container(key="flip_filters", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="flip_chips", horizontal=True, gap="small", width="content"):
            _show_chips(comparison, address)
        panel = st.popover("Filter", icon=":material/add:", key="flip_panel", on_change="rerun", width="content")
        if panel.open:
            with panel:
                show_panel(chosen, address)
        _show_search(comparison, address)
        _show_order(comparison, address)
    for note in address.notes:
        if address.unread and note == address.notes[0]:
            st.error(plain_label(note), icon=":material/error:")
        else:
            st.warning(plain_label(note), icon=":material/link_off:")


def clear(address: Address) -> Address:
    """Return the address without any filter but the outcome."""
    return address.with_filter(FlipFilter(outcomes=address.flips.outcomes))


def without(address: Address, parameter: str) -> Address:
    """Return the address without one filter."""
    if parameter == "outcome":
        return address.with_filter(replace(address.flips, outcomes=()))
    if parameter == "cause":
        return address.with_filter(replace(address.flips, causes=()))
    if parameter == "q":
        return address.with_filter(replace(address.flips, search=""))
    return address.with_values(parameter, ())


def _show_chips(comparison: Comparison, address: Address) -> None:
    for parameter, words in chips(address.flips).items():
        st.button(
            plain_label(words),
            key=f"flip_chip_{parameter}",
            icon=":material/close:",
            icon_position="right",
            help="Take this filter away",
            on_click=go,
            args=(comparison, without_filter(parameter)),
        )


def without_filter(parameter: str) -> Callable[[Address], Address]:
    """Return the change that takes one filter away."""
    return lambda address: without(address, parameter)


def _show_search(comparison: Comparison, address: Address) -> None:
    st.session_state["flip_search"] = address.flips.search or address.unread
    st.text_input(
        "Search in the text",
        key="flip_search",
        placeholder="Search in the text",
        help="Plain words, whatever their case, or a regular expression written /like this/.",
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=200,
        width=210,
        on_change=lambda: go(comparison, _with_search),
    )


def _with_search(address: Address) -> Address:
    return address.with_filter(replace(address.flips, search=st.session_state["flip_search"].strip()))


def _show_order(comparison: Comparison, address: Address) -> None:
    runs = (comparison.baseline, comparison.candidate)
    has_traffic = cache.knows_traffic(comparison)
    sorts = [one for one in SORTS if one not in LARGEST_FIRST or all(run.has_confidence for run in runs)]
    if not has_traffic:
        sorts.remove("frequency")
    st.session_state["flip_sort"] = address.sort if address.sort in sorts else "row"
    st.selectbox(
        "Order",
        sorts,
        key="flip_sort",
        format_func=SORT_LABELS.__getitem__,
        help=sort_help(has_traffic),
        label_visibility="collapsed",
        width=165,
        on_change=lambda: go(
            comparison, lambda now: replace(now, sort=st.session_state["flip_sort"], page=1, row=None)
        ),
    )
