"""The address line as the only place where the state of the page Annotation lives: read first, written on change."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from analysis.annotation.suspect_table import SuspectTable
from dashboard.components.suspect_address import (
    OWN_PARAMETERS,
    SuspectAddress,
    note_unread_parameters,
    read_suspect_address,
)
from dashboard.state import Parameters

Change = Callable[[SuspectAddress], SuspectAddress]


def current_suspects(table: SuspectTable) -> SuspectAddress:
    """Return what the address line asks for, as far as this set has it."""
    address = read_suspect_address({name: st.query_params.get_all(name) for name in OWN_PARAMETERS}, table)
    unread = note_unread_parameters(list(st.query_params))
    return replace(address, notes=(*address.notes, unread)) if unread else address


def go_to(table: SuspectTable, change: Change) -> None:
    """Change the address; for callbacks. It is read anew, so that of two changes in one rerun none is undone."""
    parameters = change(current_suspects(table)).parameters()
    # One update is one step of the browser's history; an empty list takes a parameter out of the URL.
    stale: Parameters = {name: [] for name in OWN_PARAMETERS if st.query_params.get_all(name)}
    st.query_params.update(stale | parameters)


def filter_by_click(table: SuspectTable, address: SuspectAddress, change: Change) -> None:
    """Change the address by a point that was clicked, and show the page anew.

    A point that filters by nothing new does nothing: its figure, which is the same, would tell of the click for ever.
    """
    if change(address).filters().parameters() != address.filters().parameters():
        go_to(table, change)
        st.rerun()
