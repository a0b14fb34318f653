"""Guideline breaks as sentences: who labels what as what, since when; each lists its golds."""

import streamlit as st

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.guideline_breaks import GUIDELINE_BREAK
from analysis.annotation.suspect_counts import breaks_found
from analysis.annotation.suspect_list import SuspectFilter
from analysis.annotation.suspect_table import SuspectTable
from dashboard.components.row_list import Row, show_row_list
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_link import go_to
from dashboard.figures.suspect_row import break_row
from dashboard.figures.visible import named_controls


def show_breaks(table: SuspectTable) -> None:
    """Show each break; none where there is none."""
    found = breaks_found(table)
    if not found:
        return
    rows = [Row(str(index), break_row(one), named_controls(one.told.reason())) for index, one in enumerate(found)]
    with st.container(key="suspect_breaks", gap=None):
        show_row_list(
            "Guideline breaks",
            rows,
            lambda index: go_to(table, lambda _now: golds_of(found[int(index)].told)),
            key="suspect_break_rows",
        )


def golds_of(told: GuidelineBreak) -> SuspectAddress:
    """Return the address that lists the golds of a break."""
    column = {"annotator": "annotator", "version": "guideline_version"}.get(told.kind)
    where = [(column, (told.name,))] if column else []
    if not told.of_slots:
        where.append(("intent", (str(told.given),)))
    # The last stretch has no later day to leave out, and a version is one whatever the days.
    until = "" if told.last or told.kind == "version" else told.until
    since = "" if told.kind == "version" else told.since
    return SuspectAddress(
        SuspectFilter(
            where=tuple(where),
            detectors=(GUIDELINE_BREAK,),
            since=since,
            until=until,
            shown="flagged",
        )
    )
