"""The queue of the Verdicts page: items on which annotators disagree, the most asked first, each a way to the flip."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from analysis.verdict_report import VerdictReport
from dashboard import wording
from dashboard.components.session import Chosen
from dashboard.components.verdict_results import PAGE_SIZE, queue_page
from dashboard.figures.slot_marks import isolated
from dashboard.state import FlipFilter
from dashboard.verdict_words import ABOUT_LABELS, VERDICT_LABELS

_PAGE_KEY: Final = "queue_page"
_HEAD: Final = (
    '<div class="queue-row queue-head" aria-hidden="true"><div>traffic</div><div>locale</div><div>utterance</div>'
    '<div class="said">what each annotator says</div></div>'
)


def show_queue(chosen: Chosen, report: VerdictReport) -> None:
    """Show the disagreements page by page, with what each annotator said and a link to the utterance."""
    with st.container(border=True, key="verdict_queue", gap="small"):
        st.html(
            '<h2>Annotators disagree</h2><div class="note muted">Most traffic first. '
            "The link opens the utterance on the Flips page.</div>"
        )
        queue = report.queue
        if not queue:
            st.html('<p class="fixed">✓ No disagreement is open.</p>')
            return
        n_pages = -(-len(queue) // PAGE_SIZE)
        table = st.container()
        page = _choose_page(n_pages) if n_pages > 1 else 1
        rows = queue_page(chosen.comparison, queue, page)
        with table, st.container(key="queue_rows", gap=None):
            st.html(_HEAD)
            for row in rows:
                _show_row(chosen, row)
        if n_pages > 1:
            first = (page - 1) * PAGE_SIZE
            st.html(f'<div class="note muted tabular">{first + 1:,} to {first + len(rows):,} of {len(queue):,}</div>')


def _show_row(chosen: Chosen, row: Mapping[str, Any]) -> None:
    everything = FlipFilter((), (("locale", (str(row["locale"]),)),))
    with st.container(key=f"queue_row_{row['row']}", gap=None):
        st.html(row_html(row))
        st.page_link(
            "pages/flips.py",
            label="Open",
            help="Open this utterance on the Flips page",
            query_params=chosen.view.parameters() | everything.parameters() | {"row": str(row["row"])},
        )


def row_html(row: Mapping[str, Any]) -> str:
    """Return one disagreement: traffic, locale, text, and what each annotator said."""
    said = "".join(
        f'<div><span class="muted">{isolated(one["annotator"])}</span> {_said(one)}</div>' for one in row["verdicts"]
    )
    return (
        f'<div class="queue-row"><div class="tabular" title="Traffic">{wording.short_count(row["n_traffic"])}</div>'
        f'<div class="muted">{isolated(str(row["locale"]))}</div>'
        f'<div class="text">{isolated(str(row["text"]))}'
        f'<div class="note muted">differ in {escape(ABOUT_LABELS[row["about"]])} · gold {isolated(str(row["intent"]))}'
        f" · candidate {isolated(str(row['candidate_intent'] or wording.NO_ANSWER))}</div></div>"
        f'<div class="said">{said}</div></div>'
    )


def _said(one: Mapping[str, Any]) -> str:
    parts = [f"<b>{escape(VERDICT_LABELS[one['verdict']])}</b>"]
    if one["true_intent"] is not None:
        parts.append(isolated(one["true_intent"]))
    if one["true_slots"] is not None:
        slots = ", ".join(f"{isolated(slot['name'])}: {isolated(slot['value'])}" for slot in one["true_slots"])
        parts.append(slots or "no slots")
    return " · ".join(parts)


def _choose_page(n_pages: int) -> int:
    # A link may name a page that this queue does not have; a session may stand on one.
    if st.session_state.get(_PAGE_KEY, 1) not in range(1, n_pages + 1):
        st.session_state[_PAGE_KEY] = 1
    return st.pagination(n_pages, key=_PAGE_KEY, bind="query-params")
