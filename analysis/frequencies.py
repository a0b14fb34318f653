"""The distinct frequencies of each locale: few rows, from which borders between frequent and rare are drawn.

An evaluation set of millions has some thousand different frequencies, so a border is found there and then looked up
for each row, rather than by sorting the rows.
"""

from collections.abc import Mapping
from typing import Any, Final

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns
from analysis.weights import weight_of

FREQUENCY: Final = "frequency"
"""Column of the traffic count."""


def has_traffic(frame: Frame) -> bool:
    """Is any utterance asked more or less often than once? Where no file says how often, each weighs 1.

    False of nothing. Raises `UnknownColumn` where there is no `frequency`.
    """
    lazy = as_lazy(frame)
    require_columns(lazy, (FREQUENCY,))
    return bool(collect_rows(lazy.filter(nw.col(FREQUENCY) != 1).select(FREQUENCY).head(1)))


def count_frequencies(lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return one row a `locale` and `frequency`: `n` utterances, and `n_before` and `traffic_before` it.

    Before it stand the more frequent ones of the locale. `traffic` is that of the row, `total` that of the locale; a
    null frequency counts 1. Traffic must stay below 9e16 a locale to be exact. Raises `UnknownColumn`, and ValueError
    where `frequency` holds no whole numbers.
    """
    require_columns(lazy, ("locale", FREQUENCY))
    weighed = lazy.select("locale", frequency=weight_of(lazy, FREQUENCY), n=nw.lit(1))
    counted = weighed.group_by("locale", "frequency").agg(nw.col("n").sum())
    counted = counted.with_columns(n=nw.col("n").cast(nw.Int64), _order=-nw.col("frequency"))
    counted = counted.with_columns(traffic=nw.col("n") * nw.col("frequency"))

    def before(column: str) -> nw.Expr:
        return nw.col(column).cum_sum().over("locale", order_by="_order") - nw.col(column)

    return counted.with_columns(
        n_before=before("n"), traffic_before=before("traffic"), total=nw.col("traffic").sum().over("locale")
    ).drop("_order")


def at_least(lazy: nw.LazyFrame[Any], limits: Mapping[str, int]) -> nw.Expr:
    """Is the frequency of a row at least the limit of its locale? False where the locale has none.

    A look-up by locale costs the same for 8 locales and for 50; a chain of when/then does not.
    """
    weights = weight_of(lazy, FREQUENCY)
    if not limits:
        # A weight is never null, and a bare `lit(False)` is no filter.
        return weights.is_null()
    limit = nw.col("locale").replace_strict(list(limits), list(limits.values()), default=None, return_dtype=nw.Int64)
    return (weights >= limit).fill_null(False)
