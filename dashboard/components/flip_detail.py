"""One utterance in full: three lanes over its text, why it flipped, and what stands beside it in the set."""

from html import escape
from typing import Final

import streamlit as st

from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_evidence import evidence
from dashboard.components.flip_list import choose
from dashboard.components.flip_similar import same_request, show_same_request, show_similar
from dashboard.components.flip_verdict import show_verdict
from dashboard.components.flip_why import show_causes
from dashboard.components.gold_evidence import show_gold_evidence
from dashboard.components.session import Chosen
from dashboard.figures.change_words import all_changes, tone
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.nbest import column_table, nbest_tables
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance

_CHANGES_TOLD: Final = ("both_correct", "both_wrong_different")
"""Of any other outcome one answer is the gold, or both are the same, so why it is wrong says what changed."""

_READ_AT_ONCE: Final = 200_000
"""Where there are no more utterances than these, what reads them takes no time that one notices."""


def show_detail(chosen: Chosen, address: Address, utterance: Utterance, place: str) -> None:
    """Show an utterance; `place` says where it stands in the list.

    What reads the set for it comes last, so that the lanes are there at once; of a large set it is shown of an
    utterance that was chosen, not of the first of every list that a filter makes.
    """
    view = chosen.view
    with st.container(key="flip_detail", border=True, gap="small"):
        st.html(_head(utterance, place))
        st.html(
            gold_lane(utterance)
            + answer_lane(utterance, "baseline", view.baseline)
            + answer_lane(utterance, "candidate", view.candidate)
        )
        show_verdict(chosen, utterance)
        if utterance.outcome in _CHANGES_TOLD:
            _show_section("What changed", all_changes(utterance))
        why = st.container(gap="small")
        _show_section("n-best", nbest_tables(utterance, view.baseline, view.candidate))
        if address.row is None and chosen.comparison.evalset.n_utterances > _READ_AT_ONCE:
            with why:
                show_causes(chosen, utterance)
            st.button(
                "Similar utterances, other locales, and what speaks against its gold",
                key="flip_read_on",
                on_click=choose,
                args=(chosen.comparison, address.page, utterance.row),
            )
            return
        others = same_request(chosen, utterance)
        show_same_request(chosen, address, utterance, others)
        similar = st.container(gap="small")
        asked = [("frequency", wording.count(utterance.frequency))] if cache.knows_traffic(chosen.comparison) else []
        _show_section("Further columns", column_table((*asked, *utterance.others)))
        with why:
            show_causes(chosen, utterance)
            found = evidence(chosen.comparison, utterance)
            show_gold_evidence(chosen.comparison, utterance, others, found)
        with similar:
            show_similar(chosen, address, utterance, found.neighbours)


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
