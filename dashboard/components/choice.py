"""A widget's value in the URL as plain text: read from a link, written back when it changes.

Streamlit's own binding writes the label that a widget shows; a link should carry the name itself.
"""

from collections.abc import Mapping, Sequence

import streamlit as st


def read_choice(name: str, options: Sequence[str], default: str) -> str:
    """Return the session key for a widget called `name`, its value set from the link where that is new.

    A parameter that went from the link since means the default, as the browser's Back does it. A value that is no
    option is the default; so is one that stopped being an option.
    """
    key, seen = f"choice-{name}", f"_linked-{name}"
    asked = st.query_params.get(name)
    if asked in options and asked != st.session_state.get(seen):
        st.session_state[key] = asked
    elif st.session_state.get(key) not in options or (asked is None and st.session_state.get(seen) is not None):
        st.session_state[key] = default
    return key


def write_choices(values: Mapping[str, str | None]) -> None:
    """Put the values of widgets into the URL in one step of the browser's history; None stays out of it."""
    wanted = {name: value for name, value in values.items() if value is not None}
    if any(st.query_params.get(name) != value for name, value in wanted.items()):
        st.query_params.update(wanted)
    for name in values:
        if name not in wanted and name in st.query_params:
            del st.query_params[name]
        st.session_state[f"_linked-{name}"] = st.query_params.get(name)
