"""Refuses a value of `--where` that no utterance has: nothing would be counted, and a typing error not be seen."""

from collections.abc import Iterable
from typing import Final

from analysis.derived import check_values, is_derived
from analysis.frames import Frame, Value, as_lazy, collect_rows
from analysis.selection import Selection, select
from loaders.errors import InputError
from loaders.formats.lines import shown

_MOST_NAMED: Final = 10


def check_known(frame: Frame, conditions: Iterable[tuple[str, tuple[Value, ...]]]) -> None:
    """Raise `InputError` for a value that a column does not have in any row; it names some that the column has.

    A derived column is held to its own list of values. A column that is not there is left to the analysis.
    """
    columns = as_lazy(frame).collect_schema().names()
    for column, values in conditions:
        if is_derived(column, columns):
            _check_derived(column, values)
        elif column in columns:
            for value in values:
                if value is not None:
                    _check_value(frame, column, value)


def _check_derived(column: str, values: tuple[Value, ...]) -> None:
    try:
        check_values(column, values)
    except ValueError as error:
        raise InputError(f"--where {error}") from error


def _check_value(frame: Frame, column: str, value: Value) -> None:
    found = select(frame, Selection(outcomes=(), where=((column, (value,)),)))
    if collect_rows(found.select(column).head(1)):
        return
    held = as_lazy(frame).select(column).drop_nulls().unique().sort(column).head(_MOST_NAMED + 1)
    known = [shown(str(row[column])) for row in collect_rows(held)]
    more = " and others" if len(known) > _MOST_NAMED else ""
    there = f"{', '.join(known[:_MOST_NAMED])}{more}" or "none"
    raise InputError(f"--where {column}={shown(str(value))}: no utterance has that; there are: {there}")
