"""A change of the notes that a callback makes: refused to who may only look, and what is wrong with it is kept."""

from collections.abc import Callable

import streamlit as st

from dashboard.components.sign_in import may_write
from loaders.errors import InputError


def try_to_write(change: Callable[[], object], problem: str, not_allowed_to: str) -> bool:
    """Make a change, and say whether it was made.

    The session's value `problem` says what is wrong, "" for nothing, for the panel that is drawn next.
    """
    if not may_write():
        st.session_state[problem] = f"You may look, but not {not_allowed_to}; ask whoever runs this dashboard."
        return False
    try:
        change()
    except InputError as error:
        st.session_state[problem] = str(error)
        return False
    st.session_state[problem] = ""
    return True
