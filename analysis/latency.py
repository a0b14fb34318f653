"""How long a run took to answer: percentiles of `latency_ms` by the nearest rank, each a time that was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns
from loaders.schema import Role, paired


@dataclass(frozen=True)
class Latency:
    """The latencies of one run in milliseconds: `percentiles` by percentage; empty where no answer has a latency.

    `n` answers have a latency, `n_without` have none; a missing prediction is no answer.
    """

    n: int
    n_without: int
    percentiles: Mapping[int, float]


def find_latency(pairs: Frame, role: Role, percentages: Sequence[int]) -> Latency:
    """Return the percentiles of one run: p is the least latency that p in a hundred answers do not exceed.

    The nearest rank, `ceil(p n / 100)` from the fastest on. Raises `UnknownColumn`, and ValueError for a percentage
    outside 1 to 100.
    """
    if not all(1 <= percentage <= 100 for percentage in percentages):
        raise ValueError(f"a percentage lies in 1 to 100, not {min(percentages)} to {max(percentages)}")
    lazy = as_lazy(pairs)
    column, missing = paired(role, "latency_ms"), paired(role, "missing")
    require_columns(lazy, (column, missing))
    answers = lazy.filter(~nw.col(missing)).select(_ms=nw.col(column).cast(nw.Float64), _all=nw.lit(1), _n=nw.lit(1))
    (sizes,) = collect_rows(answers.select(n=nw.col("_ms").count().cast(nw.Int64), n_answers=nw.len().cast(nw.Int64)))
    n = sizes["n"]
    if n == 0:
        return Latency(0, sizes["n_answers"], {})
    ranks = {percentage: -(-percentage * n // 100) for percentage in percentages}
    counted = answers.filter(~nw.col("_ms").is_null()).group_by("_all", "_ms").agg(nw.col("_n").sum())
    upto = counted.with_columns(_upto=nw.col("_n").cum_sum().over("_all", order_by="_ms"))
    reached = (nw.col("_upto").is_between(rank, rank + nw.col("_n") - 1) for rank in ranks.values())
    times = collect_rows(upto.filter(nw.any_horizontal(*reached, ignore_nulls=False)).sort("_ms"))
    found = {
        percentage: next(row["_ms"] for row in times if row["_upto"] >= rank) for percentage, rank in ranks.items()
    }
    return Latency(n, sizes["n_answers"] - n, found)
