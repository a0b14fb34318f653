"""What the analysis takes as a frame, and how results leave the engine as plain Python values.

A frame is anything Narwhals understands: a DuckDB relation, a pandas or Polars frame (eager or lazy), or a Narwhals
frame. Inside, all of them are lazy until `collect_rows`.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

import narwhals as nw
from narwhals.typing import IntoDataFrame, IntoLazyFrame

Frame: TypeAlias = "nw.LazyFrame[Any] | nw.DataFrame[Any] | IntoLazyFrame | IntoDataFrame"
Row: TypeAlias = dict[str, Any]
Value: TypeAlias = str | int | float | bool | None
"""A cell of a column by which slices are made; None is the null of every engine."""


class UnknownColumn(ValueError):  # noqa: N818 - read as "unknown column", a ValueError
    """A column was asked for that the frame does not have; the message lists those it has.

    >>> str(UnknownColumn("region", ("row", "locale")))
    "unknown column 'region'; the columns are: locale, row"
    """

    def __init__(self, column: str, columns: Iterable[str]) -> None:
        """Keep the column asked for and the columns that exist."""
        self.column = column
        self.columns = tuple(sorted(columns))
        super().__init__(f"unknown column {column!r}; the columns are: {', '.join(self.columns)}")


def as_lazy(frame: Frame) -> nw.LazyFrame[Any]:
    """Return the frame as a lazy Narwhals frame; nothing is computed or copied."""
    return nw.from_native(frame).lazy()


def require_columns(frame: nw.LazyFrame[Any], columns: Iterable[str]) -> None:
    """Raise `UnknownColumn` for the first of these columns that the frame lacks."""
    existing = frame.collect_schema().names()
    for column in columns:
        if column not in existing:
            raise UnknownColumn(column, existing)


def in_arrow(lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the frame in Arrow's memory, for what its own engine cannot say; it is computed at once."""
    return as_lazy(lazy.collect().to_arrow())


def collect_rows(frame: nw.LazyFrame[Any]) -> list[Row]:
    """Run the query and return its rows as dictionaries of plain Python values.

    Nulls are None on every engine: pandas keeps some of them as NaN, which Arrow tells apart again.
    """
    table = frame.collect().to_arrow()
    rows: list[Row] = table.select(frame.collect_schema().names()).to_pylist()
    return rows
