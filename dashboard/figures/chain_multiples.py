"""One small panel a locale, all on the same scales: accuracy as a line, what each step broke and fixed as bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analysis.chain import ChainSlice
from analysis.chain_counts import ChainCounts, Step, steps
from dashboard import wording
from dashboard.figures.chain import chain_labels
from dashboard.figures.labels import plain
from dashboard.figures.palette import Palette, layout
from loaders.schema import Outcome

_HEIGHT: Final = 190
_MOST_NAMED: Final = 4
"""With more runs the names stand too close in a small panel; then the first and the last are written."""


@dataclass(frozen=True, slots=True)
class Scales:
    """The ends of the axes that all panels share, in percent: accuracy, and the largest bar on either side."""

    accuracy: tuple[float, float]
    broke: float
    fixed: float


def locale_of(part: ChainSlice) -> str:
    """Return which locale a slice is of."""
    return str(part.values["locale"])


def worst_first(slices: Sequence[ChainSlice]) -> list[ChainSlice]:
    """Return the locales by the share that is lost, the largest first; one without utterances is left out."""
    kept = [part for part in slices if part.counts.n]
    return sorted(kept, key=lambda part: (-part.counts.n_lost / part.counts.n, locale_of(part)))


def common_scales(slices: Sequence[ChainSlice]) -> Scales:
    """Return scales on which every panel fits."""
    rates = [rate for part in slices for rate in _rates(part.counts)]
    pairs = [step.counts for part in slices for step in steps(part.counts)]
    return Scales(
        (min(rates, default=0.0), max(rates, default=100.0)),
        100 * max((pair.nfr or 0.0 for pair in pairs), default=0.0),
        100 * max((pair.pfr or 0.0 for pair in pairs), default=0.0),
    )


def draw_panel(part: ChainSlice, runs: Sequence[str], scales: Scales, colours: Palette) -> go.Figure:
    """Draw one locale; a bar's `customdata` is (baseline, candidate, outcome), the runs by their place from 0."""
    counts = part.counts
    figure = make_subplots(2, 1, shared_xaxes=True, row_heights=[0.45, 0.55], vertical_spacing=0.05)
    figure.update_layout(layout(colours, _HEIGHT))
    figure.update_layout(barmode="relative", margin={"l": 4, "r": 4, "t": 4, "b": 20})
    figure.add_trace(_line(counts, runs, colours), row=1, col=1)
    for outcome in ("positive_flip", "negative_flip"):
        figure.add_trace(_bars(counts, runs, outcome, colours), row=2, col=1)
    low, high = scales.accuracy
    room = max(4.0, high - low)
    figure.update_yaxes(range=[low - 0.15 * room, high + 0.5 * room], row=1, col=1)
    space = 0.25 * ((scales.broke + scales.fixed) or 1.0)
    figure.update_yaxes(
        range=[-scales.broke - space, scales.fixed + space],
        zeroline=True,
        zerolinecolor=colours.muted,
        zerolinewidth=1,
        row=2,
        col=1,
    )
    figure.update_yaxes(showticklabels=False, showgrid=False, fixedrange=True)
    figure.update_yaxes(zeroline=False, row=1, col=1)
    figure.update_xaxes(
        range=[-0.4, counts.n_runs - 0.6],
        tickmode="array",
        tickvals=list(range(counts.n_runs)),
        ticktext=_ticks(runs),
        tickfont={"size": 11, "color": colours.muted},
        tickangle=0,
        ticks="",
        showgrid=False,
        zeroline=False,
        fixedrange=True,
    )
    return figure


def describe_panel(part: ChainSlice, runs: Sequence[str]) -> str:
    """Return a panel in words."""
    counts = part.counts
    said = "; ".join(
        f"{runs[step.baseline]} to {runs[step.candidate]}: {wording.count(step.counts.n_negative_flips)} broke, "
        f"{wording.count(step.counts.n_positive_flips)} fixed"
        for step in steps(counts)
    )
    rates = _rates(counts)
    return (
        f"{locale_of(part)}: accuracy {rates[0]:.1f} to {rates[-1]:.1f} %, {wording.count(counts.n_lost)} of "
        f"{wording.count(counts.n)} lost. {said}."
    )


def _ticks(runs: Sequence[str]) -> list[str]:
    names = [plain(name) for name in chain_labels(runs)]
    return names if len(names) <= _MOST_NAMED else [names[0], *[""] * (len(names) - 2), names[-1]]


def _rates(counts: ChainCounts) -> list[float]:
    return [100 * counts.n_correct(run) / counts.n for run in range(counts.n_runs)] if counts.n else []


def _line(counts: ChainCounts, runs: Sequence[str], colours: Palette) -> go.Scatter:
    rates = _rates(counts)
    ends = {0, counts.n_runs - 1}
    return go.Scatter(
        x=list(range(counts.n_runs)),
        y=rates,
        mode="lines+markers+text",
        line={"color": colours.muted, "width": 1.5},
        marker={"color": colours.text, "size": 5},
        text=[f"{rate:.1f}" if run in ends else "" for run, rate in enumerate(rates)],
        textposition="top center",
        textfont={"color": colours.text, "size": 11},
        cliponaxis=False,
        hovertext=[
            f"<b>{plain(name)}</b><br>{rate:.2f} % right: {wording.count(counts.n_correct(run))} of "
            f"{wording.count(counts.n)}"
            for run, (name, rate) in enumerate(zip(runs, rates, strict=True))
        ],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}, "textfont": {"color": colours.text}},
    )


def _bars(counts: ChainCounts, runs: Sequence[str], outcome: Outcome, colours: Palette) -> go.Bar:
    broke, found = outcome == "negative_flip", steps(counts)
    numbers = [step.counts.n_negative_flips if broke else step.counts.n_positive_flips for step in found]
    return go.Bar(
        x=[step.baseline + 0.5 for step in found],
        y=[(-100 if broke else 100) * n / counts.n if counts.n else 0.0 for n in numbers],
        width=0.5,
        marker={"color": colours.broke_area if broke else colours.fixed_area, "cornerradius": 2},
        # Plotly takes a bar of nothing for one that grows upwards, and would write its 0 over the other.
        text=[wording.short_count(n) if n else "" for n in numbers],
        textposition="outside",
        textangle=0,
        constraintext="none",
        textfont={"color": colours.broke if broke else colours.fixed, "size": 11},
        cliponaxis=False,
        customdata=[[step.baseline, step.candidate, outcome] for step in found],
        hovertext=[_hover(step, n, outcome, runs) for step, n in zip(found, numbers, strict=True)],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _hover(step: Step, n: int, outcome: Outcome, runs: Sequence[str]) -> str:
    return (
        f"<b>{plain(runs[step.baseline])} → {plain(runs[step.candidate])}</b><br>{wording.count(n)} of "
        f"{wording.count(step.counts.n)} {wording.OUTCOME_LABELS[outcome]} "
        f"({wording.percent(n / step.counts.n if step.counts.n else None, 2)})<br>click to list them"
    )
