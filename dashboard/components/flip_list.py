"""The list of utterances: one page of rows, each opens one; pages, and next and previous by key."""

from dataclasses import dataclass, replace

import streamlit as st

from analysis.selection import Selection
from dashboard import cache
from dashboard.components.flip_address import PAGE_SIZE, Address
from dashboard.components.flip_link import go
from dashboard.components.gold_audit import known_audit
from dashboard.components.list_pager import Step, pages_of, show_list_pager
from dashboard.components.row_list import Row, row_label, show_row_list
from dashboard.figures.flip_row import LIST_HEAD, flip_row
from dashboard.figures.utterance import Utterance, read_utterance
from loaders.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: the utterances on it, its number from 1, and how many there are in all."""

    utterances: tuple[Utterance, ...]
    page: int
    n: int

    @property
    def n_pages(self) -> int:
        """How many pages there are, at least one."""
        return pages_of(self.n, PAGE_SIZE)

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
    page = min(address.page, pages_of(n, PAGE_SIZE))
    rows = _fetch(comparison, selection, address, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return Listed(rows, page, n)


def _fetch(
    comparison: Comparison, selection: Selection, address: Address, offset: int, limit: int
) -> tuple[Utterance, ...]:
    rows = cache.page(comparison, selection, address.sort, address.sort != "row", offset, limit)
    return tuple(read_utterance(row, selection.unit, comparison.evalset.extra_columns) for row in rows)


def show_rows(comparison: Comparison, listed: Listed, chosen: int) -> None:
    """Show the rows; a click, or Enter on the focused row, chooses the utterance."""
    audit = known_audit(comparison)
    rows = [
        Row(str(one.row), flip_row(one, audit.told(one.row) if audit else ""), row_label(one.locale, one.text))
        for one in listed.utterances
    ]
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
    show_list_pager(
        "flip",
        (listed.offset + 1, listed.offset + len(listed.utterances), listed.n),
        (listed.page, listed.n_pages),
        lambda page: go(comparison, lambda now: replace(now, page=page, row=None)),
        _steps(comparison, selection, address, listed, chosen),
        lambda page, row: choose(comparison, page, row),
    )


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
