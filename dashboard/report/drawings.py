"""The figures of the pages as the report shows them: in both themes, without the click that nothing answers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

import plotly.graph_objects as go

from analysis.breakdown import Slice
from analysis.chain import ChainSlice
from analysis.report import Report, Trend
from analysis.slice_search import SliceSearch
from dashboard.figures.causes import describe_causes, draw_causes
from dashboard.figures.chain import describe_chain, draw_chain
from dashboard.figures.chain_multiples import common_scales, describe_panel, draw_panel, locale_of, worst_first
from dashboard.figures.changes import describe_changes, draw_changes, most_changed
from dashboard.figures.flow import describe_flow, draw_flow
from dashboard.figures.found_slices import describe_found_slices, draw_found_slices
from dashboard.figures.heat_map import describe_heat_map, draw_heat_map
from dashboard.figures.heat_measures import HEAT_MEASURES, HeatMeasure, ends, flip_cells
from dashboard.figures.labels import plain
from dashboard.figures.palette import DARK, LIGHT, Palette
from dashboard.figures.points import words_of
from dashboard.figures.visible import shortened
from dashboard.report.document import Drawn, Size

MOST_ROWS: Final = 36
MOST_COLUMNS: Final = 20
"""Domains and locales of a heat map: those where most broke."""

MOST_PANELS: Final = 12
"""Locales of the trend, the largest loss first."""

_LONGEST_NAME: Final = 80
_LONGEST_HOVER: Final = 1_000

_CLICK: Final = re.compile(r"<br>click [^<]*")

Draw = Callable[[Palette], go.Figure]


def flow(report: Report) -> Drawn:
    """Where right and wrong answers went."""
    counts = report.whole.counts
    title, caption = "Where the answers went", f"{report.baseline.name} → {report.candidate.name}"
    return _drawn("flow", title, caption, describe_flow(counts), lambda colours: draw_flow(counts, colours))


def heat_maps(report: Report) -> tuple[Drawn, ...]:
    """What broke, and what changed on balance, in every domain and locale; none where no domain is known."""
    shown, note = most_broken_cells(report.cells)
    if not shown:
        return ()
    return tuple(_heat_map(measure, shown, note) for measure in HEAT_MEASURES if measure.name in ("nfr", "net"))


def _heat_map(measure: HeatMeasure, shown: Sequence[Slice], note: str) -> Drawn:
    cells = flip_cells(measure, shown)
    marked = " ▼ worse, ▲ better: the change of accuracy is hardly chance (adjusted p ≤ 5 %)."
    few = " Hatched: fewer than 30, so the rate is rough."
    caption = (
        f"{measure.meaning}; worst first.{marked if any(cell.mark for cell in cells.values()) else ''}"
        f"{few if any(not cell.enough for cell in cells.values()) else ''}{ends(measure, cells)}{note}"
    )
    description = describe_heat_map(cells, measure)
    return _drawn(
        f"heat-{measure.name}",
        f"{measure.title} by domain and locale",
        caption,
        description,
        lambda colours: draw_heat_map(cells, measure, colours),
        size="whole",
    )


def most_broken_cells(cells: Sequence[Slice]) -> tuple[tuple[Slice, ...], str]:
    """Return the cells that a map has room for, and a sentence where some are left out."""
    known = [part for part in cells if part.values["domain"] is not None]
    rows, columns = (most_broken(known, column, most) for column, most in _ROOM.items())
    kept = tuple(part for part in known if part.values["domain"] in rows and part.values["locale"] in columns)
    names = _of_one_line({str(part.values["domain"]) for part in kept})
    kept = tuple(replace(part, values={**part.values, "domain": names[str(part.values["domain"])]}) for part in kept)
    n_rows, n_columns = (len({part.values[column] for part in known}) for column in _ROOM)
    if len(kept) == len(known):
        return kept, ""
    return (
        kept,
        f" {len(rows):,} of {n_rows:,} domains and {len(columns):,} of {n_columns:,} locales: most broke there.",
    )


_ROOM: Final = {"domain": MOST_ROWS, "locale": MOST_COLUMNS}


def _of_one_line(names: Iterable[str]) -> dict[str, str]:
    """Return each name cut to a line, still apart from the others: a figure has each name many times."""
    return {
        name: name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 8]}… #{number}"
        for number, name in enumerate(sorted(names), 1)
    }


def most_broken(cells: Sequence[Slice], column: str, most: int) -> set[object]:
    """Return the values of a column where most broke, `most` at most."""
    broke: dict[object, int] = {}
    for part in cells:
        value = part.values[column]
        broke[value] = broke.get(value, 0) + part.counts.n_negative_flips
    return set(sorted(broke, key=lambda value: (-broke[value], str(value)))[:most])


def changes(report: Report) -> tuple[Drawn, ...]:
    """The locales and domains with the largest net loss, and gain."""
    cells, _ = most_broken_cells(report.cells)
    found = []
    for key, title, worse in (("worse", "Got worse most", True), ("better", "Got better most", False)):
        shown = most_changed(cells, worse)
        if shown:
            caption = "Fixed minus broke, in utterances and percentage points, with the 95 % interval"
            found.append(_drawn(key, title, caption, describe_changes(shown), _changes(shown, worse)))
    return tuple(found)


def _changes(shown: Sequence[Slice], worse: bool) -> Draw:
    return lambda colours: draw_changes(shown, worse, colours)


def found_slices(search: SliceSearch) -> Drawn:
    """The slices that broke far more than the rest."""
    caption = "Share that broke, with the 95 % interval"
    return _drawn(
        "slices",
        "Slices that broke far more than the rest",
        caption,
        describe_found_slices(search.slices),
        lambda colours: draw_found_slices(search.slices, colours),
        size="whole",
    )


def causes(report: Report) -> Drawn:
    """What the candidate did otherwise where it broke."""
    counts = report.causes
    caption = f"Of {counts.n:,} that broke; some have several causes"
    return _drawn("causes", "Why it broke", caption, describe_causes(counts), lambda c: draw_causes(counts, c))


def trend(found: Trend) -> tuple[Drawn, ...]:
    """Version by version, of everything and of each locale on one scale."""
    counts, runs = found.whole.counts, found.runs
    caption = "Accuracy in %, and what each step fixed (up) and broke (down)"
    whole = _drawn(
        "trend",
        "All locales",
        caption,
        describe_chain(counts, runs),
        lambda c: draw_chain(counts, runs, c),
        size="whole",
    )
    shown = worst_first(found.locales)[:MOST_PANELS]
    return whole, *(_panel(number, place, found, shown) for number, place in enumerate(shown))


def _panel(number: int, place: ChainSlice, found: Trend, shown: Sequence[ChainSlice]) -> Drawn:
    n_lost = f"{place.counts.n_lost:,} of {place.counts.n:,} lost"
    return _drawn(
        f"trend-{number}",
        locale_of(place),
        n_lost,
        describe_panel(place, found.runs),
        lambda colours: draw_panel(place, found.runs, common_scales(shown), colours),
        size="third",
    )


def _drawn(key: str, title: str, caption: str, description: str, draw: Draw, *, size: Size = "half") -> Drawn:
    light, dark = (_without_clicks(draw(colours)) for colours in (LIGHT, DARK))
    return Drawn(key, title, caption, description, light, dark, size)


def _without_clicks(figure: go.Figure) -> go.Figure:
    """Return the figure without what only the dashboard does: its points lead nowhere here."""
    for trace in figure.data:
        trace.customdata = None
        if isinstance(trace.hovertext, str):
            trace.hovertext = _hover(trace.hovertext)
        elif trace.hovertext is not None:
            trace.hovertext = [_hover(str(text)) for text in trace.hovertext]
    return figure


def _hover(text: str) -> str:
    told = _CLICK.sub("", text)
    return told if len(told) <= _LONGEST_HOVER else plain(shortened(words_of(told), _LONGEST_HOVER))
