"""One rate in every locale and domain. Cells are points to select: a Plotly heat map itself reports no click."""

from collections.abc import Mapping, Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.breakdown import Slice
from analysis.certainty import judge_slices
from analysis.counts import FlipCounts
from analysis.intervals import wilson
from analysis.metrics import accuracy_change, nfr
from dashboard import wording
from dashboard.figures.contrast import colour_at, ink_on
from dashboard.figures.labels import label, plain
from dashboard.figures.palette import Palette, layout

_ROW_HEIGHT: Final = 25
FULL_COLOUR: Final = 0.15
"""The rate at which the colour scale ends, so that two comparisons can be held side by side."""

_MAX_WRITTEN: Final = 20
"""With more locales the cells are too narrow for their numbers, which stay in the hover."""

Cells = Mapping[tuple[str, str], FlipCounts]


def cells_of(slices: Sequence[Slice]) -> dict[tuple[str, str], FlipCounts]:
    """Return counts by (domain, locale) from slices by locale and domain."""
    return {(str(part.values["domain"]), str(part.values["locale"])): part.counts for part in slices}


def significant_cells(slices: Sequence[Slice]) -> dict[tuple[str, str], str] | None:
    """Return a mark for each (domain, locale) whose accuracy change is hardly chance: ▼ worse, ▲ better.

    Adjusted for the number of cells. None where the cells are weighted, and so not tested.
    """
    if any(part.weight for part in slices):
        return None
    marks = {}
    for part, certainty in zip(slices, judge_slices(slices), strict=True):
        if certainty.q_value is not None and certainty.q_value <= ALPHA:
            worse = (accuracy_change(part.counts) or 0) < 0
            marks[str(part.values["domain"]), str(part.values["locale"])] = "▼" if worse else "▲"
    return marks


def worst_first(cells: Cells) -> tuple[list[str], list[str]]:
    """Return domains by falling NFR over all locales, and locales likewise."""
    domains, locales = ({key[axis] for key in cells} for axis in (0, 1))

    def rate(axis: int, name: str) -> float:
        counts = [cell for key, cell in cells.items() if key[axis] == name]
        return -sum(cell.n_negative_flips for cell in counts) / max(1, sum(cell.n for cell in counts))

    return (
        sorted(domains, key=lambda domain: (rate(0, domain), domain)),
        sorted(locales, key=lambda locale: (rate(1, locale), locale)),
    )


def draw_heat_map(cells: Cells, colours: Palette, marks: Mapping[tuple[str, str], str] | None = None) -> go.Figure:
    """Draw NFR in percent by domain (rows) and locale (columns), worst first; `customdata` is (locale, domain).

    A cell without utterances stays blank; `marks` are written beside the rate, None leaves out the intervals too.
    """
    written = marks or {}
    domains, locales = worst_first(cells)
    rates = [[_rate(cells, domain, locale) for locale in locales] for domain in domains]
    figure = go.Figure(
        go.Heatmap(
            z=rates,
            x=locales,
            y=domains,
            zmin=0,
            zmax=FULL_COLOUR,
            colorscale=[list(stop) for stop in colours.heat],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
        )
    )
    places = [(domain, locale) for domain in domains for locale in locales if _rate(cells, domain, locale) is not None]
    figure.add_trace(
        go.Scatter(
            x=[locale for _, locale in places],
            y=[domain for domain, _ in places],
            mode="markers+text" if len(locales) <= _MAX_WRITTEN else "markers",
            text=[f"{100 * (_rate(cells, *place) or 0):.1f}{written.get(place, '')}" for place in places],
            textfont={"size": 12, "color": [_ink(_rate(cells, *place) or 0, colours) for place in places]},
            marker={"size": 24, "symbol": "square", "color": "rgba(0,0,0,0)", "line": {"width": 0}},
            customdata=[[locale, domain] for domain, locale in places],
            hovertext=[_hover(cells[place], place, marks is not None) for place in places],
            hoverinfo="text",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}, "textfont": {"color": colours.text}},
        )
    )
    figure.update_layout(**layout(colours, 40 + _ROW_HEIGHT * max(1, len(domains))))
    figure.update_xaxes(**_names_on(locales), side="top")
    figure.update_yaxes(**_names_on(domains), autorange="reversed")
    return figure


def _names_on(names: Sequence[str]) -> dict[str, object]:
    """Return an axis with these names, shown as text."""
    shown = {"tickmode": "array", "tickvals": names, "ticktext": [label(name) for name in names], "ticks": ""}
    return shown | {"type": "category", "showgrid": False, "fixedrange": True, "automargin": True}


def describe_heat_map(cells: Cells) -> str:
    """Return the figure in words: its worst cells."""
    known = [(rate, place) for place in cells if (rate := _rate(cells, *place)) is not None]
    worst = sorted(known, key=lambda entry: (-entry[0], entry[1]))[:3]
    said = "; ".join(f"{locale} {domain} {wording.percent(rate)}" for rate, (domain, locale) in worst)
    return f"Negative flip rate by domain and locale. Highest: {said}." if said else "Nothing to show."


def _rate(cells: Cells, domain: str, locale: str) -> float | None:
    counts = cells.get((domain, locale))
    return None if counts is None else nfr(counts)


def _ink(rate: float, colours: Palette) -> str:
    return ink_on(colour_at(colours.heat, rate / FULL_COLOUR))


def _hover(counts: FlipCounts, place: tuple[str, str], with_interval: bool) -> str:
    domain, locale = place
    limits = wording.limits(wilson(counts.n_negative_flips, counts.n), 1)
    sure = f" (95 %: {limits} %)" if with_interval else ""
    return (
        f"<b>{plain(locale)} · {plain(domain)}</b><br>"
        f"{wording.count(counts.n_negative_flips)} of {wording.count(counts.n)} broke{sure}, "
        f"{wording.count(counts.n_positive_flips)} fixed<br>click to list what broke"
    )
