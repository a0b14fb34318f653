"""The keys that the dashboard knows, listed in a dialog; `static/shortcuts.js` and the buttons' own keys obey them."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

import streamlit as st

KEYS: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("Any page", ("C",), "Copy the link to this view"),
    ("Any page", ("?",), "List these keys"),
    ("Flips", ("J",), "Next utterance"),
    ("Flips", ("K",), "Previous utterance"),
    ("Flips", ("/",), "Search in the text"),
)
"""Where a key works, its strokes, and what it does; those that go to a page follow from the pages."""


def show_shortcuts_button(pages: Mapping[str, str]) -> None:
    """Show the button that lists all keys; `pages` are the titles by the letter that follows G."""
    # Without a tooltip: it would cover what stands above when the key gives this button the focus.
    if st.button("Keys", key="shortcuts_button", icon=":material/keyboard:", type="tertiary"):
        _show_dialog(pages)


@st.dialog("Keys")
def _show_dialog(pages: Mapping[str, str]) -> None:
    going = (("Go to", ("G", letter.upper()), title) for letter, title in pages.items())
    st.html(keys_html((*KEYS, *going)))


def keys_html(keys: Iterable[tuple[str, tuple[str, ...], str]]) -> str:
    """Return the keys as a table, in groups.

    >>> keys_html([("Flips", ("J",), "Next")]).count("<kbd>")
    1
    """
    groups: dict[str, str] = {}
    for where, strokes, what in keys:
        said = " then ".join(f"<kbd>{escape(stroke)}</kbd>" for stroke in strokes)
        groups[where] = groups.get(where, "") + f'<tr><th scope="row">{escape(what)}</th><td>{said}</td></tr>'
    bodies = "".join(
        f'<tbody><tr><th colspan="2" scope="rowgroup" class="label">{escape(where)}</th></tr>{rows}</tbody>'
        for where, rows in groups.items()
    )
    return f'<table class="keys">{bodies}</table>'
