"""One measure in every locale and domain. Cells are points to select: a Plotly heat map itself reports no click."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from dashboard.figures.contrast import colour_at, ink_on
from dashboard.figures.heat_measures import Cell, Cells, HeatMeasure, Place, colours_of, share_of_scale, written
from dashboard.figures.labels import label, plain
from dashboard.figures.palette import Palette, layout

_ROW_HEIGHT: Final = 25

_MAX_WRITTEN: Final = 20
"""With more locales the cells are too narrow for their numbers, which stay in the hover."""

_GAP: Final = 0.04
_CLEAR: Final = "rgba(0,0,0,0)"


def worst_first(cells: Cells, measure: HeatMeasure) -> tuple[list[str], list[str]]:
    """Return domains, the worst first by all their cells together, and locales likewise."""

    def ranked(axis: int) -> list[str]:
        sums: dict[str, tuple[float, int]] = {}
        for place, cell in cells.items():
            total, n = sums.get(place[axis], (0.0, 0))
            sums[place[axis]] = (total + cell.value * cell.n, n + cell.n)
        mean = {name: measure.worse * total / max(1, n) for name, (total, n) in sums.items()}
        return sorted(mean, key=lambda name: (-mean[name], name))

    return ranked(0), ranked(1)


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and columns of a map, in order; how they are named, what a cell tells, what a click on it gives.

    `veil` lies on cells of too few, besides their hatching.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    row_names: Sequence[str]
    column_names: Sequence[str]
    hover: Callable[[Place], str]
    customdata: Callable[[Place], list[str]]
    veil: str = _CLEAR


def draw_heat_map(cells: Cells, measure: HeatMeasure, colours: Palette) -> go.Figure:
    """Draw a measure by domain (rows) and locale (columns), worst first; `customdata` is (locale, domain).

    A cell without a value stays blank, one of too few utterances for a rate is hatched; marks stand beside the value.
    """
    domains, locales = worst_first(cells, measure)
    names = [label(domain) for domain in domains], [label(locale) for locale in locales]
    grid = Grid(
        domains, locales, *names, lambda place: _hover(cells[place], place, measure), lambda place: [place[1], place[0]]
    )
    return draw_grid(cells, measure, grid, colours)


def draw_grid(cells: Cells, measure: HeatMeasure, grid: Grid, colours: Palette) -> go.Figure:
    """Draw a measure by rows and columns; `draw_heat_map` says how."""
    columns, rows = _places(grid.columns), _places(grid.rows)
    figure = go.Figure()
    figure.add_trace(_squares(cells, measure, grid, colours))
    figure.add_trace(_hatching([place for place in cells if not cells[place].enough], columns, rows, grid, colours))
    figure.add_trace(_numbers(cells, measure, columns, rows, grid, colours))
    figure.update_layout(**layout(colours, 40 + _ROW_HEIGHT * max(1, len(rows))), barmode="overlay")
    figure.update_xaxes(**_names_on(grid.column_names), side="top", range=(-0.5, max(1, len(columns)) - 0.5))
    figure.update_yaxes(**_names_on(grid.row_names), range=(max(1, len(rows)) - 0.5, -0.5))
    return figure


def describe_heat_map(cells: Cells, measure: HeatMeasure, rows: str = "domain") -> str:
    """Return the figure in words: its worst cells; `rows` says what the rows are."""
    worst = sorted(cells, key=lambda place: (-measure.worse * cells[place].value, place))[:3]
    unit = "pp" if measure.signed else "%"
    said = "; ".join(
        f"{locale} {domain} {written(measure, cells[domain, locale].value)} {unit}" for domain, locale in worst
    )
    return f"{measure.title} by {rows} and locale. Worst: {said}." if said else "Nothing to show."


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _squares(cells: Cells, measure: HeatMeasure, grid: Grid, colours: Palette) -> go.Heatmap:
    def value(row: str, column: str) -> float | None:
        cell = cells.get((row, column))
        return None if cell is None else cell.value

    return go.Heatmap(
        z=[[value(row, column) for column in grid.columns] for row in grid.rows],
        zmin=-measure.reach if measure.signed else 0,
        zmax=measure.reach,
        colorscale=[list(stop) for stop in colours_of(measure, colours)],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverinfo="skip",
    )


def _hatching(
    places: Sequence[Place], columns: Mapping[str, int], rows: Mapping[str, int], grid: Grid, colours: Palette
) -> go.Bar:
    return go.Bar(
        x=[columns[column] for _, column in places],
        y=[1 - _GAP] * len(places),
        base=[rows[row] - (1 - _GAP) / 2 for row, _ in places],
        width=1 - _GAP,
        customdata=[grid.customdata(place) for place in places],
        marker={
            "color": grid.veil,
            "line": {"width": 0},
            "pattern": {
                "shape": "/",
                "bgcolor": grid.veil,
                "fgcolor": colours.muted,
                "size": 7,
                "solidity": 0.12,
                "fgopacity": 0.7,
            },
        },
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )


def _numbers(
    cells: Cells,
    measure: HeatMeasure,
    columns: Mapping[str, int],
    rows: Mapping[str, int],
    grid: Grid,
    colours: Palette,
) -> go.Scatter:
    places = sorted(cells, key=lambda place: (rows[place[0]], columns[place[1]]))
    scale = colours_of(measure, colours)
    inks = [
        colours.text
        if grid.veil != _CLEAR and not cells[place].enough
        else ink_on(colour_at(scale, share_of_scale(measure, cells[place].value)))
        for place in places
    ]
    return go.Scatter(
        x=[columns[column] for _, column in places],
        y=[rows[row] for row, _ in places],
        mode="markers+text" if len(columns) <= _MAX_WRITTEN else "markers",
        text=[written(measure, cells[place].value) + cells[place].mark for place in places],
        textfont={"size": 12, "color": inks},
        marker={"size": 24, "symbol": "square", "color": _CLEAR, "line": {"width": 0}},
        customdata=[grid.customdata(place) for place in places],
        hovertext=[grid.hover(place) for place in places],
        hoverinfo="text",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}, "textfont": {"color": colours.text}},
    )


def _names_on(names: Sequence[str]) -> dict[str, object]:
    """Return an axis with these names; "" is none."""
    shown = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": list(names)}
    return shown | {"ticks": "", "showgrid": False, "zeroline": False, "fixedrange": True, "automargin": True}


def _hover(cell: Cell, place: Place, measure: HeatMeasure) -> str:
    domain, locale = place
    few = "" if cell.enough else "<br>hatched: fewer than 30, so the rate is rough"
    return f"<b>{plain(locale)} · {plain(domain)}</b><br>{cell.said}{few}<br>click to list {measure.lists}"
