"""The Overview's figures, each in a card that leads to the utterances behind it."""

from typing import get_args

import streamlit as st

from analysis.breakdown import Slice
from analysis.selection import Selection
from dashboard import cache, wording
from dashboard.components.choice import read_choice, write_choices
from dashboard.components.markdown_text import plain
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.overview_results import MOST_SEARCHED, found_slices, slot_errors
from dashboard.components.session import Chosen
from dashboard.components.slice_links import flips_of_slice
from dashboard.components.theme import current_palette
from dashboard.figures.causes import describe_causes, draw_causes
from dashboard.figures.changes import describe_changes, draw_changes, most_changed
from dashboard.figures.flow import describe_flow, draw_flow
from dashboard.figures.found_slices import describe_found_slices, draw_found_slices
from dashboard.figures.heat_map import describe_heat_map, draw_heat_map
from dashboard.figures.heat_measures import HEAT_MEASURES, Cells, HeatMeasure, HeatName, ends, flip_cells, semer_cells
from dashboard.state import FlipFilter
from loaders.schema import Outcome

Slices = tuple[Slice, ...]


def show_flow(chosen: Chosen) -> None:
    """Show what became of right and wrong answers."""
    view = chosen.view
    (whole,) = cache.slices(chosen.comparison, [view.unit], [], view.weight)
    st.header("Where the answers went", anchor=False)
    st.caption(f"{plain(view.baseline)} → {plain(view.candidate)}; click a dot to list them")
    outcome: Outcome | None = show_clickable(
        draw_flow(whole.counts, current_palette()), f"flow-{view}", describe_flow(whole.counts)
    )
    if outcome:
        open_flips(view, FlipFilter(outcomes=(outcome,)))


def show_heat_map(chosen: Chosen, by_cell: Slices) -> None:
    """Show a measure in every domain and locale, which one is in the link."""
    with st.container(key="heat_head", horizontal=True, horizontal_alignment="distribute", gap="small"):
        title = st.container(gap=None)
        measure = _choose_measure()
    cells = _cells(chosen, by_cell, measure)
    marked = any(cell.mark for cell in cells.values())
    hatched = any(not cell.enough for cell in cells.values())
    meaning = " ▼ worse, ▲ better: the change of accuracy is hardly chance (adjusted p ≤ 5 %)." if marked else ""
    few = " Hatched: fewer than 30, so the rate is rough." if hatched else ""
    with title:
        st.header(f"{measure.title.split(',')[0]} by domain and locale,{measure.title.split(',')[1]}", anchor=False)
    listed = "what flipped" if measure.signed else "what broke"
    reach = ends(measure, cells)
    st.caption(f"{measure.meaning}; worst first; click a cell to list {listed}.{meaning}{few}{reach}")
    cell = show_clickable(
        draw_heat_map(cells, measure, current_palette()),
        f"heat-{measure.name}-{chosen.view}",
        describe_heat_map(cells, measure),
    )
    if cell:
        outcomes: tuple[Outcome, ...] = ("negative_flip", "positive_flip") if measure.signed else ("negative_flip",)
        open_flips(chosen.view, FlipFilter(outcomes, (("locale", (cell[0],)), ("domain", (cell[1],)))))


def _choose_measure() -> HeatMeasure:
    names: tuple[HeatName, ...] = get_args(HeatName)
    by_name = {measure.name: measure for measure in HEAT_MEASURES}
    key = read_choice("heat", names, names[0])
    chosen = st.segmented_control(
        "Measure of the map",
        names,
        key=key,
        format_func=lambda name: by_name[name].switch,
        label_visibility="collapsed",
        required=True,
    )
    write_choices({"heat": None if chosen == names[0] else chosen})
    return by_name[chosen or names[0]]


def _cells(chosen: Chosen, by_cell: Slices, measure: HeatMeasure) -> Cells:
    if measure.name != "semer":
        return flip_cells(measure, by_cell)
    return semer_cells(slot_errors(chosen.comparison, ("locale", "domain"), chosen.view.weight))


def show_causes(chosen: Chosen) -> None:
    """Show what the candidate did otherwise where it broke."""
    view = chosen.view
    counts = cache.causes(chosen.comparison, Selection(view.unit, ("negative_flip",)), view.weight)
    st.header("Why it broke", help=wording.CAUSE_HELP, anchor=False)
    if not counts.n:
        st.caption("Nothing broke.")
        return
    st.caption(f"of {wording.count(counts.n)} that broke; some have several causes; click a bar to list them")
    cause = show_clickable(draw_causes(counts, current_palette()), f"causes-{view}", describe_causes(counts))
    if cause:
        open_flips(view, FlipFilter(causes=(cause,)))


def show_found_slices(chosen: Chosen) -> None:
    """Show the slices that broke far more than the rest, whatever their columns; each utterance counts once."""
    view = chosen.view
    st.header("Worst slices found", anchor=False)
    search = found_slices(chosen.comparison, view.unit)
    if search is None:
        st.caption(f"Not searched by itself above {wording.count(MOST_SEARCHED)} utterances.")
        st.page_link("pages/slices.py", label="Search for slices", query_params=view.parameters())
        return
    if not search.slices:
        looked = wording.count(search.n_looked_at)
        st.caption(f"None of {looked} slices broke far more than the rest, beyond what chance explains.")
        return
    once = "; each utterance counts once" if view.weight else ""
    st.caption(
        f"of {wording.count(search.n_looked_at)} looked at, those that broke far more than the rest: share that "
        f"broke, with the 95 % interval{once}; click a bar to list them"
    )
    place = show_clickable(
        draw_found_slices(search.slices, current_palette()),
        f"slices-{view}",
        describe_found_slices(search.slices),
    )
    if place is not None:
        open_flips(view, flips_of_slice(search.slices[int(place)]))


def show_changes(chosen: Chosen, by_cell: Slices, *, worse: bool) -> None:
    """Show the locales and domains with the largest net loss, or gain."""
    shown = most_changed(by_cell, worse)
    st.header("Got worse most" if worse else "Got better most", anchor=False)
    if not shown:
        st.caption("No locale and domain lost more than it gained." if worse else "No locale and domain gained.")
        return
    counted = (
        "requests and percentage points" if chosen.view.weight else "utterances and percentage points, with the 95 %"
    )
    interval = "" if chosen.view.weight else " interval"
    st.caption(f"fixed minus broke, in {counted}{interval}; click a bar to list the flips")
    figure = draw_changes(shown, worse, current_palette())
    cell = show_clickable(figure, f"changes-{worse}-{chosen.view}", describe_changes(shown))
    if cell:
        outcomes: tuple[Outcome, ...] = ("negative_flip",) if worse else ("positive_flip",)
        open_flips(chosen.view, FlipFilter(outcomes, (("locale", (cell[0],)), ("domain", (cell[1],)))))
