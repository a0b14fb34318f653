"""Reads a policy: TOML, one `[[check]]` a check, every key known and every value of its kind, or it is refused.

A check has exactly one limit, `max`, `min`, `relative_max` or `relative_min`; a must-pass list has none, as none of
its utterances may fail. Which other keys there are depends on the metric: `KEYS`.
"""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from analysis.gate.decision import SEVERITIES
from analysis.gate.limits import read_limit
from analysis.gate.measures import GATE_METRICS, GateMetric, Source
from analysis.gate.policy import NOTHING_WRONG, Check, Policy
from analysis.gate.values import PolicyError, Table
from loaders.schema import Unit

MAX_CHARACTERS: Final = 1_000_000
MAX_CHECKS: Final = 1_000

_ALWAYS: Final = ("name", "metric", "severity")
LIMITS: Final = ("max", "min", "relative_max", "relative_min")

KEYS: Final[Mapping[Source, tuple[str, ...]]] = {
    "compare": (
        *("unit", "by", "where", "weight", *LIMITS, "on", "min_n", "when_too_few", "q_max", "bootstrap", "cluster"),
    ),
    "adjudicated": ("unit", "by", "where", "weight", "max", "min", "on", "min_n", "when_too_few"),
    "must_pass": ("unit", "where", "top", "file"),
    "latency": ("where", *LIMITS, "min_n", "when_too_few"),
    "calibration": ("unit", "where", *LIMITS, "min_n", "when_too_few"),
    "data": ("max",),
}
"""The keys of a check besides `name`, `metric` and `severity`, by where its figure comes from."""


def read_policy(text: str, name: str = "policy") -> Policy:
    """Return the policy that a TOML text holds; `name` begins every message.

    Raises `PolicyError`, in one line, for the first thing that is wrong.

    >>> read_policy('[[check]]\\nmetric = "nfr"\\nmax = 0.01').checks[0].name
    'nfr of frame'
    >>> read_policy('[[check]]\\nmetric = "nfr"\\nmaximum = 0.01', "policy.toml")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.gate.values.PolicyError: policy.toml: check[1].maximum: no such key; the keys of a check of nfr are: ...
    """
    whole = Table(name, "", _parse(text, name))
    whole.require_keys(("check",))
    tables = whole.tables("check", MAX_CHECKS)
    checks = tuple(_check(table) for table in tables)
    names: dict[str, str] = {}
    for check in checks:
        if check.name in names:
            raise PolicyError(
                f"{name}: {check.place}.name: {names[check.name]} is named {check.name!r} too; "
                "give each check a name of its own"
            )
        names[check.name] = check.place
    return Policy(name, checks)


def _parse(text: str, name: str) -> dict[str, Any]:
    if len(text) > MAX_CHARACTERS:
        raise PolicyError(f"{name}: longer than {MAX_CHARACTERS:,} characters; is this a policy?")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{name}: not TOML: {error}") from error
    except RecursionError as error:
        raise PolicyError(f"{name}: not a policy: tables within tables without end") from error
    except ValueError as error:
        # Python refuses to read a number of thousands of digits.
        raise PolicyError(f"{name}: not a policy: {error}") from error


def _check(table: Table) -> Check:
    metric = GATE_METRICS[table.choice("metric", tuple(GATE_METRICS))]
    table.require_keys((*_ALWAYS, *KEYS[metric.source]), f"of a check of {metric.name}")
    limit = NOTHING_WRONG if metric.source == "must_pass" else read_limit(table, metric, KEYS[metric.source])
    unit = _unit(table, metric)
    check = Check(
        name=table.text("name") or (f"{metric.name} of {unit}" if unit else metric.name),
        metric=metric,
        limit=limit,
        severity=table.choice("severity", SEVERITIES, "fail"),
        unit=unit,
        by=table.columns("by"),
        where=table.conditions("where"),
        weight=table.text("weight"),
        on=table.choice("on", ("point", "lower", "upper"), "point"),
        min_n=table.whole("min_n") or metric.min_n,
        when_too_few=table.choice("when_too_few", SEVERITIES, "fail"),
        q_max=table.share("q_max"),
        bootstrap=table.flag("bootstrap") or "cluster" in table.values,
        cluster=table.text("cluster"),
        top=table.whole("top"),
        file=table.text("file"),
        place=table.place,
    )
    _require_sense(table, check)
    return check


def _unit(table: Table, metric: GateMetric) -> Unit | None:
    return table.choice("unit", metric.units, metric.units[0]) if metric.units else None


def _require_sense(table: Table, check: Check) -> None:
    """Refuse keys that do not go together: such a check would say something else than it seems to."""
    metric = check.metric
    if metric.source == "must_pass" and (check.top is None) == (check.file is None):
        raise table.error("", "give one of top and file, as in: top = 10")
    if check.on != "point":
        _require_interval(table, check)
    if check.q_max is not None:
        _require_test(table, check)
    if check.bootstrap and check.weight is not None:
        raise table.error("weight", "resamples count each utterance once; leave out weight, or bootstrap and cluster")


def _require_interval(table: Table, check: Check) -> None:
    metric = check.metric
    if check.limit.relative:
        raise table.error("on", "a relative limit is for the point; judge the change by its interval instead")
    if metric.intervals == "none":
        raise table.error("on", f"{metric.name} has no interval; leave it out")
    if metric.intervals == "resamples" and not check.bootstrap:
        raise table.error("on", f"{metric.name} has an interval by resampling only; add bootstrap = true")


def _require_test(table: Table, check: Check) -> None:
    metric, limit = check.metric.name, check.limit
    if not check.by:
        raise table.error("q_max", "is for slices; add by, or judge everything by its interval with on")
    if check.on != "point":
        raise table.error("q_max", f"holds back what could be chance, as on = {check.on!r} does; leave one of them out")
    if check.weight is not None:
        raise table.error("q_max", "weighted sums are not tested; leave out weight or q_max")
    tested_at = {"nfr": limit.bound == "max", "accuracy_change": limit.bound == "min" and limit.value <= 0}
    if limit.relative or not tested_at.get(metric, False):
        raise table.error("q_max", "what is tested is nfr with a max, and accuracy_change with a min of 0 or less")
    if metric == "nfr" and check.cluster is not None:
        raise table.error("q_max", "nfr is not tested by clusters; leave out cluster or q_max")
