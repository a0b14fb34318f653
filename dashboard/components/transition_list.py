"""Every transition by itself: how many, where it mostly is, and the way to its utterances."""

from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st

from analysis.intent_moves import Intents, Move, Moves, Place
from dashboard import wording
from dashboard.components.locale_transitions import change_label
from dashboard.components.transition_links import flips_of_intents
from dashboard.components.transition_results import Shown
from dashboard.figures.move_words import place_words
from dashboard.state import View

PAGE_SIZE: Final = 12


def show_transition_list(
    moves: Moves, places: Mapping[Intents, Place], view: View, shown: Shown, locale: str | None
) -> None:
    """Show the transitions page by page, the most frequent first."""
    n_pages = -(-len(moves.moves) // PAGE_SIZE)
    with st.container(border=True, key="move_list", gap="small"):
        st.html(
            '<h2>Every transition</h2><div class="note muted">The most frequent first; each lists its utterances. '
            "“Mostly in” names a locale with more than half of them, where that is hardly chance.</div>"
        )
        rows = st.container(key="move_rows", gap=None)
        # A pager of its own for each list: another list starts at its first page.
        key = f"move_page_{shown}_{locale}_{view.unit}_{n_pages}"
        page = st.pagination(n_pages, key=key) if n_pages > 1 else 1
        with rows:
            for index, move in enumerate(moves.moves[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]):
                _show_row(index, move, moves, places.get(move.intents), view, shown, locale)


def _show_row(
    index: int, move: Move, moves: Moves, place: Place | None, view: View, shown: Shown, locale: str | None
) -> None:
    baseline, candidate = move.intents
    flips = flips_of_intents((baseline,), (candidate,), shown, locale)
    with st.container(key=f"move_row_{index}", gap=None):
        st.page_link(
            "pages/flips.py",
            label=change_label(baseline, candidate),
            query_params=view.parameters() | flips.parameters(),
        )
        st.html(row_html(move, moves.moves[0].n, moves.n, place))


def row_html(move: Move, n_most: int, n_all: int, place: Place | None) -> str:
    """Return count, share, a bar against the most frequent, and where it mostly is."""
    mostly = f"mostly in <bdi>{escape(place_words(place))}</bdi>" if place else ""
    return (
        f'<div class="move tabular"><b>{wording.count(move.n)}</b><span class="muted">'
        f'{wording.percent(move.n / n_all)}</span><span class="bar" aria-hidden="true">'
        f'<i style="width:{100 * move.n / n_most:.1f}%"></i></span><span class="place">{mostly}</span></div>'
    )
