"""What a unit counts for: one, or its value in a column such as `frequency`."""

from typing import Any

import narwhals as nw

from analysis.frames import require_columns


def weight_of(lazy: nw.LazyFrame[Any], weight: str | None) -> nw.Expr:
    """Return the weight of each row as a whole number that is never null.

    Without a column every row counts 1; a null counts as 1 too, the default of `frequency`. Raises `UnknownColumn`,
    and ValueError where the column holds no whole numbers.
    """
    if weight is None:
        return nw.lit(1)
    require_columns(lazy, (weight,))
    dtype = lazy.collect_schema()[weight]
    if not dtype.is_integer():
        raise ValueError(f"the weight {weight!r} holds {dtype}, not whole numbers")
    return nw.col(weight).cast(nw.Int64).fill_null(1)
