"""A count in a table drawn as HTML, which leads to the flips that it counts."""

from html import escape
from urllib.parse import urlencode

from dashboard import wording
from dashboard.state import FlipFilter, View


def count_link(n: int, view: View, flips: FlipFilter) -> str:
    """Return the count as a link to its list on the Flips page; of nothing there is no list, so 0 is no link.

    >>> count_link(3, View("e", "v1", "v2"), FlipFilter(where=(("swing", ("far",)),)))
    '<a href="flips?evalset=e&amp;baseline=v1&amp;candidate=v2&amp;where=swing%3Dfar" target="_self" \
title="List them">3</a>'
    >>> count_link(0, View("e", "v1", "v2"), FlipFilter())
    '0'
    """
    if not n:
        return wording.count(n)
    query = urlencode(view.parameters() | flips.parameters(), doseq=True)
    return f'<a href="flips?{escape(query)}" target="_self" title="List them">{wording.count(n)}</a>'
