"""The slices that got worse most, or better most: net change as bars."""

from collections.abc import Sequence

import plotly.graph_objects as go

from analysis.breakdown import Slice
from analysis.intervals import tango
from analysis.metrics import accuracy_change
from dashboard import wording
from dashboard.figures.labels import label, plain
from dashboard.figures.palette import Palette, layout


def most_changed(slices: Sequence[Slice], worse: bool, most: int = 6) -> list[Slice]:
    """Return up to `most` slices with the largest net loss (or gain) in units: fixed minus broke.

    Units rather than rates, so that a slice of two utterances does not lead the list.
    """
    sign = 1 if worse else -1
    moved = [part for part in slices if sign * _net(part) < 0]
    return sorted(moved, key=lambda part: (sign * _net(part), str(part.values)))[:most]


def draw_changes(slices: Sequence[Slice], worse: bool, colours: Palette) -> go.Figure:
    """Draw a bar a slice, the largest change on top; `customdata` is (locale, domain).

    What got worse grows to the left, what got better to the right; the names stand where the bars begin.
    """
    names = [_name(part) for part in slices]
    figure = go.Figure(
        go.Bar(
            x=[_net(part) for part in slices],
            y=names,
            orientation="h",
            marker={"color": colours.broke_area if worse else colours.fixed_area, "cornerradius": 3},
            cliponaxis=False,
            error_x=_error_bars(slices, colours),
            customdata=[[part.values["locale"], part.values["domain"]] for part in slices],
            hovertext=[_hover(part) for part in slices],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    )
    figure.update_layout(**layout(colours, 30 + 28 * max(1, len(slices))), bargap=0.35)
    figure.update_layout(margin={"l" if worse else "r": 110})
    for part in slices:
        # Behind the interval, which runs through a label of the bar itself.
        figure.add_annotation(
            x=_end(part),
            y=_name(part),
            text=_label(part),
            xanchor="right" if worse else "left",
            showarrow=False,
            font={"color": colours.broke if worse else colours.fixed, "size": 12},
        )
    figure.update_xaxes(visible=False, fixedrange=True, range=_reach(slices))
    figure.update_yaxes(tickmode="array", tickvals=names, ticktext=[label(name) for name in names])
    figure.update_yaxes(
        autorange="reversed",
        fixedrange=True,
        ticks="",
        showgrid=False,
        type="category",
        automargin=True,
        side="right" if worse else "left",
    )
    return figure


def describe_changes(slices: Sequence[Slice]) -> str:
    """Return the figure in words."""
    return "; ".join(f"{_name(part)}: {_label(part)}" for part in slices) + "." if slices else "No slice."


def _net(part: Slice) -> int:
    return part.counts.n_positive_flips - part.counts.n_negative_flips


def _error_bars(slices: Sequence[Slice], colours: Palette) -> dict[str, object] | None:
    """Return Tango's interval of the accuracy change in units, as seen from the end of the bar."""
    if any(part.weight for part in slices):
        return None
    ends = [(_net(part), *_limits(part)) for part in slices]
    arrays = {"array": [high - end for end, _, high in ends], "arrayminus": [end - low for end, low, _ in ends]}
    return {"type": "data", "symmetric": False, "color": colours.muted, "thickness": 1, "width": 3} | arrays


def _end(part: Slice) -> float:
    """Return where bar and interval end, seen from 0 on."""
    low, high = _limits(part)
    return min(_net(part), low) if _net(part) < 0 else max(_net(part), high)


def _reach(slices: Sequence[Slice]) -> tuple[float, float]:
    """Return the ends of the axis, 0 between them: an interval may cross it."""
    ends = [0.0, *(end for part in slices for end in (_end(part), *_limits(part)))]
    return min(ends), max(ends)


def _limits(part: Slice) -> tuple[float, float]:
    """Return the limits of the change in units; 0 of sums of weights, which have none."""
    interval = tango(part.counts.n_positive_flips, part.counts.n_negative_flips, part.counts.n)
    if part.weight or interval is None:
        return 0.0, 0.0
    return interval.low * part.counts.n, interval.high * part.counts.n


def _name(part: Slice) -> str:
    return " · ".join(str(value) for value in part.values.values())


def _label(part: Slice) -> str:
    sign = "+" if _net(part) > 0 else "−"
    return f"{sign}{wording.count(abs(_net(part)))} ({wording.points(accuracy_change(part.counts), 1)})"


def _hover(part: Slice) -> str:
    counts = part.counts
    return (
        f"<b>{plain(_name(part))}</b><br>{wording.count(counts.n_negative_flips)} broke, "
        f"{wording.count(counts.n_positive_flips)} fixed of {wording.count(counts.n)}<br>click to list them"
    )
