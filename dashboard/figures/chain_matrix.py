"""Any two versions: what broke from the one in the row to the one in the column."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.chain_counts import ChainCounts, PairCounts
from dashboard import wording
from dashboard.figures.chain import MOST_WORDS, chain_labels
from dashboard.figures.contrast import colour_at, ink_on
from dashboard.figures.heat_measures import FULL_COLOUR
from dashboard.figures.labels import plain
from dashboard.figures.palette import Palette, layout

_ROW_HEIGHT: Final = 40
_FLAT_ROW_HEIGHT: Final = 30


def draw_matrix(counts: ChainCounts, runs: Sequence[str], colours: Palette, weighted: bool = False) -> go.Figure:
    """Draw NFR in percent from an earlier run (row) to a later one (column); steps are bold.

    `customdata` of a cell is (baseline, candidate), each a place from 0. The colours are those of the heat map by
    domain and locale. An interval is of no meaning where the counts are `weighted`, and then left out.
    """
    last = counts.n_runs - 1
    pairs = {place: counts.pair(*place) for place in counts.pairs() if counts.n}
    rates = {place: pair.nfr or 0.0 for place, pair in pairs.items()}
    figure = go.Figure(
        go.Heatmap(
            z=[[rates.get((row, column)) for column in range(1, last + 1)] for row in range(last)],
            x=list(range(1, last + 1)),
            y=list(range(last)),
            zmin=0,
            zmax=FULL_COLOUR,
            colorscale=[list(stop) for stop in colours.heat],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[column for _, column in pairs],
            y=[row for row, _ in pairs],
            mode="markers+text",
            text=[_text(place, rate) for place, rate in rates.items()],
            textfont={"size": 13, "color": [_ink(rate, colours) for rate in rates.values()]},
            marker={"size": 34, "symbol": "square", "color": "rgba(0,0,0,0)", "line": {"width": 0}},
            customdata=[list(place) for place in pairs],
            hovertext=[_hover(pair, place, runs, weighted) for place, pair in pairs.items()],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}, "textfont": {"color": colours.text}},
        )
    )
    figure.update_layout(
        **layout(colours, 40 + (_ROW_HEIGHT if counts.n_runs <= MOST_WORDS else _FLAT_ROW_HEIGHT) * last)
    )
    figure.update_xaxes(**_names(runs, range(1, last + 1)), side="top")
    figure.update_yaxes(**_names(runs, range(last)), autorange="reversed", ticklabelstandoff=4)
    return figure


def describe_matrix(counts: ChainCounts, runs: Sequence[str]) -> str:
    """Return the figure in words: the share that broke between any two runs."""
    said = "; ".join(
        f"{runs[one]} to {runs[other]} {wording.percent(counts.pair(one, other).nfr)}" for one, other in counts.pairs()
    )
    return f"Negative flip rate between any two versions. {said}."


def _text(place: tuple[int, int], rate: float) -> str:
    written = f"{100 * rate:.1f}"
    return f"<b>{written}</b>" if place[1] == place[0] + 1 else written


def _ink(rate: float, colours: Palette) -> str:
    return ink_on(colour_at(colours.heat, rate / FULL_COLOUR))


def _hover(pair: PairCounts, place: tuple[int, int], runs: Sequence[str], weighted: bool) -> str:
    interval = None if weighted else pair.nfr_interval
    between = f", 95 % interval {100 * interval.low:.2f} to {100 * interval.high:.2f} %" if interval else ""
    return (
        f"<b>{plain(runs[place[0]])} → {plain(runs[place[1]])}</b><br>{wording.count(pair.n_negative_flips)} of "
        f"{wording.count(pair.n)} broke ({wording.percent(pair.nfr, 2)}{between})<br>"
        f"{wording.count(pair.n_positive_flips)} fixed ({wording.percent(pair.pfr, 2)})<br>click to list what broke"
    )


def _names(runs: Sequence[str], places: Sequence[int]) -> dict[str, object]:
    """Return an axis with these runs, shown as text."""
    names = chain_labels(runs)
    return {
        "tickmode": "array",
        "tickvals": list(places),
        "ticktext": [plain(names[place]) for place in places],
        "tickangle": 0,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
    }
