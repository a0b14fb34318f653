"""The list of utterances: one page of rows, each opens one; pages, and next and previous by key."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from analysis.selection import Selection
from dashboard import cache, wording
from dashboard.components.flip_address import PAGE_SIZE, Address
from dashboard.components.flip_link import go
from dashboard.components.row_list import Row, row_label, show_row_list
from dashboard.figures.flip_row import LIST_HEAD, flip_row
from dashboard.figures.utterance import Utterance, read_utterance
from loaders.comparison import Comparison

_PAGES_WIDTH: Final = 260
"""Pixels; as wide as its content, the widget would show one page number alone."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: the utterances on it, its number from 1, and how many there are in all."""

    utterances: tuple[Utterance, ...]
    page: int
    n: int

    @property
    def n_pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.n // PAGE_SIZE))

    @property
    def offset(self) -> int:
        """How many utterances stand on the pages before."""
        return (self.page - 1) * PAGE_SIZE

    def place_of(self, row: int) -> int | None:
        """Return the place of a row on this page, from 0; None where it is not on it."""
        return next((i for i, utterance in enumerate(self.utterances) if utterance.row == row), None)


def list_flips(comparison: Comparison, selection: Selection, address: Address) -> Listed:
    """Fetch the page that the address asks for, or the last one where there are not so many."""
    n = cache.n_rows(comparison, selection)
    page = min(address.page, max(1, -(-n // PAGE_SIZE)))
    rows = _fetch(comparison, selection, address, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return Listed(rows, page, n)


def _fetch(
    comparison: Comparison, selection: Selection, address: Address, offset: int, limit: int
) -> tuple[Utterance, ...]:
    rows = cache.page(comparison, selection, address.sort, address.sort != "row", offset, limit)
    return tuple(read_utterance(row, selection.unit, comparison.evalset.extra_columns) for row in rows)


def show_rows(comparison: Comparison, listed: Listed, chosen: int) -> None:
    """Show the rows; a click, or Enter on the focused row, chooses the utterance."""
    rows = [Row(str(one.row), flip_row(one), row_label(one.locale, one.text)) for one in listed.utterances]
    with st.container(key="flip_list", gap=None):
        st.html(LIST_HEAD)
        show_row_list(
            "Utterances",
            rows,
            lambda row: choose(comparison, listed.page, int(row)),
            key="flip_rows",
            chosen=str(chosen),
        )


def choose(comparison: Comparison, page: int, row: int) -> None:
    """Put an utterance and its page into the address."""
    go(comparison, lambda address: replace(address, page=page, row=row))


def show_pager(comparison: Comparison, selection: Selection, address: Address, listed: Listed, chosen: int) -> None:
    """Show which part of the list this is, the pages, and the steps to the next and the previous utterance."""
    with st.container(key="flip_pager", horizontal=True, vertical_alignment="center", gap="small"):
        last = listed.offset + len(listed.utterances)
        shown = f"{wording.count(listed.offset + 1)}–{wording.count(last)} of {wording.count(listed.n)}"
        st.html(f'<span class="muted tabular">{shown}</span>')
        if listed.n_pages > 1:
            _show_pages(comparison, listed)
        _show_steps(comparison, _steps(comparison, selection, address, listed, chosen))


def _show_pages(comparison: Comparison, listed: Listed) -> None:
    # A widget of its own for each page: it starts where the address is, and needs no state from before.
    key = f"flip_page_{listed.page}"
    st.pagination(
        listed.n_pages,
        default=listed.page,
        key=key,
        max_visible_pages=5,
        width=_PAGES_WIDTH,
        on_change=lambda: go(comparison, lambda now: replace(now, page=int(st.session_state[key]), row=None)),
    )


Step = tuple[int, int] | None
"""Page and row of a neighbour; None at either end of the list."""


def _steps(
    comparison: Comparison, selection: Selection, address: Address, listed: Listed, chosen: int
) -> tuple[Step, Step]:
    """Return the previous and the next utterance; across the border of a page one row more is fetched."""
    place = listed.place_of(chosen)
    if place is None:
        return None, (listed.page, listed.utterances[0].row)
    previous = listed.offset + place - 1
    following = listed.offset + place + 1

    def at(position: int) -> Step:
        if not 0 <= position < listed.n:
            return None
        within = position - listed.offset
        if 0 <= within < len(listed.utterances):
            return listed.page, listed.utterances[within].row
        (utterance,) = _fetch(comparison, selection, address, position, 1)
        return position // PAGE_SIZE + 1, utterance.row

    return at(previous), at(following)


def _show_steps(comparison: Comparison, steps: Sequence[Step]) -> None:
    for name, key, step in zip(("Previous", "Next"), ("K", "J"), steps, strict=True):
        _show_step(comparison, name, f"flip_{name.lower()}", key, step)
    # A button has one key, so the arrows have buttons of their own, which the style sheet hides.
    with st.container(key="flip_arrows"):
        for name, step in zip(("Up", "Down"), steps, strict=True):
            _show_step(comparison, name, f"flip_{name.lower()}", name, step)


def _show_step(comparison: Comparison, name: str, key: str, shortcut: str, step: Step) -> None:
    st.button(
        name,
        key=key,
        shortcut=shortcut,
        type="tertiary",
        disabled=step is None,
        on_click=choose,
        args=(comparison, *(step or (1, 0))),
    )
