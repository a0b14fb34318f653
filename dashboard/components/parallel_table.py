"""The same request, locale by locale, in rows; a click on a row opens its utterances next to each other.

A row is drawn as HTML, a see-through button over it takes mouse and keyboard: the page stays, and nothing loads anew.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st

from analysis.parallel import Request
from dashboard import wording
from dashboard.components.locale_memory import open_request
from dashboard.components.locale_results import RequestPage
from dashboard.components.markdown_text import plain
from dashboard.figures.change_words import tone
from loaders.schema import Outcome

WORDS: Final[dict[Outcome, str]] = {
    "both_correct": "right",
    "negative_flip": "broke",
    "positive_flip": "fixed",
    "both_wrong_same": "wrong",
    "both_wrong_different": "wrong",
}
"""The word of each outcome in a table; `wording.OUTCOME_LABELS` has the longer ones."""


def show_requests(page: RequestPage, locales: Sequence[str], opened: str | None, show_open: Callable[[], None]) -> None:
    """Show one page of requests; below the one that is `opened` comes what `show_open` shows.

    The text is that of the first locale that has the request, in the order given.
    """
    with st.container(key=f"requests_{len(locales)}", gap=None):
        st.html(_heads(locales))
        for index, request in enumerate(page.requests):
            is_open = request.parallel_id == opened
            with st.container(key=f"request_row_{index}", gap=None):
                st.html(request_html(request, page.texts, locales, is_open))
                st.button(
                    f"{'Close' if is_open else 'Open'} request {plain(request.parallel_id)}",
                    key=f"open_request_{index}",
                    width="stretch",
                    on_click=open_request,
                    args=(None if is_open else request.parallel_id,),
                )
            if is_open:
                show_open()


def _heads(locales: Sequence[str]) -> str:
    names = "".join(f"<span><bdi>{escape(locale)}</bdi></span>" for locale in locales)
    return (
        f'<div class="request request-head"><span class="id"></span><span>request ({escape(locales[0])})</span>'
        f'<span class="traffic">traffic, all locales shown</span><span class="chips">{names}</span></div>'
    )


def request_html(request: Request, texts: Mapping[int, str], locales: Sequence[str], is_open: bool = False) -> str:
    """Return id, text, traffic and outcomes of a request; a text of another locale than the first says which."""
    chips = "".join(_chip(request, locale) for locale in locales)
    state = ' open" aria-current="true' if is_open else ""
    return (
        f'<div class="request{state}"><bdi class="id muted">#{escape(request.parallel_id)}</bdi>'
        f"{_text(request, texts, locales)}"
        f'<span class="traffic muted tabular">{wording.short_count(request.frequency)}</span>'
        f'<span class="chips">{chips}</span></div>'
    )


def _text(request: Request, texts: Mapping[int, str], locales: Sequence[str]) -> str:
    for locale in locales:
        answer = request.answers[locale]
        if answer is not None:
            other = "" if locale == locales[0] else f'<small class="muted">{escape(locale)}</small> '
            text = f'<bdi dir="auto" lang="{escape(locale)}">{escape(texts[answer.row])}</bdi>'
            return f'<span class="text">{other}{text}</span>'
    return f'<span class="text">{wording.UNDEFINED}</span>'


def _chip(request: Request, locale: str) -> str:
    where = f'<small class="where"><bdi>{escape(locale)}</bdi></small> '
    answer = request.answers[locale]
    if answer is None:
        return f'<span class="chip muted">{where}{wording.UNDEFINED}</span>'
    return f'<span class="chip {tone(answer.outcome)}">{where}{outcome_mark(answer.outcome)}</span>'


def outcome_mark(outcome: Outcome) -> str:
    """Return marks and word of an outcome, as HTML.

    >>> outcome_mark("negative_flip")
    '<span aria-hidden="true">✓ ✕</span> broke'
    """
    return f'<span aria-hidden="true">{wording.OUTCOME_MARKS[outcome]}</span> {WORDS[outcome]}'
