"""What the Flips page says when the list is empty: good news, or filters that leave nothing."""

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_filters import clear, without, without_filter
from dashboard.components.flip_link import go
from dashboard.components.flip_words import chips, plain_label
from dashboard.components.session import Chosen
from dashboard.figures.slot_marks import isolated


def show_no_match(chosen: Chosen, address: Address) -> None:
    """Say why nothing is listed, and offer the way out."""
    words = chips(address.flips)
    narrowed = [shown for parameter, shown in words.items() if parameter != "outcome"]
    with st.container(key="flip_empty", border=True, gap="small"):
        if not narrowed and address.flips.outcomes == ("negative_flip",):
            baseline, candidate = map(isolated, (chosen.view.baseline, chosen.view.candidate))
            st.html(
                '<p><b class="fixed">✓ Nothing broke.</b> '
                f"Every utterance that {baseline} got right, {candidate} gets right too.</p>"
            )
        elif words:
            st.html(f"<p>No utterance matches {_joined(list(words.values()))}.</p>")
        else:
            st.html(f"<p>{escape('There is no utterance to compare.')}</p>")
        with st.container(horizontal=True, gap="small"):
            _offer_removals(chosen, address)
            if narrowed:
                st.button("Clear the filters", key="flip_clear", on_click=go, args=(chosen.comparison, clear))
            if address.flips.outcomes:
                st.button("Show all outcomes", key="flip_all", on_click=go, args=(chosen.comparison, _all_outcomes))


def _offer_removals(chosen: Chosen, address: Address) -> None:
    """Offer to take away each filter without which there is something."""
    filters = chips(address.flips)
    for parameter, words in filters.items() if len(filters) > 1 else ():
        wider = without(address, parameter)
        n = cache.n_rows(chosen.comparison, wider.flips.selection(chosen.view.unit))
        if n:
            st.button(
                f"Without {plain_label(words)}: {wording.plural(n, 'utterance')}",
                key=f"flip_without_{parameter}",
                on_click=go,
                args=(chosen.comparison, without_filter(parameter)),
            )


def _joined(filters: list[str]) -> str:
    return " and ".join(isolated(words, "b") for words in filters)


def _all_outcomes(address: Address) -> Address:
    return address.with_filter(replace(address.flips, outcomes=()))
