"""Names from the data in figures. Plotly takes labels for a kind of HTML, so they are escaped, and cut where long."""

from collections.abc import Sequence
from html import escape
from itertools import takewhile
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


def isolated(text: str) -> str:
    """Return a text that Plotly shows as it stands, and whose direction of writing reaches nothing beside it."""
    return f"\u2068{plain(text)}\u2069"


def short_names(names: Sequence[str], most: int = MAX_LABEL) -> list[str]:
    """Return names that stand side by side, none longer than `most` characters; not escaped.

    Where they do not fit, what all begin with is left out up to a separator, and of a longer one the end is kept:
    names of model versions differ there. Where even those are not told apart, they are numbered.

    >>> short_names(["nlu-2026-11-01-rc1", "nlu-2026-11-02-rc1"], most=8), short_names(["v1", "candidate"], most=5)
    (['01-rc1', '02-rc1'], ['v1', '…date'])
    >>> short_names(["model-of-monday-final", "the-of-tuesday-final"], most=6)
    ['#1', '#2']
    """
    if max(map(len, names), default=0) <= most:
        return list(names)
    shared = "".join(letters[0] for letters in takewhile(lambda of: len(set(of)) == 1, zip(*names, strict=False)))
    start = max(shared.rfind(separator) for separator in "-_.") + 1
    ends = [name if len(name) <= most else f"…{name[1 - most :]}" for name in (name[start:] for name in names)]
    return ends if len(set(ends)) == len(names) else [f"#{number}" for number in range(1, len(names) + 1)]
