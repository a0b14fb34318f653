"""What is known of a check's figure before it is held against its limit: one figure of everything, or one a slice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from analysis.counts import FlipCounts
from analysis.frames import Row, Value
from analysis.gate.measures import baseline_of
from analysis.gate.policy import Check
from analysis.intervals import Interval
from analysis.rows import COUNT_NAMES


@dataclass(frozen=True)
class Figure:
    """A figure with what its certainty is told from.

    `n` units, worth `size` independent ones; `observed`, `interval`, `baseline` and `q_value` are None where they are
    undefined or do not apply. `problem` says why it cannot be judged, where it cannot; `note` is a sentence that its
    reason ends with.
    """

    values: Mapping[str, Value]
    n: int
    size: float | None
    observed: float | None
    interval: Interval | None = None
    baseline: float | None = None
    q_value: float | None = None
    problem: str = ""
    note: str = ""


def figures_of_rows(check: Check, rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Return the figures of a check from the rows that `compare` prints for it: of everything, or of the slices.

    The size is that of the denominator, with weights or clusters never more than the effective one; a weighted slice
    of which that is not known has none. `n` of a weighted slice counts its units once.
    """
    return tuple(_figures(check, rows))


def _figures(check: Check, rows: Sequence[Row]) -> Iterator[Figure]:
    name = check.metric.name
    for row in rows:
        if row["unit"] != check.unit or not all(column in row for column in check.by):
            continue
        low, high = row.get(f"{name}_low"), row.get(f"{name}_high")
        n, size = _sizes(check, row)
        yield Figure(
            values={column: row[column] for column in check.by},
            n=n,
            size=size,
            observed=_number(row[name]),
            interval=None if low is None or high is None else Interval(low, high),
            baseline=_number(row[baseline_of(name)]) if check.metric.baseline else None,
            q_value=row["nfr_q_value" if name == "nfr" else "q_value"],
            problem="" if row["n"] or check.by else "there is no unit to judge",
        )


def _sizes(check: Check, row: Row) -> tuple[int, float | None]:
    effective: float | None = row["n_effective"]
    if check.weight is not None:
        return row["n_units"], effective
    counts = FlipCounts(row["n"], *(row[name] for name in COUNT_NAMES.values()))
    n: int = getattr(counts, check.metric.denominator)
    return n, n if effective is None else min(n, effective)


def _number(value: Any) -> float | None:
    """Return a number as it is; NaN is undefined, as no comparison with it means anything."""
    return value if value is not None and isfinite(value) else None
