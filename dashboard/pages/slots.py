"""Slots: which names of slots broke, by what kind of error, where, and which values."""

from pathlib import Path
from typing import Final

import streamlit as st

from analysis.slot_locales import judge_locales
from analysis.slot_report import SlotReport
from dashboard import cache, wording
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.slot_locale_table import show_slot_locales
from dashboard.components.slot_results import slot_report
from dashboard.components.slot_table import table_html
from dashboard.components.slot_values import flips_with, show_slot_values, slot_view
from dashboard.components.slot_words import lede_of, tiles_of, title_of, total_of
from dashboard.components.theme import current_palette
from dashboard.components.tiles import show_tiles
from dashboard.figures.heat_map import describe_heat_map, draw_heat_map
from dashboard.figures.heat_measures import HEAT_MEASURES, WORSE, Cells, flip_cells
from dashboard.figures.slot_bars import describe_slot_bars, draw_slot_bars

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "slots.css"
MOST_NAMES: Final = 20


def _show(chosen: Chosen) -> None:
    report = slot_report(chosen.comparison, chosen.view.weight)
    by_cell = cache.slices(chosen.comparison, ["slot"], ["slot_name", "locale"], chosen.view.weight)
    # Adjusted for all cells, shown or not: which are shown depends on what broke.
    cells = flip_cells(HEAT_MEASURES[0], by_cell, "slot_name")
    locales = judge_locales(cache.slices(chosen.comparison, ["slot"], ["locale"], chosen.view.weight))
    worse_cells = [at for at, cell in cells.items() if cell.mark == WORSE]
    worse_locales = [row.locale for row in locales if row.verdict == "worse"]
    st.title(title_of(report, worse_cells, worse_locales), anchor=False)
    if not total_of(report).n:
        st.markdown("Slots come with the evaluation set, as `slots` or written into the text as `annotated_text`.")
        return
    st.html(f'<p class="lede tabular">{lede_of(report, chosen.view)}</p>')
    show_tiles(tiles_of(report, chosen.view.weight is not None))
    show_slot_locales(locales, chosen.view)
    left, right = st.columns([1, 1.25])
    with left:
        _show_bars(chosen, report)
    with right:
        _show_heat_map(chosen, report, cells)
    with st.container(border=True, gap="small"):
        st.html('<h2>Every slot name</h2><div class="note muted">What lost most first.</div>')
        st.html(table_html(report))
    show_slot_values(chosen, report)


def _show_bars(chosen: Chosen, report: SlotReport) -> None:
    rows = [row for row in report.rows if row.slice.counts.n][:MOST_NAMES]
    with st.container(border=True, gap="small"):
        st.html(
            '<h2>Slot names on one scale, % of gold slots</h2><div class="note muted">What lost most first, with n and '
            f"95 % interval{_cut(report)}.{_marks(chosen)} Click a bar to list the utterances that have the slot, and "
            "whose slots broke or were fixed.</div>"
        )
        figure = draw_slot_bars(rows, current_palette())
        clicked = show_clickable(figure, f"slot-bars-{chosen.view}", describe_slot_bars(rows))
    if clicked:
        open_flips(slot_view(chosen.view), flips_with(*clicked))


def _show_heat_map(chosen: Chosen, report: SlotReport, cells: Cells) -> None:
    measure = HEAT_MEASURES[0]
    names = {row.name for row in report.rows[:MOST_NAMES]}
    shown = {at: cell for at, cell in cells.items() if at[0] in names}
    few = " Hatched: too few to say more." if any(not cell.enough for cell in shown.values()) else ""
    with st.container(border=True, gap="small"):
        st.html(
            '<h2>Negative flip rate by slot and locale, %</h2><div class="note muted">Share of the gold slots of a '
            f"cell that broke, the worst first{_cut(report)}.{_marks(chosen)}{few} Click a cell to list the utterances "
            "that have the slot, and whose slots broke.</div>"
        )
        figure = draw_heat_map(shown, measure, current_palette())
        clicked = show_clickable(figure, f"slot-heat-{chosen.view}", describe_heat_map(shown, measure, "slot"))
    if clicked:
        locale, name = clicked
        open_flips(slot_view(chosen.view), flips_with(name, "negative_flip", locale))


def _cut(report: SlotReport) -> str:
    n = sum(1 for row in report.rows if row.slice.counts.n)
    return f"; {MOST_NAMES} of {wording.count(n)} names, all are in the table below" if n > MOST_NAMES else ""


def _marks(chosen: Chosen) -> str:
    return "" if chosen.view.weight else " ▼ worse, ▲ better: hardly chance (adjusted p ≤ 5 %)."


st.html(_STYLES)
_show(require_comparison())
