"""The days of a set's times, numbered in their order, so that stretches of days are ranges of numbers."""

from dataclasses import dataclass

import numpy as np

from analysis.arrow_codes import Codes, Encoded


@dataclass(frozen=True, eq=False)
class Days:
    """Day i was written `names[codes[i]]`; the names ascend, "" is of what has no time and comes before all others."""

    names: tuple[str, ...]
    codes: Codes

    def span(self, places: Codes) -> tuple[str, str]:
        """Return the first and the last day of some places, those without a time left out; "" where none has one."""
        there = [day for code in np.unique(self.codes[places]).tolist() if (day := self.names[code])]
        return (there[0], there[-1]) if there else ("", "")


def days_of(times: Encoded) -> Days:
    """Return the days of times.

    >>> column = Encoded(("2026-03-09T10:00:00Z", None, "2026-03-09"), np.array([0, 1, 2]), np.arange(3))
    >>> days_of(column).names, days_of(column).codes.tolist()
    (('', '2026-03-09'), [1, 0, 1])
    """
    written = np.array([day_of("" if value is None else str(value)) for value in times.values], dtype=np.str_)
    names, codes = np.unique(written, return_inverse=True)
    return Days(tuple(names.tolist()), codes.astype(np.int64)[times.codes])


def day_of(time: str) -> str:
    """Return the day of an ISO 8601 time, its first ten characters.

    >>> day_of("2026-03-09T10:00:00Z")
    '2026-03-09'
    """
    return time[:10]
