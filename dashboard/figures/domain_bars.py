"""Domains aligned on one scale, a small multiple a locale: what broke to the left, what was fixed to the right.

The first column says how much more locale A broke than locale B, and whether that could be chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from analysis.counts import FlipCounts
from analysis.intervals import Interval, wilson
from analysis.locale_difference import LocaleDifference
from analysis.locales import LocaleComparison
from analysis.metrics import nfr, pfr
from dashboard import wording
from dashboard.figures.domain_differences import difference_traces, limits_of_column
from dashboard.figures.labels import isolated, plain
from dashboard.figures.mirrored import style_rows
from dashboard.figures.palette import FONT, Palette, layout
from loaders.schema import Outcome

DIFFERENCE_WIDTH: Final = 124
_LOCALE_WIDTHS: Final = {2: 120, 3: 150, 4: 150, 5: 150, 6: 134}
"""Widths of a column in pixels by the number of locales, on the narrowest page; the style sheet has their sums."""

_VALUE_WIDTH: Final = 29
"""Width of a written value, in pixels."""

ROW_HEIGHT: Final = 24
_TOP: Final = 30
_LONGEST_NAME: Final = 20
_SIDES: Final[tuple[Outcome, Outcome]] = ("negative_flip", "positive_flip")
_BLANK: Final = "rgba(0,0,0,0)"
_GAP: Final = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class DomainCell:
    """What a click on a bar asks for."""

    locale: str
    domain: str | None
    outcome: Outcome


def draw_domain_bars(
    compared: LocaleComparison, tested: LocaleDifference, domains: Sequence[str | None], colours: Palette
) -> go.Figure:
    """Draw these domains from top to bottom: how A differs from B, then broke and fixed in percent in every locale.

    A cell without utterances stays blank. Over each bar lies an invisible one from the centre to the edge, so that
    a bar of one pixel can be clicked and read as well as a long one.
    """
    n_locales = len(compared.locales)
    width = _LOCALE_WIDTHS[n_locales]
    plot = DIFFERENCE_WIDTH + n_locales * width
    figure = make_subplots(
        1,
        1 + n_locales,
        shared_yaxes=True,
        horizontal_spacing=0.015,
        column_widths=[DIFFERENCE_WIDTH / plot, *([width / plot] * n_locales)],
        subplot_titles=["A − B, pp", *(_title(locale, tested) for locale in compared.locales)],
    )
    # Beyond the longest interval there is room for its value, on the narrowest page too.
    edge = _scale(compared, domains) / (1 - 2 * _VALUE_WIDTH / width)
    for trace in difference_traces(tested, domains, colours):
        figure.add_trace(trace, row=1, col=1)
    for column, locale in enumerate(compared.locales, start=2):
        for sign, outcome in zip((-1, 1), _SIDES, strict=True):
            for trace in _traces(compared, domains, locale, outcome, sign, edge, colours):
                figure.add_trace(trace, row=1, col=column)
    _style(figure, compared, domains, edge, colours)
    figure.update_xaxes(range=limits_of_column(tested), row=1, col=1)
    return figure


def _title(locale: str, tested: LocaleDifference) -> str:
    letter = {tested.a: "A", tested.b: "B"}.get(locale)
    return f"<b>{plain(locale)}</b> {letter}" if letter else plain(locale)


def read_click(customdata: object, compared: LocaleComparison) -> DomainCell | None:
    """Return the cell of a clicked bar; None where nothing was clicked or it is not of this comparison."""
    match customdata:
        case [str(locale), str() | None as domain, "negative_flip" | "positive_flip" as outcome, *_]:
            return DomainCell(locale, domain, outcome) if (domain, locale) in compared.cells else None
    return None


def describe(compared: LocaleComparison, tested: LocaleDifference, domains: Sequence[str | None]) -> str:
    """Say in a sentence what the figure shows, for those who do not see it."""
    where = wording.listed(list(compared.locales), most=len(compared.locales))
    said = f"Bars of the share that broke and that was fixed in {wording.plural(len(domains), 'domain')}, for {where}."
    if domains and (top := domains[0]) is not None:
        ours, theirs = (wording.percent(nfr(compared.cells[top, locale])) for locale in (tested.a, tested.b))
        said += f" First: {top}, where {ours} broke in {tested.a} and {theirs} in {tested.b}."
    return said


def _rate(counts: FlipCounts, outcome: Outcome) -> float | None:
    return nfr(counts) if outcome == "negative_flip" else pfr(counts)


def _interval(counts: FlipCounts, outcome: Outcome, weight: str | None) -> Interval | None:
    """Return Wilson's interval of a rate; of weighted sums there is none here."""
    n = counts.n_negative_flips if outcome == "negative_flip" else counts.n_positive_flips
    return None if weight else wilson(n, counts.n)


def _end(counts: FlipCounts, outcome: Outcome, weight: str | None) -> float | None:
    """Return in percent how far a bar and its interval reach."""
    interval, rate = _interval(counts, outcome, weight), _rate(counts, outcome)
    return None if rate is None else 100 * (rate if interval is None else interval.high)


