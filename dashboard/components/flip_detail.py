"""One utterance in full: three lanes over its text, what changed, the n-best lists, and the request elsewhere."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from analysis.selection import Selection
from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_list import choose
from dashboard.components.flip_words import plain_label
from dashboard.components.session import Chosen
from dashboard.figures.change_words import all_changes, tone
from dashboard.figures.flip_row import request_row
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.nbest import column_table, nbest_tables
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance, read_utterance

_MOST_LOCALES = 50


def show_detail(chosen: Chosen, address: Address, utterance: Utterance, place: str) -> None:
    """Show an utterance; `place` says where it stands in the list."""
    view = chosen.view
    with st.container(key="flip_detail", border=True, gap="small"):
        st.html(_head(utterance, place))
        st.html(
            gold_lane(utterance)
            + answer_lane(utterance, "baseline", view.baseline)
            + answer_lane(utterance, "candidate", view.candidate)
        )
        _show_section("What changed", all_changes(utterance))
        _show_section("n-best", nbest_tables(utterance, view.baseline, view.candidate))
        _show_requests(chosen, address, utterance)
        traffic = ("frequency", wording.count(utterance.frequency))
        _show_section("Further columns", column_table((traffic, *utterance.others)))


def _head(utterance: Utterance, place: str) -> str:
    names = " · ".join(map(isolated, (utterance.locale, utterance.domain, f"#{utterance.utterance_id}")))
    outcome = wording.OUTCOME_LABELS[utterance.outcome]
    return (
        f'<div class="detail-head"><h2>{names}</h2>'
        f'<span><b class="{tone(utterance.outcome)}">{escape(outcome)}</b>'
        f'<span class="muted tabular">{escape(f" · {place}" if place else "")}</span></span></div>'
    )


def _show_section(title: str, body: str) -> None:
    if body:
        st.html(f'<div class="detail-section"><h3>{escape(title)}</h3>{body}</div>')


def _show_requests(chosen: Chosen, address: Address, utterance: Utterance) -> None:
    others = _same_request(chosen, utterance)
    if not others:
        return
    with st.container(key="flip_requests", gap=None):
        st.html('<div class="detail-section"><h3>Same request in other locales</h3></div>')
        for other in others:
            with st.container(key=f"flip_request_{other.row}", gap=None):
                st.html(request_row(other))
                st.button(
                    plain_label(f"{other.locale}: {other.text}"),
                    key=f"flip_other_{other.row}",
                    width="stretch",
                    on_click=choose,
                    args=(chosen.comparison, address.page, other.row),
                )


def _same_request(chosen: Chosen, utterance: Utterance) -> Sequence[Utterance]:
    if not utterance.parallel_id:
        return ()
    same = Selection(chosen.view.unit, where=(("parallel_id", (utterance.parallel_id,)),))
    rows = cache.page(chosen.comparison, same, "row", False, 0, _MOST_LOCALES)
    found = (read_utterance(row, chosen.view.unit) for row in rows)
    return sorted((other for other in found if other.row != utterance.row), key=lambda other: other.locale)
