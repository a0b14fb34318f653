"""What a gate says: of each slice, of each check, and of all checks together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from analysis.frames import Value
from analysis.intervals import Interval
from loaders.schema import Unit

Decision = Literal["pass", "warn", "fail"]
DECISIONS: Final[tuple[Decision, ...]] = get_args(Decision)
"""The mildest first."""

Severity = Literal["fail", "warn"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""What a check that is not met does to the release."""

Measure = Literal[
    "rate",
    "rate_difference",
    "ratio",
    "error_rate",
    "error_rate_difference",
    "relative_change",
    "milliseconds",
    "count",
]
"""As in `analysis.metrics`; besides an `error_rate` such as SemER, which may exceed 1, and the difference of two, a
`relative_change` (1 at most), a time and a count."""

Bound = Literal["max", "min"]
On = Literal["point", "lower", "upper"]
"""Which number is held against the limit: the figure itself, or an end of its 95 % interval."""


@dataclass(frozen=True)
class Result:
    """What a check found of everything, of one slice, or of one run.

    `values` name the slice (`{"locale": "de-DE"}`), or whose data it is (`{"of": "v2"}`); empty of everything.
    `observed` is the figure, of `n` units; `interval` its 95 % interval; `limit` what it is held against, in the same
    measure, worked out from the `baseline` figure where it is relative to that; `q_value` the adjusted p. Each of these
    is None where it does not apply or is undefined. `reason` is one plain sentence with these figures in it; `told` is
    False where the figure could not be judged (too few, undefined), so that the decision says nothing of the model.
    """

    values: Mapping[str, Value]
    n: int
    observed: float | None
    interval: Interval | None
    baseline: float | None
    limit: float | None
    q_value: float | None
    decision: Decision
    reason: str
    told: bool = True


@dataclass(frozen=True)
class CheckDecision:
    """A check and its results: one of everything, or one a slice; none where there was nothing to judge.

    `metric` is the name in the policy and in outputs, `unit` None where it is not of one (latency, data).
    """

    name: str
    metric: str
    measure: Measure
    unit: Unit | None
    severity: Severity
    bound: Bound
    on: On
    results: tuple[Result, ...]

    @property
    def decision(self) -> Decision:
        """The gravest of the results; without any, what the check does that is not met."""
        return gravest(result.decision for result in self.results) if self.results else self.severity

    @property
    def failing(self) -> tuple[Result, ...]:
        """The results that did not pass, the gravest first, of those the told ones first; else in their order."""
        found = [result for result in self.results if result.decision != "pass"]
        return tuple(sorted(found, key=lambda result: (-DECISIONS.index(result.decision), not result.told)))

    @property
    def reason(self) -> str:
        """The reason of a single result; of several how many did not pass, and that of the first."""
        if not self.results:
            return "There is nothing to judge."
        if len(self.results) == 1:
            return self.results[0].reason
        if not self.failing:
            return f"All {len(self.results):,} pass."
        first, n_failing = self.failing[0], len(self.failing)
        counted = f"{n_failing:,} of {len(self.results):,} {'does' if n_failing == 1 else 'do'} not pass"
        return f"{counted}. {slice_name(first.values)}: {first.reason}"


@dataclass(frozen=True)
class GateDecision:
    """The decisions of all checks, in the order of the policy; never without one."""

    checks: tuple[CheckDecision, ...]

    @property
    def decision(self) -> Decision:
        """The gravest of the checks; a gate without a check has not passed."""
        return gravest(check.decision for check in self.checks) if self.checks else "fail"

    @property
    def reason(self) -> str:
        """One sentence: how many checks did what, and which did not pass.

        >>> GateDecision(()).reason
        'Nothing was checked.'
        """
        if not self.checks:
            return "Nothing was checked."
        named = {decision: [one.name for one in self.checks if one.decision == decision] for decision in DECISIONS}
        n_checks = f"{len(self.checks):,} {'check' if len(self.checks) == 1 else 'checks'}"
        if len(named["pass"]) == len(self.checks):
            return f"{'The check passes' if len(self.checks) == 1 else f'All {n_checks} pass'}."
        said = [_said(named["fail"], "fails", "fail"), _said(named["warn"], "warns", "warn")]
        return f"Of {n_checks} {'; '.join(one for one in said if one)}."


def _said(names: list[str], one: str, several: str) -> str:
    return f"{len(names):,} {one if len(names) == 1 else several}: {', '.join(names)}" if names else ""


def gravest(decisions: Iterable[Decision]) -> Decision:
    """Return the gravest decision; of none, `pass`.

    >>> gravest(["pass", "fail", "warn"]), gravest([])
    ('fail', 'pass')
    """
    return max(decisions, key=DECISIONS.index, default="pass")


def slice_name(values: Mapping[str, Value]) -> str:
    """Name a slice; everything is `all`, null a dash.

    >>> slice_name({"locale": "de-DE", "room": None}), slice_name({})
    ('locale=de-DE, room=–', 'all')
    """
    return ", ".join(f"{column}={'–' if value is None else value}" for column, value in values.items()) or "all"
