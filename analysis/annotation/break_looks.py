"""Where breaks are looked for: each annotator over time, all together over time, each guideline version as a whole.

A look holds one of them against all comparable entries that others would label X, and counts those labelled Y. It is
counted as a test where the one has `FEWEST` of the entries, and anyone `FEWEST` of the hits: margins that the null
hypothesis keeps as they are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analysis.annotation.comparable import Comparable
from analysis.annotation.days import Days, days_of
from analysis.annotation.golds import Golds
from analysis.annotation.others_vote import not_null
from analysis.annotation.window_scan import Stretch, most_unusual_stretch
from analysis.arrow_codes import Codes

FEWEST: Final = 3

Kind = Literal["annotator", "days", "version"]
_COLUMNS: Final[dict[Kind, str]] = {
    "annotator": "annotator",
    "days": "annotated_at",
    "version": "guideline_version",
}


@dataclass(frozen=True, eq=False)
class Look:
    """One comparison: `own` are the entries of `name` that others label `expected`, `n_all` those of everyone."""

    kind: Kind
    name: str
    of: Comparable
    expected: int
    given: int
    own: Codes
    n_all: int
    n_all_hits: int
    stretch: Stretch | None


def looks_at(golds: Golds, *comparable: Comparable) -> Iterator[Look]:
    """Look at everyone, every stretch of days and every version that the golds were read with.

    `golds` is read with those of the columns `annotator`, `annotated_at`, `guideline_version` that there are; without
    days, an annotator is looked at as a whole. The others are those of the locales where the annotator works.
    """
    days = days_in(golds)
    for one in comparable:
        for kind, column in _COLUMNS.items():
            if column in golds.further:
                yield from _looks(golds, one, kind, days)


def days_in(golds: Golds) -> Days | None:
    """Return the days of the golds, None where they were read without."""
    return days_of(golds.further["annotated_at"]) if "annotated_at" in golds.further else None


def _looks(golds: Golds, of: Comparable, kind: Kind, days: Days | None) -> Iterator[Look]:
    column = golds.further[_COLUMNS[kind]]
    there = np.flatnonzero(not_null(column)[of.places])
    names = np.zeros(len(of.places), dtype=np.int64) if kind == "days" else column.codes[of.places]
    locales = golds.locales.codes[of.places]
    on = days.codes[of.places] if days else np.zeros(len(of.places), dtype=np.int64)
    for name, mine in split_by(there, names[there]):
        beside = there[np.isin(locales[there], np.unique(locales[mine]))]
        label = "" if kind == "days" else str(column.values[name])
        for x, of_x in split_by(beside, of.expected[beside]):
            own = of_x[names[of_x] == name]
            for y, n_hits in _hits(of.given[of_x]):
                if y == x or n_hits < FEWEST or len(own) < FEWEST:
                    continue
                whole = kind == "version" or days is None
                stretch = most_unusual_stretch(on[own], of.given[own] == y, len(of_x), n_hits, whole)
                yield Look(kind, label, of, x, y, own, len(of_x), n_hits, stretch)


def _hits(given: Codes) -> Iterable[tuple[int, int]]:
    distinct, n = np.unique(given, return_counts=True)
    return zip(distinct.tolist(), n.tolist(), strict=True)


def split_by(entries: Codes, codes: Codes) -> Iterator[tuple[int, Codes]]:
    """Give each distinct code with the entries that have it, in their order."""
    order = np.argsort(codes, kind="stable")
    distinct, starts = np.unique(codes[order], return_index=True)
    yield from zip(distinct.tolist(), np.split(entries[order], starts[1:]), strict=bool(len(distinct)))
