"""Utterances like the chosen one, by text and by intent, with what became of them; each opens with a click."""

from collections.abc import Collection, Sequence
from dataclasses import astuple
from typing import Final

import streamlit as st

from analysis.selection import Selection
from analysis.similar import MOST_COMPARED, Neighbour
from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_evidence import outcomes_of, whole_utterances
from dashboard.components.flip_link import go
from dashboard.components.flip_list import choose
from dashboard.components.row_list import Row, row_label, show_row_list
from dashboard.components.session import Chosen
from dashboard.figures.flip_row import request_row, similar_row
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance, read_utterance
from dashboard.state import FlipFilter
from loaders.schema import OUTCOMES

_MOST: Final = 5
_COMPARED: Final = (
    f"The texts that share most of their letters in a row, of {MOST_COMPARED:,} utterances at most whose gold is the "
    "intent of this one or of an answer; this locale first."
)
_MOST_OF_INTENT: Final = 3
_MOST_LOCALES: Final = 50


def show_similar(chosen: Chosen, address: Address, utterance: Utterance, neighbours: Sequence[Neighbour]) -> None:
    """Show the nearest texts, then what became of all utterances of the intent, the most asked of them first."""
    nearest = neighbours[:_MOST]
    if nearest:
        found = whole_utterances(chosen.comparison, [one.text.row for one in nearest], chosen.view.unit)
        rows = [similar_row(other, utterance, one.n) for other, one in zip(found, nearest, strict=True)]
        with st.container(key="flip_similar", gap=None):
            st.html(f'<div class="detail-section"><h3 title="{_COMPARED}">Similar in words</h3></div>')
            _show_rows(chosen, address, "Similar in words", "flip_similar_rows", found, rows)
    _show_intent(chosen, address, utterance, {one.text.row for one in nearest})


def _show_intent(chosen: Chosen, address: Address, utterance: Utterance, shown: Collection[int]) -> None:
    where = (("locale", (utterance.locale,)), ("intent", (utterance.intent,)))
    selection = Selection(chosen.view.unit, where=where)
    counts = outcomes_of(chosen.comparison, selection)
    if counts.n < 2:
        return
    with st.container(key="flip_same_intent", gap=None):
        names = " in ".join(map(isolated, (utterance.intent, utterance.locale)))
        st.html(f'<div class="detail-section"><h3>Same intent: {names}, most asked first</h3></div>')
        n_of = dict(zip(OUTCOMES, astuple(counts)[1:], strict=True))
        told = " · ".join(f"{wording.count(n)} {wording.OUTCOME_LABELS[name]}" for name, n in n_of.items() if n)
        st.button(
            f"All {wording.count(counts.n)}: {told}",
            key="flip_intent_all",
            type="tertiary",
            on_click=go,
            args=(chosen.comparison, lambda now: Address(FlipFilter((), where), now.sort, row=utterance.row)),
        )
        most = len(shown) + 1 + _MOST_OF_INTENT
        asked = cache.page(chosen.comparison, selection, "frequency", True, 0, most)
        others = [read_utterance(row, chosen.view.unit) for row in asked if row["row"] not in {*shown, utterance.row}]
        others = others[:_MOST_OF_INTENT]
        rows = [similar_row(other, utterance) for other in others]
        _show_rows(chosen, address, "Same intent", "flip_intent_rows", others, rows)


def same_request(chosen: Chosen, utterance: Utterance) -> list[Utterance]:
    """Return the same request in other locales; none where it is not said to have any."""
    if not utterance.parallel_id:
        return []
    same = Selection(chosen.view.unit, where=(("parallel_id", (utterance.parallel_id,)),))
    rows = cache.page(chosen.comparison, same, "row", False, 0, _MOST_LOCALES)
    found = (read_utterance(row, chosen.view.unit) for row in rows)
    return sorted((one for one in found if one.row != utterance.row), key=lambda one: (one.locale, one.row))


def show_same_request(chosen: Chosen, address: Address, utterance: Utterance, others: Sequence[Utterance]) -> None:
    """Show the same request in other locales with both outcomes, and its gold intent where that is another."""
    if others:
        with st.container(key="flip_requests", gap=None):
            st.html('<div class="detail-section"><h3>Same request in other locales</h3></div>')
            rows = [request_row(other, utterance) for other in others]
            _show_rows(chosen, address, "Same request in other locales", "flip_request_rows", others, rows)


def _show_rows(
    chosen: Chosen, address: Address, name: str, key: str, utterances: Sequence[Utterance], rows: Sequence[str]
) -> None:
    show_row_list(
        name,
        [Row(str(one.row), html, row_label(one.locale, one.text)) for one, html in zip(utterances, rows, strict=True)],
        lambda row: choose(chosen.comparison, address.page, int(row)),
        key=key,
    )