def _scale(compared: LocaleComparison, domains: Sequence[str | None]) -> float:
    cells = [compared.cells[domain, locale] for domain in domains for locale in compared.locales]
    return max((_end(cell, outcome, compared.weight) or 0.0 for cell in cells for outcome in _SIDES), default=0) or 1.0


def _whiskers(
    cells: Sequence[FlipCounts], outcome: Outcome, weight: str | None, sign: int, colours: Palette
) -> dict[str, object] | None:
    found = [(_rate(cell, outcome), _interval(cell, outcome, weight)) for cell in cells]
    if all(interval is None for _, interval in found):
        return None
    outwards = [100 * (interval.high - rate) if interval and rate is not None else 0 for rate, interval in found]
    inwards = [100 * (rate - interval.low) if interval and rate is not None else 0 for rate, interval in found]
    ends = {"array": outwards, "arrayminus": inwards} if sign > 0 else {"array": inwards, "arrayminus": outwards}
    return {"type": "data", "symmetric": False, "color": colours.muted, "thickness": 1, "width": 2} | ends


def _traces(
    compared: LocaleComparison,
    domains: Sequence[str | None],
    locale: str,
    outcome: Outcome,
    sign: int,
    edge: float,
    colours: Palette,
) -> tuple[go.Bar, go.Scatter, go.Bar]:
    broke = outcome == "negative_flip"
    cells = [compared.cells[domain, locale] for domain in domains]
    rates = [_rate(cell, outcome) for cell in cells]
    ends = [None if rate is None else sign * 100 * rate for rate in rates]
    name = f"{locale} {wording.OUTCOME_LABELS[outcome]}"
    bars = {"y": list(range(len(domains))), "orientation": "h"}
    carried = [
        [locale, domain, outcome, _hover(cell, locale, domain, outcome, compared.weight)]
        for domain, cell in zip(domains, cells, strict=True)
    ]
    area = go.Bar(
        x=ends,
        marker={"color": colours.broke_area if broke else colours.fixed_area, "line": {"width": 0}},
        width=0.6,
        error_x=_whiskers(cells, outcome, compared.weight, sign, colours),
        name=name,
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
        **bars,
    )
    # A bar of no length has no side for its own text to stand on, and its interval runs through it.
    reached = [_end(cell, outcome, compared.weight) for cell in cells]
    values = go.Scatter(
        x=[None if end is None else sign * end for end in reached],
        y=bars["y"],
        mode="text",
        text=["" if rate is None else f"{_GAP}{100 * rate:.1f}{_GAP}" for rate in rates],
        textposition="middle left" if broke else "middle right",
        textfont={"size": 12, "color": colours.broke if broke else colours.fixed},
        cliponaxis=False,
        name=f"{name} (values)",
        hoverinfo="skip",
        unselected={"textfont": {"color": colours.broke if broke else colours.fixed}},
    )
    target = go.Bar(
        x=[None if rate is None else sign * edge for rate in rates],
        marker={"color": _BLANK, "line": {"width": 0}},
        width=1,
        name=f"{name} (target)",
        customdata=carried,
        hovertemplate="%{customdata[3]}<extra></extra>",
        **bars,
    )
    return area, values, target


def _hover(cell: FlipCounts, locale: str, domain: str | None, outcome: Outcome, weight: str | None) -> str:
    n = cell.n_negative_flips if outcome == "negative_flip" else cell.n_positive_flips
    things = "requests (traffic)" if weight else "utterances"
    share = f"{wording.percent(_rate(cell, outcome))} {wording.OUTCOME_LABELS[outcome]}"
    sure = "" if weight else f"<br>95 %: {wording.limits(_interval(cell, outcome, weight), 1)} %"
    return f"<b>{plain(locale)} · {isolated(name_of(domain))}</b><br>{share}: {n:,} of {cell.n:,} {things}{sure}"


def name_of(domain: str | None) -> str:
    """Name a domain; an utterance without one is said to have none."""
    return "(no domain)" if domain is None else domain


def _label(compared: LocaleComparison, domain: str | None, colours: Palette) -> str:
    name = name_of(domain)
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    sizes = sorted({compared.cells[domain, locale].n for locale in compared.locales})
    n = wording.short_count(sizes[0])
    if len(sizes) > 1:
        n = f"{n}–{wording.short_count(sizes[-1])}"
    return f"{isolated(name)}  <span style='color:{colours.muted}'>{n}</span>"


def _style(
    figure: go.Figure, compared: LocaleComparison, domains: Sequence[str | None], edge: float, colours: Palette
) -> None:
    figure.update_layout(layout(colours, _TOP + 8 + ROW_HEIGHT * len(domains)))
    figure.update_layout(barmode="overlay", hovermode="closest", margin={"l": 8, "r": 8, "t": _TOP, "b": 8})
    figure.update_layout(hoverlabel={"font": {"family": FONT}})
    figure.update_annotations(font={"size": 13, "color": colours.text}, yshift=2)
    style_rows(figure, [_label(compared, domain, colours) for domain in domains], edge, colours)
    figure.update_yaxes(
        minor={
            "tickmode": "array",
            "tickvals": [index + 0.5 for index in range(len(domains) - 1)],
            "showgrid": True,
            "gridcolor": colours.line,
        },
    )
