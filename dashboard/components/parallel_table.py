"""The same request, locale by locale, in rows: every outcome is a link to its utterance.

The rows are a grid of page links rather than a table of HTML links: those would load the whole app anew.
"""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from analysis.parallel import Request
from dashboard import wording
from dashboard.components.locale_links import utterance_in
from dashboard.components.locale_results import RequestPage
from dashboard.components.markdown_text import plain
from dashboard.state import View
from loaders.schema import Outcome


def show_requests(page: RequestPage, locales: Sequence[str], view: View) -> None:
    """Show one page of requests; the text is that of the first locale that has the request."""
    with st.container(key=f"requests_{len(locales)}", gap=None):
        with st.container(key="request_heads", gap=None):
            titles = f"<span>request ({escape(locales[0])})</span><span>traffic</span>"
            st.html(f'<div class="request request-head">{titles}</div>')
            for locale in locales:
                st.html(f'<div class="request-head"><bdi>{escape(locale)}</bdi></div>')
        for index, request in enumerate(page.requests):
            with st.container(key=f"request_row_{index}", gap=None):
                st.html(request_html(request, page.texts, locales))
                for locale in locales:
                    _show_outcome(request, locale, view)


def request_html(request: Request, texts: Mapping[int, str], locales: Sequence[str]) -> str:
    """Return id, text and traffic of a request; a text of another locale than the first says which."""
    return (
        f'<div class="request"><bdi class="muted">#{escape(request.parallel_id)}</bdi>'
        f"{_text(request, texts, locales)}"
        f'<span class="muted tabular">{wording.count(request.frequency)}</span></div>'
    )


def _text(request: Request, texts: Mapping[int, str], locales: Sequence[str]) -> str:
    for locale in locales:
        answer = request.answers[locale]
        if answer is not None:
            other = "" if locale == locales[0] else f'<small class="muted">{escape(locale)}</small> '
            text = f'<bdi dir="auto" lang="{escape(locale)}">{escape(texts[answer.row])}</bdi>'
            return f'<span class="text">{other}{text}</span>'
    return f'<span class="text">{wording.UNDEFINED}</span>'


def _show_outcome(request: Request, locale: str, view: View) -> None:
    answer = request.answers[locale]
    if answer is None:
        st.html(f'<span class="muted" title="no such request in {escape(locale)}">{wording.UNDEFINED}</span>')
        return
    st.page_link(
        "pages/flips.py",
        label=outcome_label(answer.outcome, locale),
        query_params=utterance_in(view, answer.outcome, locale, answer.row),
    )


def outcome_label(outcome: Outcome, locale: str) -> str:
    """Return mark and word in Markdown; what stands in italics is for those who do not see the column.

    >>> outcome_label("negative_flip", "de-DE"), outcome_label("both_correct", "de")
    ('✓ ✕ **broke** *in de\\\\-DE*', '✓ ✓ *both right in de*')
    """
    mark, word = wording.OUTCOME_MARKS[outcome], wording.OUTCOME_LABELS[outcome]
    if outcome in ("negative_flip", "positive_flip"):
        return f"{mark} **{word}** *in {plain(locale)}*"
    return f"{mark} *{word} in {plain(locale)}*"
