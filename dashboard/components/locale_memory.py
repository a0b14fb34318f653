"""Keeps the choices of the Locales page while another page is open.

A click on a bar leaves the page by `st.switch_page`, which empties the address that the back button returns to. What
was chosen is put back then; an address that says something else wins, and so does another evaluation set.
"""

from typing import Any, Final

import streamlit as st

from dashboard.components.locale_picker import LOCALES_KEY, PAGE_KEY

CHOICES: Final = (LOCALES_KEY, "requests", "broke_in", "held_in", PAGE_KEY)
_MEMORY: Final = "_locale_choices"


def recall_choices(evalset: str) -> None:
    """Put back what was chosen, where the page was just entered by an address that chooses nothing."""
    remembered: tuple[str, dict[str, Any]] | None = st.session_state.get(_MEMORY)
    if remembered is None or remembered[0] != evalset:
        return
    if any(key in st.query_params or key in st.session_state for key in CHOICES):
        return
    for key, value in remembered[1].items():
        st.session_state[key] = value


def remember_choices(evalset: str) -> None:
    """Keep what is chosen now; `evalset` identifies the content that the choices are of."""
    st.session_state[_MEMORY] = (evalset, {key: st.session_state[key] for key in CHOICES if key in st.session_state})
