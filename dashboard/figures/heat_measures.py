"""What a heat map of domains and locales can show: a measure, its value in each cell, and how sure the cell is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from analysis.breakdown import Slice
from analysis.certainty import judge_slices
from analysis.counts import FlipCounts
from analysis.effective_size import enough
from analysis.intervals import Interval, tango, wilson
from analysis.metrics import accuracy_change, nfi, nfr
from analysis.slot_errors import SlotSlice
from analysis.slot_metrics import semer
from analysis.tests_of_change import ALPHA
from dashboard import wording
from dashboard.figures.palette import Palette

HeatName: TypeAlias = Literal["nfr", "nfi", "net", "semer"]
MeasureName: TypeAlias = HeatName | Literal["suspects"]
Place: TypeAlias = tuple[str, str]
"""Domain and locale."""

WORSE: Final = "▼"
BETTER: Final = "▲"
"""Marks of a cell whose accuracy change is hardly chance."""

FULL_COLOUR: Final = 0.15
"""The rate at which the colour scale ends, so that two comparisons can be held side by side."""


@dataclass(frozen=True, slots=True)
class HeatMeasure:
    """One measure: its switch, the title of the map, what a cell says, and where the colours end (0 to `reach`).

    A signed one runs from `-reach` to `reach`; `worse` is the sign of a value that is bad; a click on a cell `lists`.
    """

    name: MeasureName
    switch: str
    title: str
    meaning: str
    reach: float
    signed: bool = False
    worse: Literal[1, -1] = 1
    lists: str = "what broke"


HEAT_MEASURES: Final[tuple[HeatMeasure, ...]] = (
    HeatMeasure("nfr", "NFR", "Negative flip rate, %", "Share of all utterances of a cell that broke", FULL_COLOUR),
    HeatMeasure("nfi", "NFI", "Negative flip impact, %", "Share of the candidate's errors in a cell that are new", 0.5),
    HeatMeasure(
        "net",
        "Net",
        "Accuracy change, pp",
        "Fixed minus broke, of all utterances of a cell",
        FULL_COLOUR,
        True,
        -1,
        "what flipped",
    ),
    HeatMeasure(
        "semer",
        "SemER Δ",
        "SemER change, pp",
        "Slots and intents got wrong per slot and intent there is: candidate minus baseline, so below 0 is better",
        FULL_COLOUR,
        True,
        lists="what flipped",
    ),
)
"""Every measure, in the order of the switch."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, out of how many (`n`), whether those are enough for a rate, the hover, a mark."""

    value: float
    n: int
    enough: bool
    said: str
    mark: str = ""


Cells: TypeAlias = Mapping[Place, Cell]


def flip_cells(measure: HeatMeasure, slices: Sequence[Slice], rows: str = "domain") -> dict[Place, Cell]:
    """Return the cells of a measure of flips from slices by locale and `rows`; undefined ones are left out.

    A mark says that the accuracy change of a cell is hardly chance, adjusted for the number of cells; weighted cells
    are not tested.
    """
    found = {}
    for part, mark in zip(slices, _marks(slices), strict=True):
        counts = part.counts
        value, n = _value_of(measure.name, counts)
        if value is not None:
            n_units = part.n_units if part.weight else n
            said = _said(measure.name, counts, with_interval=part.weight is None)
            found[_place(part.values, rows)] = Cell(value, n, enough(n_units), said, mark)
    return found


def semer_cells(slices: Sequence[SlotSlice]) -> dict[Place, Cell]:
    """Return the change of SemER in each cell, from slot errors by locale and domain."""
    found = {}
    for part in slices:
        before, after = semer(part.baseline), semer(part.candidate)
        if before is not None and after is not None:
            n = part.baseline.n_items + part.baseline.n_slots
            said = f"SemER {wording.percent(before)} → {wording.percent(after)} ({wording.points(after - before, 1)})"
            of = f"of {wording.count(n)} slots and intents"
            found[_place(part.values)] = Cell(after - before, n, enough(part.baseline.n_items), f"{said} {of}")
    return found


