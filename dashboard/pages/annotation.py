"""Annotation: golds that may be wrong, what speaks against each, and where they are."""

from pathlib import Path

import streamlit as st

from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.components.audit_jobs import current_audit
from dashboard.components.audit_progress import (
    has_failed,
    show_ask,
    show_audit_without_runs,
    show_failure,
    show_progress,
)
from dashboard.components.audit_sample_panel import is_sample_asked, show_audit_sample, show_sample_line
from dashboard.components.gold_correction_revision import show_made, show_revision
from dashboard.components.judge_agreement import show_judge_agreement
from dashboard.components.session import Chosen, current_warehouse, require_comparison
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_breaks import show_breaks
from dashboard.components.suspect_detail import show_suspect
from dashboard.components.suspect_empty import show_no_suspect
from dashboard.components.suspect_export import show_suspect_export
from dashboard.components.suspect_figures import show_suspect_figures
from dashboard.components.suspect_filters import show_suspect_filters
from dashboard.components.suspect_link import current_suspects
from dashboard.components.suspect_list import page_of, show_suspect_pager, show_suspect_rows
from dashboard.components.suspect_results import Listing, golds_at, list_of
from dashboard.components.suspect_words import QUESTION, cautions_html, lede_of, title_of
from dashboard.figures.gold import Gold

_STYLES = Path(__file__).resolve().parent.parent / "styles"


def main() -> None:
    """Show the suspects where they are known, else the audit that looks for them."""
    # The lanes of an utterance look as they do among the flips, the table of judges as that of verdicts.
    for sheet in ("flips.css", "verdicts.css", "annotation.css"):
        st.html(_STYLES / sheet)
    chosen = require_comparison(show_audit_without_runs)
    job = current_audit(current_warehouse(), chosen.comparison)
    if job is None:
        show_ask(chosen)
    elif not job.done_soon():
        st.title(QUESTION, anchor=False)
        st.html(cautions_html())
        show_progress(chosen, job)
    elif has_failed(job):
        show_failure(chosen, job)
    elif job.table is None:
        # Stopped just now, by this session or another.
        st.rerun()
    else:
        _show_page(chosen, job.table)


@st.fragment
def _show_page(chosen: Chosen, table: SuspectTable) -> None:
    """Show the page without the sidebar: a filter or a step runs this part alone, so the keys answer at once."""
    if is_sample_asked():
        show_audit_sample(chosen, table.ranking)
        return
    address = current_suspects(table)
    listing = list_of(chosen.comparison, chosen.view.unit, table, address)
    _show_head(chosen, table, address, listing)
    show_breaks(table)
    show_suspect_filters(chosen, table, address, listing)
    gold = _chosen_gold(chosen, address)
    if not len(listing):
        show_no_suspect(chosen, table, address)
        if gold is not None:
            show_suspect(chosen, table, gold, 1, "")
        show_suspect_figures(chosen, table, address)
        show_judge_agreement(chosen.comparison)
        return
    shown = page_of(chosen.comparison, table, listing, address)
    gold = gold or shown.golds[0]
    with st.container(key="suspect_body"):
        left, right = st.columns([1.32, 1], gap="small")
        with left:
            show_suspect_rows(table, shown, gold.row)
            show_suspect_pager(table, listing, shown, gold.row)
        with right:
            place = _place(table, listing, gold.row)
            show_suspect(chosen, table, gold, shown.number, place, was_opened=address.row is not None)
    show_suspect_figures(chosen, table, address)
    show_judge_agreement(chosen.comparison)


def _show_head(chosen: Chosen, table: SuspectTable, address: SuspectAddress, listing: Listing) -> None:
    n_all = int(listing.kept.sum())
    among = list_of(chosen.comparison, chosen.view.unit, table, SuspectAddress(only_broke=True))
    with st.container(key="suspect_head", gap="xsmall"):
        st.html(
            f"<h1>{title_of(len(listing), n_all, address)}</h1>"
            f'<div class="muted tabular">{lede_of(table, len(table.rows), len(among), chosen.view.evalset)}</div>'
        )
        st.html(cautions_html())
        with st.container(key="suspect_more", horizontal=True, vertical_alignment="center", gap="small"):
            show_sample_line(chosen)
            show_suspect_export(chosen, table.ranking.rows[listing.places])
            show_revision(chosen)
        show_made(chosen)


def _chosen_gold(chosen: Chosen, address: SuspectAddress) -> Gold | None:
    if address.row is None:
        return None
    (gold,) = golds_at(chosen.comparison, (address.row,))
    return gold


def _place(table: SuspectTable, listing: Listing, row: int) -> str:
    index = listing.index_of(table.place_of(row))
    return "not in this list" if index is None else f"{wording.count(index + 1)} of {wording.count(len(listing))}"


main()
