"""Which intent became which: baseline intents in rows, candidate intents in columns, the most frequent first."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.intent_moves import Intents, Place
from analysis.move_grid import Group, MoveGrid
from dashboard import wording
from dashboard.figures.contrast import colour_at, ink_on
from dashboard.figures.move_words import cell_hover, group_label
from dashboard.figures.palette import Palette, layout

_ROW_HEIGHT: Final = 26
_HEAD: Final = 112
_LONGEST: Final = 18

Scale = Sequence[tuple[float, str]]


def draw_move_matrix(
    grid: MoveGrid,
    scale: Scale,
    colours: Palette,
    opens: Collection[tuple[int, int]],
    places: Mapping[Intents, Place],
    weighted: bool = False,
) -> go.Figure:
    """Draw the counts; `customdata` of a cell is [row, column]. Cells of nothing, such as the diagonal, stay blank.

    The colour ends at the largest count of two named intents. Cells that are not among `opens` have no list to open.
    """
    named = [cell.n for at, cell in grid.cells.items() if not _is_others(grid, at)]
    full = max(named, default=0) or grid.n or 1
    rows, columns = range(len(grid.rows)), range(len(grid.columns))
    figure = go.Figure(
        go.Heatmap(
            z=[
                [grid.cells[row, column].n if (row, column) in grid.cells else None for column in columns]
                for row in rows
            ],
            x=list(columns),
            y=list(rows),
            zmin=0,
            zmax=full,
            colorscale=[list(stop) for stop in scale],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[column for _, column in grid.cells],
            y=[row for row, _ in grid.cells],
            mode="markers+text",
            text=[wording.short_count(cell.n) for cell in grid.cells.values()],
            textfont={
                "size": 12,
                "color": [ink_on(colour_at(scale, cell.n / full)) for cell in grid.cells.values()],
            },
            marker={"size": 24, "symbol": "square", "color": "rgba(0,0,0,0)", "line": {"width": 0}},
            customdata=[list(at) if at in opens else None for at in grid.cells],
            hovertext=[cell_hover(grid, at, places, at in opens, weighted) for at in grid.cells],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}, "textfont": {"color": colours.text}},
        )
    )
    figure.update_layout(**layout(colours, _HEAD + 16 + _ROW_HEIGHT * max(1, len(grid.rows))))
    figure.update_xaxes(**_names(grid.columns), side="top", tickangle=-60)
    figure.update_yaxes(**_names(grid.rows), autorange="reversed")
    return figure


def _is_others(grid: MoveGrid, at: tuple[int, int]) -> bool:
    return grid.rows[at[0]].is_others or grid.columns[at[1]].is_others


def _names(groups: Sequence[Group]) -> dict[str, object]:
    return {
        "tickmode": "array",
        "tickvals": list(range(len(groups))),
        "ticktext": [group_label(group, _LONGEST) for group in groups],
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