def colours_of(measure: HeatMeasure, colours: Palette) -> tuple[tuple[float, str], ...]:
    """Return the colour scale from the lowest value to the highest; a signed one has the blue of what was fixed."""
    if not measure.signed:
        return colours.heat
    bad = [(0.5 + stop / 2, colour) for stop, colour in colours.heat]
    good = [(0.5 - stop / 2, colour) for stop, colour in colours.cool]
    both = [*sorted(good), *bad[1:]]
    return tuple(both if measure.worse > 0 else sorted((1 - stop, colour) for stop, colour in both))


def share_of_scale(measure: HeatMeasure, value: float) -> float:
    """Return where a value stands on the colour scale, 0 to 1.

    >>> share_of_scale(HEAT_MEASURES[0], 0.03), share_of_scale(HEAT_MEASURES[2], -0.15)
    (0.2, 0.0)
    """
    share = (value / measure.reach + 1) / 2 if measure.signed else value / measure.reach
    return min(1.0, max(0.0, share))


def written(measure: HeatMeasure, value: float) -> str:
    """Write a value as a cell has room for it, in percent or percentage points.

    >>> written(HEAT_MEASURES[0], 0.0554), written(HEAT_MEASURES[2], -0.0134)
    ('5.5', '−1.3')
    """
    return wording.points(value, 1).removesuffix(" pp") if measure.signed else f"{100 * value:.1f}"


def ends(measure: HeatMeasure, cells: Cells) -> str:
    """Say where the colours end, if any cell goes beyond; the scale is fixed so that two maps can be compared.

    >>> ends(HEAT_MEASURES[2], {("music", "de-DE"): Cell(-0.3, 40, True, "")})
    ' Colours end at ±15 pp.'
    """
    if all(abs(cell.value) <= measure.reach for cell in cells.values()):
        return ""
    return (
        f" Colours end at {'±' if measure.signed else ''}{100 * measure.reach:.0f} {'pp' if measure.signed else '%'}."
    )


def _value_of(name: MeasureName, counts: FlipCounts) -> tuple[float | None, int]:
    match name:
        case "nfi":
            return nfi(counts), counts.n_candidate_wrong
        case "net":
            return accuracy_change(counts), counts.n
        case _:
            return nfr(counts), counts.n


def _said(name: MeasureName, counts: FlipCounts, *, with_interval: bool) -> str:
    broke, fixed = wording.count(counts.n_negative_flips), wording.count(counts.n_positive_flips)
    n = wording.count(counts.n)

    def sure(interval: Interval | None, *, change: bool = False) -> str:
        if not with_interval:
            return ""
        return f" (95 %: {wording.limits_of_change(interval, 1) if change else wording.limits(interval, 1)})"

    match name:
        case "nfi":
            n_wrong = counts.n_candidate_wrong
            interval = wilson(counts.n_negative_flips, n_wrong)
            return f"{broke} of {wording.plural(n_wrong, 'error')} are new{sure(interval)}"
        case "net":
            interval = tango(counts.n_positive_flips, counts.n_negative_flips, counts.n)
            change = f"{wording.points(accuracy_change(counts), 1)}{sure(interval, change=True)}"
            return f"{change}: {broke} broke, {fixed} fixed of {n}"
        case _:
            return f"{broke} of {n} broke{sure(wilson(counts.n_negative_flips, counts.n))}, {fixed} fixed"


def _marks(slices: Sequence[Slice]) -> list[str]:
    marks = []
    for part, certainty in zip(slices, judge_slices(slices), strict=True):
        sure = certainty.q_value is not None and certainty.q_value <= ALPHA
        marks.append("" if not sure else WORSE if (accuracy_change(part.counts) or 0) < 0 else BETTER)
    return marks


def _place(values: Mapping[str, object], rows: str = "domain") -> Place:
    return str(values[rows]), str(values["locale"])
