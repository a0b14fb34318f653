"""Puts back the choices of the Locales page after a click on a bar.

Such a click leaves by `st.switch_page`, which empties the address that the back button returns to, and on the way
back an empty address stands for the defaults. The choices are then set in a second run, which is no step in history.
"""

from typing import Any, Final

import streamlit as st

from dashboard.components.locale_picker import LOCALES_KEY, PAGE_KEY

CHOICES: Final = (LOCALES_KEY, "requests", "broke_in", "held_in", PAGE_KEY)
_LEFT: Final = "_locales_left"
_BACK: Final = "_locales_back"

Memory = tuple[str, dict[str, Any]]


def remember_choices(evalset: str) -> None:
    """Keep what is chosen, for the page is about to be left; `evalset` is the fingerprint that the choices are of."""
    st.session_state[_LEFT] = (evalset, {key: st.session_state[key] for key in CHOICES if key in st.session_state})


def recall_choices(evalset: str) -> None:
    """Put back what was chosen when a bar was clicked, unless the address chooses or the evaluation set is another."""
    back: Memory | None = st.session_state.pop(_BACK, None)
    if back is not None:
        for key, value in back[1].items():
            st.session_state[key] = value
        return
    left: Memory | None = st.session_state.pop(_LEFT, None)
    if left is not None and left[0] == evalset and not any(key in st.query_params for key in CHOICES):
        st.session_state[_BACK] = left
        st.rerun()
