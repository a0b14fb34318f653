"""The Sankey and the matrix of transitions; a band or a cell that is clicked opens its utterances."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from analysis.intent_moves import Intents, Moves, Place
from analysis.move_grid import MoveGrid, group_moves
from dashboard import wording
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.theme import current_palette
from dashboard.components.transition_links import flips_of_cell
from dashboard.components.transition_results import Shown
from dashboard.figures.move_matrix import Scale, draw_move_matrix
from dashboard.figures.move_words import describe_moves
from dashboard.figures.palette import Palette
from dashboard.figures.sankey import draw_sankey
from dashboard.state import FlipFilter, View

MOST_IN_SANKEY: Final = 10
MOST_IN_MATRIX: Final = 15

_RIGHT: Final[dict[Shown, str]] = {
    "broke": "the baseline’s on the left, which were right, the candidate’s on the right",
    "fixed": "the baseline’s on the left, the candidate’s on the right, which are right",
    "changed": "the baseline’s on the left, the candidate’s on the right",
}


def show_transition_figures(
    moves: Moves, places: Mapping[Intents, Place], view: View, shown: Shown, locale: str | None
) -> None:
    """Show both figures, the matrix below the Sankey."""
    colours, weighted = current_palette(), view.weight is not None
    key = f"{view}-{shown}-{locale}"
    with st.container(border=True, gap="small"):
        grid = group_moves(moves, MOST_IN_SANKEY)
        opens = _lists(grid, view, shown, locale)
        st.html(
            f'<h2>Where the intents went</h2><div class="note muted">Intents: {_RIGHT[shown]}. '
            f"{_cut(grid, MOST_IN_SANKEY)} Click a band to list it.</div>"
        )
        area = {"broke": colours.broke_area, "fixed": colours.fixed_area, "changed": colours.slot}[shown]
        figure = draw_sankey(grid, area, colours, opens, places, weighted)
        _open(show_clickable(figure, f"sankey-{key}", describe_moves(grid)), opens, view)
    with st.container(border=True, gap="small"):
        grid = group_moves(moves, MOST_IN_MATRIX)
        opens = _lists(grid, view, shown, locale)
        things = "requests" if weighted else "utterances"
        st.html(
            f'<h2>Baseline intent (row) by candidate intent (column)</h2><div class="note muted">Number of {things}, '
            f"the most frequent first; only intents that moved, so the diagonal is empty. {_cut(grid, MOST_IN_MATRIX)} "
            "Click a cell to list it.</div>"
        )
        figure = draw_move_matrix(grid, scale_of(shown, colours), colours, opens, places, weighted)
        _open(show_clickable(figure, f"move-matrix-{key}", describe_moves(grid)), opens, view)


def scale_of(shown: Shown, colours: Palette) -> Scale:
    """Return the colours of a matrix, from little to much."""
    if shown == "broke":
        return colours.heat
    ends = (colours.fixed_soft, colours.fixed_area) if shown == "fixed" else (colours.slot_soft, colours.slot)
    return ((0.0, ends[0]), (1.0, ends[1]))


def _lists(grid: MoveGrid, view: View, shown: Shown, locale: str | None) -> dict[tuple[int, int], FlipFilter]:
    """Return the filter of each cell that has a list of its own."""
    found = {at: flips_of_cell(cell, shown, view.unit, locale) for at, cell in grid.cells.items()}
    return {at: flips for at, flips in found.items() if flips is not None}


def _open(clicked: list[int] | None, opens: Mapping[tuple[int, int], FlipFilter], view: View) -> None:
    flips = opens.get((clicked[0], clicked[1])) if clicked else None
    if flips is not None:
        open_flips(view, flips)


def _cut(grid: MoveGrid, most: int) -> str:
    if not any(groups and groups[-1].is_others for groups in (grid.rows, grid.columns)):
        return "All of them are shown."
    return f"The {wording.count(most)} most frequent of each side by name, the rest as others."
