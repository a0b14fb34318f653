"""What broke and what was fixed in head, torso and tail: bars with their margins of error, and a table beside them."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import plotly.graph_objects as go

from analysis.bands import Band
from analysis.traffic import TrafficCounts
from analysis.traffic_rates import Estimate, Rate, estimate
from dashboard import wording
from dashboard.figures.mirrored import interval_line, name_side, style_rows
from dashboard.figures.palette import FONT, Palette, layout

_ROW_HEIGHT: Final = 58
_TOP: Final = 22
_SIDES: Final[tuple[tuple[Rate, int, str], ...]] = (("nfr", -1, "broke"), ("pfr", 1, "fixed"))


def draw_bands(bands: Mapping[Band, TrafficCounts], colours: Palette) -> go.Figure:
    """Draw for each band, from top to bottom, the share of its utterances that broke (left) and was fixed (right).

    The whiskers are the 95 % intervals; a band that is too small has none, an empty one no bar.
    """
    names = list(bands)
    rates = {band: estimate(counts.unweighted()) for band, counts in bands.items()}
    edge = 1.45 * max((_far(rates[band][rate]) for band in names for rate, *_ in _SIDES), default=0.0) or 1.0
    figure = go.Figure()
    for rate, sign, name in _SIDES:
        found = [rates[band][rate] for band in names]
        figure.add_trace(_bars(found, names, bands, sign, name, colours))
        figure.add_trace(_whiskers(found, sign, name, colours))
        figure.add_trace(_values(found, sign, name, colours))
        name_side(figure, sign, edge, name, colours.muted)
    figure.update_layout(**layout(colours, _TOP + 8 + _ROW_HEIGHT * len(names)), barmode="overlay")
    figure.update_layout(margin={"l": 8, "r": 8, "t": _TOP, "b": 8}, hoverlabel={"font": {"family": FONT}})
    style_rows(figure, [_label(band, bands, colours) for band in names], edge, colours)
    return figure


def describe_bands(bands: Mapping[Band, TrafficCounts]) -> str:
    """Return the figure in words."""
    said = []
    for band, counts in bands.items():
        rates = estimate(counts.unweighted())
        said.append(
            f"{band}, {wording.plural(counts.whole.n, 'utterance')}: "
            f"{wording.percent(rates['nfr'].value)} broke, {wording.percent(rates['pfr'].value)} were fixed"
        )
    return "; ".join(said) + "."


def share_of_traffic(band: Band, bands: Mapping[Band, TrafficCounts]) -> float | None:
    """Return how much of all requests are of this band; None where there are none."""
    total = sum(counts.whole.weight for counts in bands.values())
    return bands[band].whole.weight / total if total else None


def _far(rate: Estimate) -> float:
    return 100 * (rate.interval.high if rate.interval else rate.value or 0.0)


def _label(band: Band, bands: Mapping[Band, TrafficCounts], colours: Palette) -> str:
    n = wording.plural(bands[band].whole.n, "utterance")
    return f"<b>{band}</b><br><span style='color:{colours.muted}'>{n}</span>"


def _bars(
    rates: Sequence[Estimate],
    names: Sequence[Band],
    bands: Mapping[Band, TrafficCounts],
    sign: int,
    name: str,
    colours: Palette,
) -> go.Bar:
    return go.Bar(
        x=[None if rate.value is None else sign * 100 * rate.value for rate in rates],
        y=list(range(len(rates))),
        orientation="h",
        width=0.5,
        name=name,
        marker={"color": colours.broke_area if sign < 0 else colours.fixed_area, "line": {"width": 0}},
        customdata=[_hover(rate, band, bands[band], name) for rate, band in zip(rates, names, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _whiskers(rates: Sequence[Estimate], sign: int, name: str, colours: Palette) -> go.Scatter:
    limits = [(100 * rate.interval.low, 100 * rate.interval.high) if rate.interval else None for rate in rates]
    x, y = interval_line(limits, sign)
    return go.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": colours.text, "width": 1.2},
        marker={"symbol": "line-ns-open", "size": 8, "color": colours.text, "line": {"width": 1.2}},
        name=f"{name} (95 % interval)",
        hoverinfo="skip",
    )


def _values(rates: Sequence[Estimate], sign: int, name: str, colours: Palette) -> go.Scatter:
    return go.Scatter(
        x=[None if rate.value is None else sign * _far(rate) for rate in rates],
        y=list(range(len(rates))),
        mode="text",
        text=["" if rate.value is None else f"  {wording.percent(rate.value)}  " for rate in rates],
        textposition="middle right" if sign > 0 else "middle left",
        textfont={"size": 13, "color": colours.fixed if sign > 0 else colours.broke},
        cliponaxis=False,
        name=f"{name} (values)",
        hoverinfo="skip",
    )


def _hover(rate: Estimate, band: Band, counts: TrafficCounts, name: str) -> str:
    n = counts.negative_flips.n if name == "broke" else counts.positive_flips.n
    return f"<b>{escape(band)}</b><br>{wording.percent(rate.value, 2)} {name}: {n:,} of {counts.whole.n:,} utterances"
