"""Where the answers went: from right and wrong under the baseline to right and wrong under the candidate."""

from typing import Final

import plotly.graph_objects as go

from analysis.counts import FlipCounts
from dashboard import wording
from dashboard.figures.palette import Palette, layout, outcome_areas
from loaders.schema import Outcome

_GAP: Final = 0.06
_BAR: Final = 0.035
_CURVE: Final = tuple(i / 24 for i in range(25))
_CENTRES: Final[dict[Outcome, float]] = {"negative_flip": 0.27, "positive_flip": 0.73}


def draw_flow(counts: FlipCounts, colours: Palette, height: int = 300) -> go.Figure:
    """Draw four bands from left (baseline) to right (candidate), as wide as they are many.

    The flips are points that can be selected; their `customdata` is the outcome. An empty comparison draws nothing.
    """
    figure = go.Figure()
    figure.update_layout(**layout(colours, height))
    figure.update_xaxes(visible=False, range=[0, 1], fixedrange=True)
    figure.update_yaxes(visible=False, range=[-0.02, 1 + _GAP + 0.02], fixedrange=True)
    if counts.n == 0:
        return figure
    areas = outcome_areas(colours)
    for outcome, left, right, width in _bands(counts):
        figure.add_trace(_band(left, right, width, areas[outcome], _hover(outcome, counts)))
    _add_ends(figure, counts, colours)
    for outcome, left, right, width in _bands(counts):
        if outcome in _CENTRES and width:
            _add_label(figure, outcome, counts, _middle(left, right, width, _CENTRES[outcome]), colours)
    return figure


def describe_flow(counts: FlipCounts) -> str:
    """Return the figure in words, for those who do not see it."""
    parts = (f"{wording.count(_number(outcome, counts))} {words}" for outcome, words in wording.OUTCOME_LABELS.items())
    return f"Of {wording.count(counts.n)} units: {', '.join(parts)}."


def _number(outcome: Outcome, counts: FlipCounts) -> int:
    numbers: dict[Outcome, int] = {
        "both_correct": counts.n_both_correct,
        "negative_flip": counts.n_negative_flips,
        "positive_flip": counts.n_positive_flips,
        "both_wrong_same": counts.n_both_wrong_same,
        "both_wrong_different": counts.n_both_wrong_different,
    }
    return numbers[outcome]


def _bands(counts: FlipCounts) -> tuple[tuple[Outcome, float, float, float], ...]:
    """Outcome, top on the left, top on the right, width; 1 is the whole, the wrong ones lie below a gap."""
    right, broke, fixed, wrong = (
        part / counts.n
        for part in (counts.n_both_correct, counts.n_negative_flips, counts.n_positive_flips, counts.n_both_wrong)
    )
    top = 1 + _GAP
    wrong_left, wrong_right = top - right - broke - _GAP, top - right - fixed - _GAP
    return (
        ("both_wrong_different", wrong_left - fixed, wrong_right - broke, wrong),
        ("both_correct", top, top, right),
        ("positive_flip", wrong_left, top - right, fixed),
        ("negative_flip", top - right, wrong_right, broke),
    )


def _ease(x: float) -> float:
    return x * x * (3 - 2 * x)


def _middle(left: float, right: float, width: float, x: float) -> tuple[float, float]:
    return _BAR + x * (1 - 2 * _BAR), left + (right - left) * _ease(x) - width / 2


def _band(left: float, right: float, width: float, colour: str, hover: str) -> go.Scatter:
    xs = [_BAR + x * (1 - 2 * _BAR) for x in _CURVE]
    tops = [left + (right - left) * _ease(x) for x in _CURVE]
    return go.Scatter(
        x=[*xs, *reversed(xs)],
        y=[*tops, *(top - width for top in reversed(tops))],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        opacity=0.9,
        line={"width": 0},
        hoveron="fills",
        text=hover,
        hoverinfo="text",
    )


def _hover(outcome: Outcome, counts: FlipCounts) -> str:
    if outcome == "both_wrong_different":
        return (
            f"both wrong: {wording.count(counts.n_both_wrong_same)} with the same answer, "
            f"{wording.count(counts.n_both_wrong_different)} with another"
        )
    number = _number(outcome, counts)
    return f"{wording.OUTCOME_LABELS[outcome]}: {wording.count(number)} of {wording.count(counts.n)}"


def _add_ends(figure: go.Figure, counts: FlipCounts, colours: Palette) -> None:
    top = 1 + _GAP
    for x, n_right, anchor in ((0.0, counts.n_baseline_correct, "left"), (1.0, counts.n_candidate_correct, "right")):
        share = n_right / counts.n
        start, end = (x, x + _BAR) if anchor == "left" else (x - _BAR, x)
        text_at = _BAR * 1.6 if anchor == "left" else 1 - _BAR * 1.6
        for high, low, colour, word, n in (
            (top, top - share, colours.right, "right", n_right),
            (top - share - _GAP, 0.0, colours.same, "wrong", counts.n - n_right),
        ):
            figure.add_shape(type="rect", x0=start, x1=end, y0=low, y1=high, fillcolor=colour, line={"width": 0})
            figure.add_annotation(
                x=text_at,
                y=high - min(0.06, (high - low) / 2) if word == "right" else low + min(0.06, (high - low) / 2),
                text=f"{word} {wording.count(n)}",
                xanchor=anchor,
                showarrow=False,
                font={"color": colours.text, "size": 12},
            )


def _add_label(
    figure: go.Figure, outcome: Outcome, counts: FlipCounts, place: tuple[float, float], colours: Palette
) -> None:
    broke = outcome == "negative_flip"
    figure.add_trace(
        go.Scatter(
            x=[place[0]],
            y=[place[1]],
            mode="markers+text",
            text=[
                f"<b>{'✕' if broke else '✓'} {wording.count(_number(outcome, counts))} "
                f"{wording.OUTCOME_LABELS[outcome]}</b>"
            ],
            textposition="top center",
            textfont={"color": colours.broke if broke else colours.fixed, "size": 14},
            marker={"size": 14, "color": colours.broke if broke else colours.fixed, "symbol": "circle"},
            customdata=[outcome],
            hovertext=[f"{_hover(outcome, counts)}<br>click to list them"],
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    )
