"""Overview: is it safe, and if not, where?"""

from html import escape

import streamlit as st

from analysis.breakdown import Slice
from analysis.summary import headline, summarise_slices
from dashboard import wording
from dashboard.cache import slices
from dashboard.components.headline_tiles import headline_tiles
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.theme import current_palette
from dashboard.components.tiles import show_tiles
from dashboard.figures.changes import describe_changes, draw_changes, most_changed
from dashboard.figures.flow import describe_flow, draw_flow
from dashboard.figures.heat_map import cells_of, describe_heat_map, draw_heat_map
from dashboard.state import FlipFilter
from loaders.schema import Outcome


def show_overview() -> None:
    """Sentence, figures, flow, heat map, and the slices that moved most."""
    chosen = require_comparison()
    view = chosen.view
    by_locale = slices(chosen.comparison, [view.unit], ["locale"], view.weight)
    summary = summarise_slices(by_locale, [view.unit], view.weight)
    counts = summary.overall[view.unit]
    said = headline(summary, view.unit, view.candidate)
    st.title(said.title)
    st.html(f'<p class="lede">{escape(said.detail)}{escape(_left_out(chosen))}</p>')
    if counts.n == 0:
        return
    show_tiles(headline_tiles(counts, view.unit, "requests" if view.weight else "utterances"))
    by_cell = slices(chosen.comparison, [view.unit], ["locale", "domain"], view.weight)
    left, right = st.columns([1, 2.1])
    with left:
        with st.container(border=True):
            _show_flow(chosen)
        with st.container(border=True):
            _show_changes(chosen, by_cell, worse=True)
    with right:
        with st.container(border=True):
            _show_heat_map(chosen, by_cell)
        with st.container(border=True):
            _show_changes(chosen, by_cell, worse=False)


def _left_out(chosen: Chosen) -> str:
    comparison = chosen.comparison
    notes = []
    for run in (comparison.baseline, comparison.candidate):
        n = run.alignment.n_missing
        if n:
            counted = "count as wrong" if run.missing_policy == "error" else "are left out"
            notes.append(f"{wording.plural(n, 'missing prediction')} of {run.name} {counted}")
    return f" {'; '.join(notes)}." if notes else ""


def _show_flow(chosen: Chosen) -> None:
    view = chosen.view
    (whole,) = slices(chosen.comparison, [view.unit], [], view.weight)
    st.subheader("Where the answers went")
    st.caption(f"{view.baseline} → {view.candidate}; click a dot to list them")
    outcome: Outcome | None = show_clickable(
        draw_flow(whole.counts, current_palette()), f"flow-{view}", describe_flow(whole.counts)
    )
    if outcome:
        open_flips(view, FlipFilter(outcomes=(outcome,)))


def _show_heat_map(chosen: Chosen, by_cell: tuple[Slice, ...]) -> None:
    cells = cells_of(by_cell)
    st.subheader("Negative flip rate by domain and locale, %")
    st.caption("Share of all utterances of a cell that broke; worst first; click a cell to list them")
    cell = show_clickable(draw_heat_map(cells, current_palette()), f"heat-{chosen.view}", describe_heat_map(cells))
    if cell:
        open_flips(chosen.view, FlipFilter(where=(("locale", (cell[0],)), ("domain", (cell[1],)))))


def _show_changes(chosen: Chosen, by_cell: tuple[Slice, ...], *, worse: bool) -> None:
    shown = most_changed(by_cell, worse)
    st.subheader("Got worse most" if worse else "Got better most")
    if not shown:
        st.caption("No locale and domain lost more than it gained." if worse else "No locale and domain gained.")
        return
    st.caption("fixed minus broke, in utterances and percentage points; click a bar to list the flips")
    figure = draw_changes(shown, worse, current_palette())
    cell = show_clickable(figure, f"changes-{worse}-{chosen.view}", describe_changes(shown))
    if cell:
        outcomes: tuple[Outcome, ...] = ("negative_flip",) if worse else ("positive_flip",)
        open_flips(chosen.view, FlipFilter(outcomes, (("locale", (cell[0],)), ("domain", (cell[1],)))))


show_overview()
