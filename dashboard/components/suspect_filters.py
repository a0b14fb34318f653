"""The filters of the page Annotation: how suspect, chips for those that are active, a panel to add more, a search."""

from dataclasses import replace
from typing import cast

import streamlit as st

from analysis.annotation.suspect_list import SHOWN, Shown, list_suspects
from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.components.flip_words import plain_label
from dashboard.components.session import Chosen
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_link import go_to
from dashboard.components.suspect_panel import show_suspect_panel
from dashboard.components.suspect_results import Listing
from dashboard.components.suspect_words import SHOWN_HELP, SHOWN_LABELS, chips_of


def show_suspect_filters(chosen: Chosen, table: SuspectTable, address: SuspectAddress, listing: Listing) -> None:
    """Show all filters as the address has them; each use changes the address."""
    with st.container(key="suspect_filters", horizontal=True, vertical_alignment="center", gap="small"):
        _show_shown(table, address, listing)
        with st.container(key="suspect_chips", horizontal=True, gap="small", width="content"):
            _show_chips(table, address)
        panel = st.popover("Filter", icon=":material/add:", key="suspect_panel", on_change="rerun", width="content")
        if panel.open:
            with panel:
                show_suspect_panel(chosen, table, address)
        _show_search(table, address)
    for note in address.notes:
        st.warning(plain_label(note), icon=":material/link_off:")


def _show_shown(table: SuspectTable, address: SuspectAddress, listing: Listing) -> None:
    """Let choose how suspect an utterance must be; each choice says how many there are under the other filters."""
    counts = {one: len(list_suspects(table, replace(address.asked, shown=one), listing.kept)) for one in SHOWN}
    st.session_state["suspect_shown"] = address.asked.shown
    st.segmented_control(
        "How suspect",
        SHOWN,
        key="suspect_shown",
        required=True,
        format_func=lambda one: f"{SHOWN_LABELS[cast(Shown, one)]} {wording.count(counts[cast(Shown, one)])}",
        help=SHOWN_HELP,
        label_visibility="collapsed",
        on_change=lambda: go_to(table, _with_shown),
    )


def _with_shown(address: SuspectAddress) -> SuspectAddress:
    return address.narrowed(replace(address.asked, shown=st.session_state["suspect_shown"]))


def _show_chips(table: SuspectTable, address: SuspectAddress) -> None:
    for parameter, words in chips_of(address).items():
        st.button(
            plain_label(words),
            key=f"suspect_chip_{parameter}",
            icon=":material/close:",
            icon_position="right",
            help="Take this filter away",
            on_click=take_away,
            args=(table, parameter),
        )


def take_away(table: SuspectTable, parameter: str) -> None:
    """Take one filter out of the address."""
    go_to(table, lambda address: address.without(parameter))


def _show_search(table: SuspectTable, address: SuspectAddress) -> None:
    st.session_state["suspect_search"] = address.search or address.unread
    st.text_input(
        "Search in the text",
        key="suspect_search",
        placeholder="Search in the text",
        help="Plain words, whatever their case, or a regular expression written /like this/.",
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=200,
        width=210,
        on_change=lambda: go_to(table, _with_search),
    )


def _with_search(address: SuspectAddress) -> SuspectAddress:
    return replace(address, search=st.session_state["suspect_search"].strip(), page=1, row=None)
