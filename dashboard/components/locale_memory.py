"""Puts the choices of the Locales page back when a person comes back to it.

Following a link to the flips rewrites the address that the back button returns to, and there an address without the
choices stands for the defaults. So they are set in a second run, which is no step in history. Where a person chose the
defaults, a callback said so.
"""

from typing import Any, Final

import streamlit as st

LOCALES_KEY: Final = "locales"
A_KEY: Final = "a"
B_KEY: Final = "b"
FILTER_KEY: Final = "requests"
PAGE_KEY: Final = "requests_page"
REQUEST_KEY: Final = "request"
CHOICES: Final = (LOCALES_KEY, A_KEY, B_KEY, FILTER_KEY, PAGE_KEY, REQUEST_KEY)
"""The query parameters of the page: each holds the value of the widget with this key unless it is the default; the
request that is open has no widget and lives in the address alone."""

_CHOSEN: Final = "_locales_chosen"
_PENDING: Final = "_locales_pending"
_JUST_CHOSE: Final = "_locales_just_chose"


def note_choice() -> None:
    """Note that a person chose something; for the callbacks of the widgets."""
    st.session_state[_JUST_CHOSE] = True


def restart_paging() -> None:
    """Go back to the first page of the requests, none of them open: another choice lists others."""
    st.session_state[PAGE_KEY] = 1
    open_request(None)


def open_request(parallel_id: str | None) -> None:
    """Open a request, or close the one that is open; for callbacks."""
    if parallel_id is not None:
        st.query_params[REQUEST_KEY] = parallel_id
    elif REQUEST_KEY in st.query_params:
        del st.query_params[REQUEST_KEY]
    note_choice()


def recall_choices(evalset: str) -> None:
    """Put back what was chosen before the page was left, unless the address chooses or the utterances are others."""
    pending: dict[str, Any] = st.session_state.pop(_PENDING, {})
    for key, value in pending.items():
        if key == REQUEST_KEY:
            st.query_params[key] = value
        else:
            st.session_state[key] = value
    just_chose: bool = st.session_state.pop(_JUST_CHOSE, False)
    if pending or just_chose or any(key in st.query_params for key in CHOICES):
        return
    of_evalset, chosen = st.session_state.get(_CHOSEN, ("", {}))
    if chosen and of_evalset == evalset:
        st.session_state[_PENDING] = chosen
        st.rerun()


def remember_choices(evalset: str) -> None:
    """Keep what the address chooses; `evalset` is the fingerprint of the utterances that the choices are of.

    A part of the page that runs alone calls it too, for what it let choose.
    """
    st.session_state.pop(_JUST_CHOSE, None)
    there = [key for key in CHOICES if key in st.query_params]
    chosen = {key: st.session_state[key] for key in there if key in st.session_state and key != REQUEST_KEY}
    if REQUEST_KEY in there:
        chosen[REQUEST_KEY] = st.query_params[REQUEST_KEY]
    st.session_state[_CHOSEN] = (evalset, chosen)
