"""Where the suspects are: the labels in question, and their share by domain and locale; a click filters by it."""

from dataclasses import replace
from typing import Final

import streamlit as st

from analysis.annotation.suspect_counts import PairCount, SuspectShare, count_pairs, count_shares
from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.cache import key_of
from dashboard.components.openers import show_clickable
from dashboard.components.row_list import Row, show_row_list
from dashboard.components.session import Chosen
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_link import filter_by_click, go_to
from dashboard.components.suspect_results import list_of
from dashboard.components.suspect_time import show_suspects_over_time
from dashboard.components.suspect_words import absent_html
from dashboard.components.theme import current_palette
from dashboard.figures.heat_map import describe_heat_map, draw_heat_map
from dashboard.figures.heat_measures import ends
from dashboard.figures.suspect_map import suspect_cells, suspect_measure
from dashboard.figures.suspect_row import pair_row
from dashboard.figures.visible import named_controls
from loaders.comparison import Comparison
from loaders.schema import Unit

_MOST_PAIRS: Final = 12
_MAX_RESULTS: Final = 256


def show_suspect_figures(chosen: Chosen, table: SuspectTable, address: SuspectAddress) -> None:
    """Show labels and places next to each other and times below, each of what all other filters keep."""
    asked = address.filters()
    with st.container(key="suspect_figures"):
        left, right = st.columns([1, 1.15], gap="small")
        with left, st.container(border=True, gap="small", key="suspect_pairs"):
            _show_pairs(chosen, table, asked.without("pair"))
        with right, st.container(border=True, gap="small", key="suspect_map"):
            _show_map(chosen, table, asked)
        show_suspects_over_time(chosen, table, asked)
        if absent := absent_html(table.absent):
            with st.container(border=True, key="suspect_absent"):
                st.html(absent)


def _show_pairs(chosen: Chosen, table: SuspectTable, asked: SuspectAddress) -> None:
    counted = _pairs(chosen.comparison, key_of(chosen.comparison), chosen.view.unit, table, asked)
    shown = counted[:_MOST_PAIRS]
    cut = f"The {_MOST_PAIRS} most frequent of {wording.count(len(counted))}. " if len(counted) > len(shown) else ""
    st.html(
        '<h2>Which label for which</h2><div class="note muted">The label that stands, and the likelier one by most of '
        f"the detectors that flag the gold. {cut}Click one to list its golds.</div>"
    )
    if not shown:
        st.html('<p class="note muted">No detector names a likelier label for what the filters keep.</p>')
        return
    rows = [
        Row(one.pair.text, pair_row(one, shown[0].n), named_controls(f"{one.pair.text}: {one.n:,}")) for one in shown
    ]
    show_row_list(
        "Label pairs",
        rows,
        lambda pair: go_to(table, lambda now: now.narrowed(replace(now.asked, pairs=(pair,)))),
        key="suspect_pair_rows",
    )


def _show_map(chosen: Chosen, table: SuspectTable, asked: SuspectAddress) -> None:
    wider = asked.without("locale").without("domain")
    measure = suspect_measure(asked.asked.shown)
    cells = suspect_cells(_shares(chosen.comparison, key_of(chosen.comparison), chosen.view.unit, table, wider))
    st.html(
        f'<h2>{measure.title}, by domain and locale</h2><div class="note muted">{measure.meaning}, the most first; '
        f"hatched where there are fewer than 30.{ends(measure, cells)} Click a cell to list its suspects.</div>"
    )
    if not cells:
        st.html('<p class="note muted">The filters keep no utterance.</p>')
        return
    figure = draw_heat_map(cells, measure, current_palette())
    # A figure of its own for each filter: it has no click from before.
    key = f"suspect_map_{sorted(asked.parameters().items())}"
    clicked = show_clickable(figure, key, describe_heat_map(cells, measure))
    if clicked:
        locale, domain = map(str, clicked)
        filter_by_click(table, asked, lambda now: now.with_values("locale", (locale,)).with_values("domain", (domain,)))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _pairs(
    _comparison: Comparison, key: tuple[str, ...], unit: Unit, _table: SuspectTable, asked: SuspectAddress
) -> tuple[PairCount, ...]:
    return count_pairs(_table, list_of(_comparison, unit, _table, asked).places)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _shares(
    _comparison: Comparison, key: tuple[str, ...], unit: Unit, _table: SuspectTable, asked: SuspectAddress
) -> tuple[SuspectShare, ...]:
    listing = list_of(_comparison, unit, _table, asked)
    return count_shares(_table, listing.kept, listing.places, ("domain", "locale"))
