"""When the suspects were labelled, and by whom, with the guideline breaks outlined; a click filters by both."""

from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from analysis.annotation.over_time import ALL, SuspectsOverTime, suspects_over_time
from analysis.annotation.suspect_counts import breaks_found
from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.cache import key_of
from dashboard.components.openers import show_clickable
from dashboard.components.session import Chosen
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_link import filter_by_click
from dashboard.components.suspect_results import list_of
from dashboard.components.theme import current_palette
from dashboard.figures.heat_measures import ends
from dashboard.figures.suspect_map import suspect_measure
from dashboard.figures.suspects_over_time import (
    describe_suspects_over_time,
    draw_suspects_over_time,
    shown_annotators,
    time_cells,
)
from loaders.comparison import Comparison
from loaders.schema import Unit

_MAX_RESULTS: Final = 64


def show_suspects_over_time(chosen: Chosen, table: SuspectTable, address: SuspectAddress) -> None:
    """Show the figure of what all other filters keep; nothing where the set has no days."""
    if "annotated_at" not in table.columns:
        return
    asked = address.without("annotator").without("days")
    counted = _counted(chosen.comparison, key_of(chosen.comparison), chosen.view.unit, table, asked)
    measure, breaks = suspect_measure(asked.asked.shown), [one.told for one in breaks_found(table)]
    with st.container(border=True, gap="small", key="suspect_time"):
        rows = shown_annotators(counted, breaks)
        cells = time_cells(counted, rows)
        st.html(
            f"<h2>{measure.title}, by annotator and {counted.step}</h2>"
            f'<div class="note muted">{_explain(counted, rows)}'
            f"{ends(measure, cells)} Click a cell to list its suspects.</div>"
        )
        if not cells:
            st.html('<p class="note muted">The filters keep no utterance with a day.</p>')
            return
        figure = draw_suspects_over_time(counted, breaks, measure, current_palette())
        # A figure of its own for each filter: it has no selection from before.
        clicked = show_clickable(
            figure,
            f"suspect_time_{sorted(address.parameters().items())}",
            describe_suspects_over_time(counted, breaks),
        )
    if clicked:
        annotator, since, until = map(str, clicked)
        filter_by_click(table, address, lambda now: _filtered(now, annotator, since, until))


def _filtered(now: SuspectAddress, annotator: str, since: str, until: str) -> SuspectAddress:
    named = now.with_values("annotator", () if annotator == ALL else (annotator,))
    return named.narrowed(replace(named.asked, since=since, until=until))


def _explain(counted: SuspectsOverTime, rows: list[str]) -> str:
    found = ["Share of the golds of a cell that are in the list; hatched and pale where there are fewer than 30."]
    found.append("Outlined, with a ◆, are the days of a guideline break.")
    n_hidden = len(counted.annotators) - len(rows)
    if n_hidden > 0:
        found.append(f"The {wording.count(n_hidden)} annotators with the fewest suspects have no row.")
    if counted.n_undated:
        found.append(f"{wording.plural(counted.n_undated, 'gold')} without a day stand aside.")
    return " ".join(found)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _counted(
    _comparison: Comparison, key: tuple[str, ...], unit: Unit, _table: SuspectTable, asked: SuspectAddress
) -> SuspectsOverTime:
    listing = list_of(_comparison, unit, _table, asked)
    suspect = np.zeros(len(_table.rows), dtype=np.bool_)
    suspect[_table.at[listing.places]] = True
    return suspects_over_time(_table.columns.get("annotator"), _table.columns["annotated_at"], suspect, listing.kept)
