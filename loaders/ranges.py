"""Ranges of rows that are worked on at once: a positional join runs on one core."""

import os
from typing import Final

Range = tuple[int, int]
"""The first row and the one past the last."""

_WORTH_CUTTING: Final = 1_000_000
_ROW_GROUP: Final = 122_880
"""Rows that DuckDB stores together; a range of whole groups leaves none half full."""


def row_ranges(n_rows: int) -> tuple[Range, ...]:
    """Return ranges of about as many rows each, one a core; a single one where cutting is not worth it.

    >>> row_ranges(7)
    ((0, 7),)
    """
    n_ranges = (os.cpu_count() or 1) if n_rows >= _WORTH_CUTTING else 1
    bounds = [n_rows * i // n_ranges // _ROW_GROUP * _ROW_GROUP for i in range(n_ranges)]
    return tuple(zip(bounds, [*bounds[1:], n_rows], strict=True))


def within(rows: Range, number: str = "rowid") -> str:
    """Return the WHERE clause of a range; `number` is the SQL of a row's number.

    >>> within((0, 7))
    'WHERE rowid >= 0 AND rowid < 7'
    """
    first, past = rows
    return f"WHERE {number} >= {first} AND {number} < {past}"
