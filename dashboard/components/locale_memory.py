"""Puts the choices of the Locales page back when a person comes back to it.

Following a link to the flips rewrites the address that the back button returns to, and there an address without the
choices stands for the defaults. So they are set in a second run, which is no step in history. Where a person chose the
defaults, a callback said so.
"""

from typing import Any, Final

import streamlit as st

LOCALES_KEY: Final = "locales"
FILTER_KEY: Final = "requests"
BROKE_KEY: Final = "broke_in"
HELD_KEY: Final = "held_in"
PAGE_KEY: Final = "requests_page"
CHOICES: Final = (LOCALES_KEY, FILTER_KEY, BROKE_KEY, HELD_KEY, PAGE_KEY)
"""The widgets of the page; each is also the query parameter that holds its value unless it is the default."""

_CHOSEN: Final = "_locales_chosen"
_PENDING: Final = "_locales_pending"
_JUST_CHOSE: Final = "_locales_just_chose"


def note_choice() -> None:
    """Note that a person chose something; for the callbacks of the widgets."""
    st.session_state[_JUST_CHOSE] = True


def restart_paging() -> None:
    """Go back to the first page of the requests: another choice lists others."""
    st.session_state[PAGE_KEY] = 1
    note_choice()


def recall_choices(evalset: str) -> None:
    """Put back what was chosen before the page was left, unless the address chooses or the utterances are others."""
    pending: dict[str, Any] = st.session_state.pop(_PENDING, {})
    for key, value in pending.items():
        st.session_state[key] = value
    just_chose: bool = st.session_state.pop(_JUST_CHOSE, False)
    if pending or just_chose or any(key in st.query_params for key in CHOICES):
        return
    of_evalset, chosen = st.session_state.get(_CHOSEN, ("", {}))
    if chosen and of_evalset == evalset:
        st.session_state[_PENDING] = chosen
        st.rerun()


def remember_choices(evalset: str) -> None:
    """Keep what the address chooses; `evalset` is the fingerprint of the utterances that the choices are of."""
    chosen = {key: st.session_state[key] for key in CHOICES if key in st.query_params and key in st.session_state}
    st.session_state[_CHOSEN] = (evalset, chosen)
