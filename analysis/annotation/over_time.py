"""Suspects by annotator and time: of what each labelled in each day or week, how much is suspect.

The period is the finest of day, week (from Monday) and month of which the set spans `MOST_PERIODS` at most; a day only
where most utterances then stand in cells of `TOO_FEW` or more, for a share of three says nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.days import day_of
from analysis.annotation.guideline_break import GuidelineBreak
from analysis.arrow_codes import Codes, Encoded
from analysis.effective_size import TOO_FEW
from analysis.intervals import Interval, wilson

MOST_PERIODS: Final = 31

ALL: Final = ""
"""In place of an annotator: everyone."""

Step = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class TimeCell:
    """What an annotator, or `ALL`, labelled from day `first` to day `last`: utterances, and suspect ones of them."""

    annotator: str
    first: str
    last: str
    n: int
    n_suspect: int

    @property
    def share(self) -> float:
        """Suspect utterances of all, 0 to 1; a cell has one utterance at least."""
        return self.n_suspect / self.n

    @property
    def interval(self) -> Interval | None:
        """Wilson's interval of the share."""
        return wilson(self.n_suspect, self.n)

    @property
    def enough(self) -> bool:
        """Are they enough for a rate?"""
        return self.n >= TOO_FEW


@dataclass(frozen=True, slots=True)
class SuspectsOverTime:
    """The cells of `ALL` and of each annotator, those with the most suspects first, each in the order of time.

    `periods` has the first day of every period from the first to the last, also of those without a cell. Utterances
    without a day that a calendar knows, `n_undated`, are in no cell; those without a name count for `ALL` only.
    """

    step: Step
    periods: tuple[str, ...]
    cells: tuple[TimeCell, ...]
    n_undated: int

    @property
    def annotators(self) -> tuple[str, ...]:
        """`ALL` and the annotators, in the order of the cells."""
        return tuple(dict.fromkeys(cell.annotator for cell in self.cells))

    def touched(self, what: GuidelineBreak) -> tuple[int, int] | None:
        """Return the first and the last period that a break reaches; None where it has no days, or a version's."""
        if what.kind == "version" or not what.since or not self.periods:
            return None
        first, last = (sum(period <= day for period in self.periods) - 1 for day in (what.since, what.until))
        return (first, last) if first >= 0 else None


def suspects_over_time(
    annotators: Encoded | None,
    times: Encoded | None,
    suspect: NDArray[np.bool_],
    kept: NDArray[np.bool_] | None = None,
) -> SuspectsOverTime:
    """Count utterances and suspect ones by annotator and period.

    Entry i of all is of utterance i; None is a column that the set does not have. Where `kept` is given, only these
    utterances count. Without days there is no period and no cell.
    """
    kept = np.ones(len(suspect), dtype=np.bool_) if kept is None else kept
    n = int(kept.sum())
    if times is None:
        return SuspectsOverTime("day", (), (), n)
    days = np.array([_ordinal(value) for value in times.values], dtype=np.int64)[times.codes]
    dated = np.flatnonzero((days > 0) & kept)
    if not len(dated):
        return SuspectsOverTime("day", (), (), n)
    values = () if annotators is None else annotators.values
    names = (*(str(value) for value in values if value is not None), ALL)
    number = iter(range(len(names)))
    of_value = np.array([len(names) - 1 if value is None else next(number) for value in values], dtype=np.int64)
    codes = np.full(len(suspect), len(names) - 1) if annotators is None else of_value[annotators.codes]
    return _counted(names, codes[dated], days[dated], suspect[dated], n - len(dated))


def _ordinal(time: object) -> int:
    """Return the number of the day, 0 of what is none."""
    try:
        return date.fromisoformat(day_of(str(time))).toordinal()
    except ValueError:
        return 0


_STARTS: Final[dict[Step, Callable[[date], date]]] = {
    "day": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
}


def _counted(
    names: tuple[str, ...], codes: Codes, days: Codes, suspect: NDArray[np.bool_], n_undated: int
) -> SuspectsOverTime:
    step = _step(codes, days)
    periods = _periods(step, int(days.min()), int(days.max()))
    at = np.searchsorted([period.toordinal() for period in periods], days, side="right") - 1
    n, hits = (
        np.bincount(codes[of] * len(periods) + at[of], minlength=len(names) * len(periods)).reshape(-1, len(periods))
        for of in (slice(None), suspect)
    )
    for counts in (n, hits):
        counts[-1] = counts.sum(axis=0)
    ordered = sorted(range(len(names)), key=lambda one: (names[one] != ALL, -hits[one].sum(), names[one]))
    last = [(_following(step, period) - timedelta(days=1)).isoformat() for period in periods]
    cells = [
        TimeCell(names[one], periods[at].isoformat(), last[at], int(n[one, at]), int(hits[one, at]))
        for one in ordered
        for at in np.flatnonzero(n[one]).tolist()
    ]
    return SuspectsOverTime(step, tuple(period.isoformat() for period in periods), tuple(cells), n_undated)


def _step(codes: Codes, days: Codes) -> Step:
    span = int(days.max() - days.min()) + 1
    if span <= MOST_PERIODS:
        n = np.bincount(codes * span + days - days.min())
        if 2 * n[n >= TOO_FEW].sum() >= len(days):
            return "day"
    return "week" if len(_periods("week", int(days.min()), int(days.max()))) <= MOST_PERIODS else "month"


def _periods(step: Step, first: int, last: int) -> list[date]:
    found = [_STARTS[step](date.fromordinal(first))]
    while (following := _following(step, found[-1])).toordinal() <= last:
        found.append(following)
    return found


def _following(step: Step, period: date) -> date:
    if step == "month":
        return (period + timedelta(days=31)).replace(day=1)
    return period + timedelta(days=1 if step == "day" else 7)
