"""Who judges: the address of who is signed in, else a name that is written once a session."""

from typing import Final

import streamlit as st

from dashboard.components.sign_in import signed_in_name
from loaders.judgement_text import MAX_ANNOTATOR

WHO: Final = "Who are you? Write your name below the buttons, then give the verdict again."

_NAME: Final = "_annotator"


def annotator_name() -> str:
    """Return the name of who judges; empty where nobody said."""
    return signed_in_name() or str(st.session_state.get(_NAME, ""))


def show_annotator_field(field: str, problem: str) -> None:
    """Show the field for the name, unless somebody is signed in; `problem` is the value that says what is wrong."""
    if signed_in_name():
        return
    st.session_state[field] = st.session_state.get(_NAME, "")
    st.text_input(
        "Your name",
        key=field,
        max_chars=MAX_ANNOTATOR,
        placeholder="Your name",
        label_visibility="collapsed",
        width=125,
        on_change=_keep_name,
        args=(field, problem),
    )


def has_annotator(field: str, problem: str) -> bool:
    """Tell whether somebody said who they are, for a button's callback; else keep the question as the problem."""
    if not signed_in_name() and field in st.session_state:
        # The field and the button may change in one moment.
        st.session_state[_NAME] = st.session_state[field].strip()
    if annotator_name():
        return True
    st.session_state[problem] = WHO
    return False


def _keep_name(field: str, problem: str) -> None:
    # A widget's own state goes with the page; the name stays for the session.
    st.session_state[_NAME] = st.session_state[field].strip()
    if st.session_state.get(problem) == WHO:
        st.session_state[problem] = ""
