"""Reads the limit of a check, and refuses one that nothing could exceed, such as 1 for 1 %."""

from collections.abc import Sequence
from typing import Final

from analysis.gate.decision import Bound, Measure
from analysis.gate.measures import GateMetric
from analysis.gate.policy import Limit
from analysis.gate.values import Table

_BOUNDS: Final[dict[str, tuple[Bound, bool]]] = {
    "max": ("max", False),
    "min": ("min", False),
    "relative_max": ("max", True),
    "relative_min": ("min", True),
}
"""By key: which side it holds, and whether it is relative to the baseline."""

_RANGES: Final[dict[Measure, tuple[float, float | None, str]]] = {
    "rate": (0.0, 1.0, "a share from 0 to 1, so 1.5 % is 0.015"),
    "rate_difference": (-1.0, 1.0, "a difference of shares from -1 to 1, so 1.5 percentage points are 0.015"),
    "ratio": (0.0, None, "a ratio of 0 or more"),
    "error_rate": (0.0, None, "a rate of 0 or more, so 15 % is 0.15"),
    "error_rate_difference": (float("-inf"), None, "a difference of rates, so 1.5 percentage points are 0.015"),
    "relative_change": (float("-inf"), 1.0, "a share of 1 at most, so 5 % less is 0.05"),
    "milliseconds": (0.0, None, "a time of 0 ms or more"),
    "count": (0.0, None, "a whole number of 0 or more"),
}
"""The least and the most that a figure can be, and that in words."""


def read_limit(table: Table, metric: GateMetric, keys: Sequence[str]) -> Limit:
    """Return the one limit of a check; raises `PolicyError`."""
    allowed = [key for key in _BOUNDS if key in keys and (metric.baseline or not _BOUNDS[key][1])]
    given = [key for key in _BOUNDS if key in table.values]
    for key in given:
        if key not in allowed:
            raise table.error(key, f"the baseline has no figure like {metric.name}; use {' or '.join(allowed)}")
    if len(given) != 1:
        said = "no limit" if not given else f"two limits, {given[0]} and {given[1]}"
        raise table.error("", f"{said}; give one of {', '.join(allowed)}")
    (key,) = given
    bound, relative = _BOUNDS[key]
    value = table.number(key)
    if value is None:
        raise table.error(key, "is no number")
    limit = Limit(bound, value, relative)
    _require_reachable(table, key, metric, limit)
    return limit


def _require_reachable(table: Table, key: str, metric: GateMetric, limit: Limit) -> None:
    if limit.relative:
        if limit.value <= -1:
            raise table.error(key, f"{limit.value:g} is nothing or less; 5 % more than the baseline is 0.05")
        return
    least, most, said = _RANGES[metric.measure]
    if limit.value < least or (most is not None and limit.value > most):
        raise table.error(key, f"{limit.value:g} is out of range; {metric.name} is {said}")
    if metric.measure == "count" and limit.value != int(limit.value):
        raise table.error(key, f"{limit.value:g} is out of range; {metric.name} is {said}")
    extreme = most if limit.bound == "max" else least
    if limit.value == extreme:
        raise table.error(key, f"{limit.value:g} holds nothing back; {metric.name} is {said}")
