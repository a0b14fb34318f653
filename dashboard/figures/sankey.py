"""From the baseline's intents on the left to the candidate's on the right, in bands as wide as they are many.

Plotly's own Sankey reports no click to Streamlit, so the bands are drawn, each with a row of invisible points.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go

from analysis.intent_moves import Intents, Place
from analysis.move_grid import Group, MoveGrid
from dashboard import wording
from dashboard.figures.move_words import cell_hover, group_label
from dashboard.figures.palette import Palette, layout

_BODY: Final = 330
_THINNEST: Final = 2.0
_LABEL_HEIGHT: Final = 18.0
_GAP: Final = 6.0
_NODE: Final = 0.014
_CURVE: Final = tuple(i / 24 for i in range(25))
_TOUCH: Final = (10.0, 40.0)
_WRITTEN: Final = 15.0
_LONGEST: Final = 18
_INVISIBLE: Final = "rgba(0,0,0,0)"

At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Band:
    """Top on the left, top on the right, width; in pixels from above."""

    left: float
    right: float
    width: float

    def middle(self, x: float) -> float:
        """Where the band is at a share of its length."""
        return self.left + (self.right - self.left) * x * x * (3 - 2 * x) + self.width / 2


def draw_sankey(
    grid: MoveGrid,
    area: str,
    colours: Palette,
    opens: Collection[At],
    places: Mapping[Intents, Place],
    weighted: bool = False,
) -> go.Figure:
    """Draw every cell of the grid as a band in the colour `area`; `customdata` of its points is [row, column].

    Cells that are not among `opens` have no list to open. No moves draw nothing.
    """
    bands, tops, height = _place(grid)
    figure = go.Figure()
    figure.update_layout(**layout(colours, round(height) + 16))
    figure.update_layout(margin={"l": _margin(grid.rows), "r": _margin(grid.columns), "t": 8, "b": 8})
    figure.update_xaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_yaxes(visible=False, range=[height, 0], fixedrange=True)
    for band in bands.values():
        figure.add_trace(_area(band, area))
    for side, groups in enumerate((grid.rows, grid.columns)):
        for group, (top, size) in zip(groups, tops[side], strict=True):
            _add_end(figure, group, side, top, size, colours)
    if bands:
        hovers = {at: cell_hover(grid, at, places, at in opens, weighted) for at in bands}
        figure.add_trace(_points(bands, hovers, opens))
        figure.add_trace(_numbers(grid, bands, colours))
    return figure


def _place(grid: MoveGrid) -> tuple[dict[At, _Band], list[list[tuple[float, float]]], float]:
    """Return the bands, the top and size of each group by side, and the height of it all."""
    widths = {at: max(_THINNEST, _BODY * cell.n / grid.n) for at, cell in grid.cells.items()}
    tops: list[list[tuple[float, float]]] = []
    starts: list[dict[At, float]] = []
    heights = []
    for side, groups in enumerate((grid.rows, grid.columns)):
        y, of_side, start = 0.0, [], {}
        for place in range(len(groups)):
            members = [at for at in widths if at[side] == place]
            size = sum(widths[at] for at in members)
            room = max(size, _LABEL_HEIGHT)
            top = y + (room - size) / 2
            of_side.append((top, size))
            for at in members:
                start[at], top = top, top + widths[at]
            y += room + _GAP
        tops.append(of_side)
        starts.append(start)
        heights.append(max(0.0, y - _GAP))
    height = max(heights)
    shift = [(height - own) / 2 for own in heights]
    bands = {at: _Band(starts[0][at] + shift[0], starts[1][at] + shift[1], width) for at, width in widths.items()}
    return bands, [[(top + shift[side], size) for top, size in tops[side]] for side in (0, 1)], height


def _area(band: _Band, colour: str) -> go.Scatter:
    xs = [_NODE + x * (1 - 2 * _NODE) for x in _CURVE]
    tops = [band.middle(x) - band.width / 2 for x in _CURVE]
    return go.Scatter(
        x=[*xs, *reversed(xs)],
        y=[*tops, *(top + band.width for top in reversed(tops))],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        opacity=0.5,
        line={"width": 0},
        hoverinfo="skip",
    )


def _add_end(figure: go.Figure, group: Group, side: int, top: float, size: float, colours: Palette) -> None:
    x = float(side)
    start, end = (x, x + _NODE) if side == 0 else (x - _NODE, x)
    figure.add_shape(
        type="rect", x0=start, x1=end, y0=top, y1=top + size, fillcolor=colours.muted, line={"width": 0}, layer="above"
    )
    name, n = group_label(group, _LONGEST), f"<b>{wording.short_count(group.n)}</b>"
    figure.add_annotation(
        x=x,
        y=top + size / 2,
        text=f"{name} {n}" if side == 0 else f"{n} {name}",
        xanchor="right" if side == 0 else "left",
        xshift=-5 if side == 0 else 5,
        showarrow=False,
        font={"size": 12, "color": colours.text},
    )


def _points(bands: Mapping[At, _Band], hovers: Mapping[At, str], opens: Collection[At]) -> go.Scatter:
    """Return invisible points along every band, the narrow bands last, so that they are not lost among the wide."""
    ordered = sorted(bands, key=lambda at: -bands[at].width)
    least, most = _TOUCH
    touched = [(at, x) for at in ordered for x in _CURVE]
    return go.Scatter(
        x=[_NODE + x * (1 - 2 * _NODE) for _, x in touched],
        y=[bands[at].middle(x) for at, x in touched],
        mode="markers",
        marker={
            "size": [min(most, max(least, bands[at].width)) for at, _ in touched],
            "color": _INVISIBLE,
            "line": {"width": 0},
        },
        customdata=[list(at) if at in opens else None for at, _ in touched],
        hovertext=[hovers[at] for at, _ in touched],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
        name="bands",
    )


def _numbers(grid: MoveGrid, bands: Mapping[At, _Band], colours: Palette) -> go.Scatter:
    wide = [at for at, band in bands.items() if band.width >= _WRITTEN]
    return go.Scatter(
        x=[0.06] * len(wide),
        y=[bands[at].middle(0.06) for at in wide],
        mode="text",
        text=[wording.short_count(grid.cells[at].n) for at in wide],
        textfont={"size": 12, "color": colours.text},
        hoverinfo="skip",
        name="numbers",
    )


def _margin(groups: Sequence[Group]) -> int:
    longest = max((len(group_label(group, _LONGEST)) for group in groups), default=0)
    return 34 + round(6.4 * min(longest, _LONGEST))
