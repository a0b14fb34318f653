"""One request side by side: gold, baseline and candidate of its utterance in each locale, and the way to its flips."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from analysis.selection import Selection
from dashboard import cache, wording
from dashboard.components.locale_links import utterance_in
from dashboard.components.locale_memory import open_request
from dashboard.components.session import Chosen
from dashboard.figures.change_words import all_changes, tone
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.utterance import Utterance, read_utterance
from dashboard.state import View

_MOST: Final = 200
"""Utterances of one request that are read; repeats beyond are not counted."""


def utterances_of(chosen: Chosen, parallel_id: str, locales: Sequence[str]) -> dict[str, list[Utterance]]:
    """Return the utterances of a request in each of these locales that has it; the first stands for it."""
    asked = Selection(chosen.view.unit, where=(("parallel_id", (parallel_id,)), ("locale", tuple(locales))))
    found: dict[str, list[Utterance]] = {locale: [] for locale in locales}
    for row in cache.page(chosen.comparison, asked, "row", False, 0, _MOST):
        found[row["locale"]].append(read_utterance(row, chosen.view.unit))
    return {locale: utterances for locale, utterances in found.items() if utterances}


def show_side_by_side(chosen: Chosen, parallel_id: str, locales: Sequence[str]) -> None:
    """Show the request in these locales next to each other; where none has it, say so."""
    found = utterances_of(chosen, parallel_id, locales)
    with st.container(key="request_detail", gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.html(_head(parallel_id, found, locales))
            st.button("Close", key="close_request", icon=":material/close:", on_click=open_request, args=(None,))
        with st.container(key=f"request_sides_{len(found)}"):
            for index, utterances in enumerate(found.values()):
                with st.container(key=f"request_side_{index}", gap="xsmall"):
                    st.html(side_html(utterances, chosen.view))
                    first = utterances[0]
                    st.page_link(
                        "pages/flips.py",
                        label="See it among the flips" if "flip" in first.outcome else "See it in the list",
                        icon=":material/arrow_forward:",
                        query_params=utterance_in(chosen.view, first.outcome, first.locale, first.row),
                    )


def _head(parallel_id: str, found: dict[str, list[Utterance]], locales: Sequence[str]) -> str:
    if not found:
        return "<p>The request in the link is in none of these locales.</p>"
    absent = [locale for locale in locales if locale not in found]
    lacking = f'<span class="muted"> · not in {escape(wording.listed(absent, len(absent)))}</span>' if absent else ""
    return f"<h3>Request <bdi>#{escape(parallel_id)}</bdi>{lacking}</h3>"


def side_html(utterances: Sequence[Utterance], view: View) -> str:
    """Return the utterance that stands for a request in its locale: what became of it, three lanes, and the changes."""
    utterance = utterances[0]
    repeats = len(utterances) - 1
    said = f'<p class="note muted">{wording.plural(repeats, "further utterance")} of it here.</p>' if repeats else ""
    changes = all_changes(utterance)
    return (
        f'<div class="side-head"><b><bdi>{escape(utterance.locale)}</bdi></b> '
        f'<b class="{tone(utterance.outcome)}"><span aria-hidden="true">{wording.OUTCOME_MARKS[utterance.outcome]}'
        f"</span> {escape(wording.OUTCOME_LABELS[utterance.outcome])}</b></div>"
        f"{gold_lane(utterance)}{answer_lane(utterance, 'baseline', view.baseline)}"
        f"{answer_lane(utterance, 'candidate', view.candidate)}"
        f'<div class="detail-section">{changes}</div>{said}'
    )
