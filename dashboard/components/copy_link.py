"""The address of a view at the head of each page, one press away; and the scripts that all pages share."""

from typing import Final

import streamlit as st

_SCRIPTS: Final = ("copy_link.js", "shortcuts.js")
"""Files in `dashboard/static`, served from the same origin: a strict Content-Security-Policy lets them run."""

_BUTTON: Final = (
    '<div class="copy-link"><span role="status"></span>'
    '<button type="button" aria-keyshortcuts="c" title="Copy the address of this view (C)">'
    "Copy link</button></div>"
)


def show_copy_link() -> None:
    """Show the button at the top right of the page; what it copies is the address line, where the whole view stands."""
    with st.container(key="page_actions", gap=None):
        st.html(_BUTTON)
        tags = "".join(f'<script type="module" src="app/static/{name}"></script>' for name in _SCRIPTS)
        st.html(tags, unsafe_allow_javascript=True)
