"""Suspects by annotator and time, with the breaks of the guideline outlined."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import plotly.graph_objects as go

from analysis.annotation.guideline_break import GuidelineBreak
from analysis.annotation.over_time import ALL, SuspectsOverTime, TimeCell
from dashboard import wording
from dashboard.figures.heat_map import Grid, draw_grid
from dashboard.figures.heat_measures import Cell, HeatMeasure, Place
from dashboard.figures.labels import isolated
from dashboard.figures.palette import Palette

EVERYONE: Final = "all annotators"

MOST_ROWS: Final = 25
"""Annotators that are shown: those with a break, then those with the most suspects."""

_MOST_TICKS: Final = 8
_LONGEST: Final = 24
_EDGE: Final = 0.47
_OPENS: Final = "◆"


def draw_suspects_over_time(
    counted: SuspectsOverTime, breaks: Sequence[GuidelineBreak], measure: HeatMeasure, colours: Palette
) -> go.Figure:
    """Draw the share of suspects by annotator (rows) and period (columns), all annotators together first.

    `customdata` is (annotator, first day, last day), the annotator "" for all. A cell of too few is hatched. The days
    of a break are outlined, with a ◆ that tells what it is and, clicked, gives its annotator and its days.
    """
    rows = shown_annotators(counted, breaks)
    cells = {(cell.annotator, cell.first): cell for cell in counted.cells if cell.annotator in rows}
    shown = time_cells(counted, rows)
    grid = Grid(
        rows,
        counted.periods,
        [_name(row) for row in rows],
        _ticks(counted),
        lambda place: _hover(shown[place], place, counted, measure),
        lambda place: [place[0], cells[place].first, cells[place].last],
        _veil(colours),
    )
    figure = draw_grid(shown, measure, grid, colours)
    _outline(figure, counted, breaks, rows, colours)
    return figure


def time_cells(counted: SuspectsOverTime, rows: Sequence[str]) -> dict[Place, Cell]:
    """Return the cells of these annotators by annotator and first day."""
    return {
        (cell.annotator, cell.first): Cell(cell.share, cell.n, cell.enough, _said(cell))
        for cell in counted.cells
        if cell.annotator in rows
    }


def describe_suspects_over_time(counted: SuspectsOverTime, breaks: Sequence[GuidelineBreak]) -> str:
    """Return the figure in words: its worst cells, and the breaks."""
    if not counted.cells:
        return "Nothing to show."
    sure = [cell for cell in counted.cells if cell.annotator != ALL and cell.enough and cell.n_suspect]
    worst = sorted(sure, key=lambda cell: (-cell.share, cell.annotator, cell.first))[:3]
    said = "; ".join(f"{cell.annotator} {_days(cell.first, counted)} {_said(cell)}" for cell in worst)
    told = " ".join(one.reason() for one in breaks if counted.touched(one))
    return (
        f"Share of suspect golds by annotator and {counted.step}."
        f"{f' Worst: {said}.' if said else ''}{f' Outlined: {told}' if told else ''}"
    )


def shown_annotators(counted: SuspectsOverTime, breaks: Sequence[GuidelineBreak]) -> list[str]:
    """Return the annotators that have a row, all of them together first, those with the most suspects next."""
    named = {one.name for one in breaks if one.kind == "annotator"}
    everyone = list(counted.annotators)
    kept = sorted(everyone, key=lambda name: (name != ALL, name not in named))[: MOST_ROWS + 1]
    # Where no utterance has a name, the row of all is all there is.
    return [name for name in everyone if name in kept]


def _outline(
    figure: go.Figure, counted: SuspectsOverTime, breaks: Sequence[GuidelineBreak], rows: list[str], colours: Palette
) -> None:
    spans: dict[tuple[str, int, int], list[GuidelineBreak]] = {}
    for one in breaks:
        touched, row = counted.touched(one), one.name if one.kind == "annotator" else ALL
        if touched and row in rows:
            spans.setdefault((row, *touched), []).append(one)
    for row, first, last in spans:
        at = rows.index(row)
        figure.add_shape(
            type="rect",
            x0=first - _EDGE,
            x1=last + _EDGE,
            y0=at - _EDGE,
            y1=at + _EDGE,
            line={"color": colours.text, "width": 2.5},
        )
    figure.add_trace(
        go.Scatter(
            x=[first - _EDGE for _, first, _ in spans],
            y=[rows.index(row) - _EDGE for row, _, _ in spans],
            mode="markers",
            marker={
                "symbol": "diamond",
                "size": 11,
                "color": colours.text,
                "line": {"width": 1.5, "color": colours.card},
            },
            customdata=[
                [row, min(one.since for one in told), max(one.until for one in told)]
                for (row, _, _), told in spans.items()
            ],
            hovertext=[_told(told) for told in spans.values()],
            hoverinfo="text",
            cliponaxis=False,
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )


def _veil(colours: Palette) -> str:
    red, green, blue = (int(colours.card[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.7)"


def _told(breaks: Sequence[GuidelineBreak]) -> str:
    parts = [f"<b>{_OPENS} {one.pair(isolated)}</b><br>{'<br>'.join(_wrapped(one.reason(isolated)))}" for one in breaks]
    return f"{'<br>'.join(parts)}<br>click to list these days"


def _wrapped(text: str, width: int = 70) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _name(annotator: str) -> str:
    if annotator == ALL:
        return f"<b>{EVERYONE}</b>"
    return isolated(annotator if len(annotator) <= _LONGEST else f"{annotator[: _LONGEST - 1]}…")


def _ticks(counted: SuspectsOverTime) -> list[str]:
    """Name every period, or every few where they are many."""
    every = -(-len(counted.periods) // _MOST_TICKS)
    return ["" if place % every else _short(period, counted) for place, period in enumerate(counted.periods)]


def _short(period: str, counted: SuspectsOverTime) -> str:
    day, month, year = wording.day(date.fromisoformat(period)).split(" ")
    return f"{month[:3]} {year}" if counted.step == "month" else f"{day} {month[:3]}"


def _days(period: str, counted: SuspectsOverTime) -> str:
    day = wording.day(date.fromisoformat(period))
    match counted.step:
        case "day":
            return f"on {day}"
        case "week":
            return f"in the week of {day}"
        case _:
            return f"in {day.split(' ', 1)[1]}"


def _said(cell: TimeCell) -> str:
    of = f"{wording.count(cell.n_suspect)} of {wording.plural(cell.n, 'gold')} suspect"
    return f"{of}, {wording.percent(cell.share)} (95 %: {wording.limits(cell.interval, 1)})"


def _hover(cell: Cell, place: Place, counted: SuspectsOverTime, measure: HeatMeasure) -> str:
    annotator, period = place
    who = EVERYONE if annotator == ALL else isolated(annotator)
    few = "" if cell.enough else "<br>hatched: fewer than 30, so the share is rough"
    return f"<b>{who} {_days(period, counted)}</b><br>{cell.said}{few}<br>click to list {measure.lists}"
