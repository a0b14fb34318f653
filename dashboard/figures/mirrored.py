"""Rows on one scale, what broke to the left of the centre and what was fixed to the right: what such figures share."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.figures.palette import Palette


def style_rows(figure: go.Figure, names: Sequence[str], edge: float, colours: Palette) -> None:
    """Put the centre into the middle of ±`edge`, and the rows downwards, each with its name; nothing is dragged."""
    figure.update_xaxes(
        range=[-edge, edge],
        showticklabels=False,
        showgrid=False,
        zeroline=True,
        zerolinecolor=colours.muted,
        fixedrange=True,
    )
    figure.update_yaxes(
        # Half a row beyond the first and the last.
        range=[len(names) - 0.5, -0.5],
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=list(names),
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        automargin=True,
        ticklabelstandoff=6,
    )


def name_side(figure: go.Figure, sign: int, edge: float, name: str, colour: str) -> None:
    """Write a name above the left half (`sign` -1) or the right one (1)."""
    figure.add_annotation(
        x=sign * edge / 2,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=name,
        showarrow=False,
        font={"color": colour},
    )


def interval_line(limits: Sequence[tuple[float, float] | None], sign: int) -> tuple[list[float | None], list[int]]:
    """Return x and y of one line with a piece a row, from limit to limit; a row without an interval has none.

    Not error bars: one of no length still draws its caps.

    >>> interval_line([(1.0, 3.0), None, (0.5, 2.0)], -1)
    ([-1.0, -3.0, None, -0.5, -2.0, None], [0, 0, 0, 2, 2, 2])
    """
    x: list[float | None] = []
    y: list[int] = []
    for row, found in enumerate(limits):
        if found is not None:
            low, high = found
            x += [sign * low, sign * high, None]
            y += [row, row, row]
    return x, y
