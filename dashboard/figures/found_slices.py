"""The slices that broke far more than the rest: a bar a slice, with the interval of its rate."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.slice_search import FoundSlice
from dashboard import wording
from dashboard.figures.labels import label, plain
from dashboard.figures.palette import Palette, layout

_LONGEST: Final = 36


def draw_found_slices(slices: Sequence[FoundSlice], colours: Palette) -> go.Figure:
    """Draw the NFR of each slice, in the order given from the top; `customdata` is its place in it."""
    places = list(range(len(slices)))
    limits = [found.nfr_interval for found in slices]
    figure = go.Figure(
        go.Bar(
            x=[found.nfr for found in slices],
            y=places,
            orientation="h",
            marker={"color": colours.broke_area, "cornerradius": 3},
            cliponaxis=False,
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [at.high - found.nfr if at else 0 for found, at in zip(slices, limits, strict=True)],
                "arrayminus": [found.nfr - at.low if at else 0 for found, at in zip(slices, limits, strict=True)],
                "color": colours.muted,
                "thickness": 1,
                "width": 3,
            },
            customdata=places,
            hovertext=[_hover(found) for found in slices],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    )
    figure.update_layout(**layout(colours, 30 + 28 * max(1, len(slices))), bargap=0.35)
    figure.update_layout(margin={"r": 120})
    for place, (found, at) in enumerate(zip(slices, limits, strict=True)):
        figure.add_annotation(
            x=at.high if at else found.nfr,
            y=place,
            text=_figures(found),
            xanchor="left",
            showarrow=False,
            font={"color": colours.broke, "size": 12},
        )
    names = [label(str(found), _LONGEST) for found in slices]
    figure.update_xaxes(visible=False, fixedrange=True, rangemode="tozero")
    figure.update_yaxes(
        tickmode="array", tickvals=places, ticktext=names, ticks="", autorange="reversed", fixedrange=True
    )
    figure.update_yaxes(showgrid=False, zeroline=False, automargin=True)
    return figure


def describe_found_slices(slices: Sequence[FoundSlice]) -> str:
    """Return the figure in words."""
    return "; ".join(f"{found}: {_figures(found)}" for found in slices) + "." if slices else "No slice."


def _figures(found: FoundSlice) -> str:
    n_broke, n = wording.count(found.n_negative_flips), wording.count(found.n)
    return f"{wording.percent(found.nfr)} ({n_broke} of {n})"


def _hover(found: FoundSlice) -> str:
    times = "" if found.times_rest is None else f", {found.times_rest:.1f} times the rest"
    limits = f"95 %: {wording.limits(found.nfr_interval, 1)}"
    return f"<b>{plain(str(found))}</b><br>{_figures(found)}{times}; {limits}<br>click to list what broke"
