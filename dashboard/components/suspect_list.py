"""The list of suspects: one page of rows, each opens one; pages, and next and previous by key."""

from dataclasses import dataclass, replace

import streamlit as st

from analysis.annotation.suspect_table import NO_PAIR, SuspectTable
from dashboard.components.list_pager import Step, pages_of, show_list_pager
from dashboard.components.row_list import Row, row_label, show_row_list
from dashboard.components.suspect_address import PAGE_SIZE, SuspectAddress
from dashboard.components.suspect_link import go_to
from dashboard.components.suspect_results import Listing, golds_at
from dashboard.figures.gold import Gold
from dashboard.figures.suspect_row import SUSPECT_HEAD, suspect_row
from loaders.comparison import Comparison


@dataclass(frozen=True, eq=False)
class SuspectPage:
    """One page of the list: the places in the ranking of what stands on it, their golds, and its number from 1."""

    places: tuple[int, ...]
    golds: tuple[Gold, ...]
    number: int

    @property
    def offset(self) -> int:
        """How many suspects stand on the pages before."""
        return (self.number - 1) * PAGE_SIZE


def page_of(comparison: Comparison, table: SuspectTable, listing: Listing, address: SuspectAddress) -> SuspectPage:
    """Fetch the page that the address asks for, or the last one where there are not so many."""
    number = min(address.page, pages_of(len(listing), PAGE_SIZE))
    places = tuple(listing.places[(number - 1) * PAGE_SIZE : number * PAGE_SIZE].tolist())
    return SuspectPage(places, golds_at(comparison, table.ranking.rows[list(places)].tolist()), number)


def show_suspect_rows(table: SuspectTable, shown: SuspectPage, chosen: int) -> None:
    """Show the rows; a click, or Enter on the focused row, chooses the utterance."""
    rows = [
        Row(str(gold.row), _row(table, gold, place), row_label(gold.locale, gold.text))
        for gold, place in zip(shown.golds, shown.places, strict=True)
    ]
    with st.container(key="suspect_list", gap=None):
        st.html(SUSPECT_HEAD)
        show_row_list(
            "Suspects",
            rows,
            lambda row: choose(table, shown.number, int(row)),
            key="suspect_rows",
            chosen=str(chosen),
        )


def choose(table: SuspectTable, page: int, row: int) -> None:
    """Put an utterance and its page into the address."""
    go_to(table, lambda address: replace(address, page=page, row=row))


def show_suspect_pager(table: SuspectTable, listing: Listing, shown: SuspectPage, chosen: int) -> None:
    """Show which part of the list this is, the pages, and the steps to the next and the previous suspect."""
    show_list_pager(
        "suspect",
        (shown.offset + 1, shown.offset + len(shown.golds), len(listing)),
        (shown.number, pages_of(len(listing), PAGE_SIZE)),
        lambda page: go_to(table, lambda now: replace(now, page=page, row=None)),
        _steps(table, listing, shown, chosen),
        lambda page, row: choose(table, page, row),
    )


def _row(table: SuspectTable, gold: Gold, place: int) -> str:
    pair = int(table.pair_of[place])
    flagging = tuple(name for name, flag in zip(table.detectors, table.flags[:, place], strict=True) if flag)
    score = float(table.ranking.scores[place])
    return suspect_row(gold, None if pair == NO_PAIR else table.pairs[pair], flagging, score)


def _steps(table: SuspectTable, listing: Listing, shown: SuspectPage, chosen: int) -> tuple[Step, Step]:
    """Return the previous and the next suspect; from one that is not listed, the first of the page is next."""
    index = listing.index_of(table.place_of(chosen))
    if index is None:
        return None, (shown.number, shown.golds[0].row)

    def at(position: int) -> Step:
        if not 0 <= position < len(listing):
            return None
        return position // PAGE_SIZE + 1, int(table.ranking.rows[listing.places[position]])

    return at(index - 1), at(index + 1)
