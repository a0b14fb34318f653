"""Names from the data in figures. Plotly takes labels for a kind of HTML, so they are escaped, and cut where long."""

from html import escape
from typing import Final

MAX_LABEL: Final = 24


def label(name: str, most: int = MAX_LABEL) -> str:
    """Return a name as an axis can show it; its full form belongs into the hover.

    >>> label("<b>music</b>"), label("a" * 30, most=6)
    ('&lt;b&gt;music&lt;/b&gt;', 'aaaaa…')
    """
    return plain(name if len(name) <= most else f"{name[: most - 1]}…")


def plain(text: str) -> str:
    """Return a text that Plotly shows as it stands, in full.

    >>> plain('<a href="http://x.example">x</a>')
    '&lt;a href="http://x.example"&gt;x&lt;/a&gt;'
    """
    return escape(text, quote=False)
