"""The keys that the dashboard knows, listed in a dialog; `static/shortcuts.js` and the buttons' own keys obey them."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

import streamlit as st

Key = tuple[str, tuple[str, ...], str]
"""Where a key works, the ways to press it (the strokes of one are parted by spaces), and what it does."""

KEYS: Final[tuple[Key, ...]] = (
    ("Any page", ("C",), "Copy the link to this view"),
    ("Any page", ("?",), "List these keys"),
    ("Flips", ("J", "Down"), "Next utterance"),
    ("Flips", ("K", "Up"), "Previous utterance"),
    ("Flips", ("/",), "Search in the text"),
    ("Flips", ("1",), "Verdict: candidate wrong"),
    ("Flips", ("2",), "Verdict: gold wrong"),
    ("Flips", ("3",), "Verdict: both acceptable"),
    ("Flips", ("4",), "Verdict: unclear"),
    ("Flips", ("U",), "Undo your verdict"),
    ("Annotation", ("J", "Down"), "Next suspect"),
    ("Annotation", ("K", "Up"), "Previous suspect"),
    ("Annotation", ("/",), "Search in the texts of suspects"),
    ("Annotation", ("1",), "This label is right"),
    ("Annotation", ("2",), "This label is wrong"),
    ("Annotation", ("3",), "It cannot be told"),
    ("Annotation", ("4",), "Take the likelier intent instead"),
    ("Annotation", ("U",), "Undo your judgement"),
)
"""All but those that go to a page, which follow from the pages."""


def show_shortcuts_button(pages: Mapping[str, str]) -> None:
    """Show the button that lists all keys; `pages` are the titles by the letter that follows G."""
    # Without a tooltip: it would cover what stands above when the key gives this button the focus.
    if st.button("Keys", key="shortcuts_button", icon=":material/keyboard:", type="tertiary"):
        _show_dialog(pages)


@st.dialog("Keys")
def _show_dialog(pages: Mapping[str, str]) -> None:
    going = (("Go to", (f"G {letter.upper()}",), title) for letter, title in pages.items())
    st.html(keys_html((*KEYS, *going)))


def keys_html(keys: Iterable[Key]) -> str:
    """Return the keys as a table, in groups; an empty one of none.

    >>> "<td><kbd>J</kbd> or <kbd>Down</kbd></td>" in keys_html([("Flips", ("J", "Down"), "Next utterance")])
    True
    >>> "<td><kbd>G</kbd> then <kbd>F</kbd></td>" in keys_html([("Go to", ("G F",), "Flips")])
    True
    """
    groups: dict[str, str] = {}
    for where, ways, what in keys:
        said = " or ".join(map(_strokes, ways))
        groups[where] = groups.get(where, "") + f'<tr><th scope="row">{escape(what)}</th><td>{said}</td></tr>'
    bodies = "".join(
        f'<tbody><tr><th colspan="2" scope="rowgroup" class="label">{escape(where)}</th></tr>{rows}</tbody>'
        for where, rows in groups.items()
    )
    return f'<table class="keys">{bodies}</table>'


def _strokes(way: str) -> str:
    return " then ".join(f"<kbd>{escape(stroke)}</kbd>" for stroke in way.split(" "))
