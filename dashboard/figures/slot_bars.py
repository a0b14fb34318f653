"""Slot names on one scale: what broke to the left, what was fixed to the right, each with its 95 % interval."""

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from analysis.intervals import wilson
from analysis.metrics import nfr, pfr
from analysis.slot_report import SlotRow
from dashboard import wording
from dashboard.figures.labels import label, plain
from dashboard.figures.mirrored import interval_line, name_side, style_rows
from dashboard.figures.palette import Palette, layout
from loaders.schema import Outcome

_ROW_HEIGHT: Final = 25
_TOP: Final = 22
_SIDES: Final[tuple[tuple[Outcome, int], ...]] = (("negative_flip", -1), ("positive_flip", 1))
_DONE: Final = {"negative_flip": "broke", "positive_flip": "were fixed"}
_MARKS: Final = {"worse": " ▼", "better": " ▲", "": ""}


def draw_slot_bars(rows: Sequence[SlotRow], colours: Palette) -> go.Figure:
    """Draw broke and fixed in percent of the gold slots of each name, from top to bottom.

    A bar's `customdata` is (slot name, outcome). Over each lies an invisible one to the edge, so that a bar of one
    pixel can be clicked as well as a long one. Weighted rows have no interval.
    """
    ends = [_far(row, sign) for row in rows for _, sign in _SIDES]
    edge = 1.3 * max(ends, default=0.0) or 1.0
    figure = go.Figure()
    for outcome, sign in _SIDES:
        figure.add_trace(_bars(rows, outcome, sign, colours))
        figure.add_trace(_whiskers(rows, sign, colours))
        figure.add_trace(_values(rows, sign, colours))
        figure.add_trace(_touch(rows, outcome, sign, edge))
        name = wording.OUTCOME_LABELS[outcome]
        colour = colours.broke if sign < 0 else colours.fixed
        name_side(figure, sign, edge, f"◂ {name}" if sign < 0 else f"{name} ▸", colour)
    figure.update_layout(**layout(colours, _TOP + 8 + _ROW_HEIGHT * max(1, len(rows))), barmode="overlay")
    figure.update_layout(margin={"l": 8, "r": 8, "t": _TOP, "b": 8})
    style_rows(figure, [_name(row, colours) for row in rows], edge, colours)
    return figure


def describe_slot_bars(rows: Sequence[SlotRow]) -> str:
    """Return the figure in words."""
    said = "; ".join(
        f"{row.name}: {wording.percent(nfr(row.slice.counts))} broke, {wording.percent(pfr(row.slice.counts))} fixed"
        for row in rows
    )
    return f"{said}." if said else "No slot."


def _name(row: SlotRow, colours: Palette) -> str:
    n = wording.short_count(row.slice.counts.n)
    return f"{label(row.name, 20)}{_MARKS[row.verdict]} <span style='color:{colours.muted}'>{n}</span>"


def _rate(row: SlotRow, sign: int) -> float:
    counts = row.slice.counts
    return 100 * ((nfr(counts) if sign < 0 else pfr(counts)) or 0.0)


def _number(row: SlotRow, sign: int) -> int:
    return row.slice.counts.n_negative_flips if sign < 0 else row.slice.counts.n_positive_flips


def _interval(row: SlotRow, sign: int) -> tuple[float, float] | None:
    interval = None if row.slice.weight else wilson(_number(row, sign), row.slice.counts.n)
    return None if interval is None else (100 * interval.low, 100 * interval.high)


def _far(row: SlotRow, sign: int) -> float:
    interval = _interval(row, sign)
    return interval[1] if interval else _rate(row, sign)


def _bars(rows: Sequence[SlotRow], outcome: Outcome, sign: int, colours: Palette) -> go.Bar:
    return go.Bar(
        x=[sign * _rate(row, sign) for row in rows],
        y=list(range(len(rows))),
        orientation="h",
        width=0.62,
        marker={"color": colours.broke_area if sign < 0 else colours.fixed_area, "line": {"width": 0}},
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
        name=outcome,
    )


def _touch(rows: Sequence[SlotRow], outcome: Outcome, sign: int, edge: float) -> go.Bar:
    return go.Bar(
        x=[sign * edge] * len(rows),
        y=list(range(len(rows))),
        orientation="h",
        width=0.9,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        customdata=[[row.name, outcome] for row in rows],
        hovertext=[_hover(row, outcome, sign) for row in rows],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
        name=f"{outcome} (to click)",
    )


def _whiskers(rows: Sequence[SlotRow], sign: int, colours: Palette) -> go.Scatter:
    x, y = interval_line([_interval(row, sign) for row in rows], sign)
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": colours.text, "width": 1},
        hoverinfo="skip",
        name="95 % interval",
    )


def _values(rows: Sequence[SlotRow], sign: int, colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=[sign * _far(row, sign) for row in rows],
        y=list(range(len(rows))),
        mode="text",
        text=[f"  {_rate(row, sign):.1f}  " for row in rows],
        textposition="middle right" if sign > 0 else "middle left",
        textfont={"size": 12, "color": colours.fixed if sign > 0 else colours.broke},
        cliponaxis=False,
        hoverinfo="skip",
        name="values",
    )


def _hover(row: SlotRow, outcome: Outcome, sign: int) -> str:
    counts = row.slice.counts
    interval = _interval(row, sign)
    sure = f", 95 %: {interval[0]:.1f} to {interval[1]:.1f} %" if interval else ""
    return (
        f"<b>{plain(row.name)}</b><br>{wording.count(_number(row, sign))} of {wording.count(counts.n)} gold slots "
        f"{wording.OUTCOME_LABELS[outcome]} ({_rate(row, sign):.2f} %{sure})<br>"
        f"click to list the utterances that have it, and whose slots {_DONE[outcome]}"
    )
