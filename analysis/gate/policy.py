"""A policy as it is understood: checks in their order."""

from dataclasses import dataclass, replace
from typing import Final

from analysis.gate.decision import Bound, On, Severity
from analysis.gate.measures import DATA, GateMetric
from loaders.schema import Unit

Condition = tuple[str, tuple[str | None, ...]]
"""A column and its alternative values as they are written; None is null."""


@dataclass(frozen=True)
class Limit:
    """What a figure is held against: `max` or `min`, a number in the figure's own measure.

    A `relative` limit is a share of the baseline's figure: `max` 0.05 allows for 5 % more, `min` -0.02 for 2 % less.
    """

    bound: Bound
    value: float
    relative: bool = False

    def of(self, baseline: float | None) -> float | None:
        """Return the limit for a baseline's figure; None of a relative one where that is undefined.

        >>> Limit("max", 0.25, relative=True).of(40.0), Limit("max", 0.25, relative=True).of(None)
        (50.0, None)
        """
        if not self.relative:
            return self.value
        return None if baseline is None else baseline * (1 + self.value)


@dataclass(frozen=True)
class Check:
    """One comparison with a limit, of everything or of each slice `by` columns.

    Fewer units than `min_n` (effective ones, with a weight or clusters) are too few: then the check says
    `when_too_few`. With `q_max` a slice that is beyond the limit is held back only where that is hardly chance.
    `top` or `file` say what a must-pass list holds. `place` is where the check stands in its file.
    """

    name: str
    metric: GateMetric
    limit: Limit
    severity: Severity = "fail"
    unit: Unit | None = None
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    weight: str | None = None
    on: On = "point"
    min_n: int = 1
    when_too_few: Severity = "fail"
    q_max: float | None = None
    bootstrap: bool = False
    cluster: str | None = None
    top: int | None = None
    file: str | None = None
    place: str = ""


@dataclass(frozen=True)
class Policy:
    """The checks of a gate, in the order of its file; one at least."""

    name: str
    checks: tuple[Check, ...]


NOTHING_WRONG: Final = Limit("max", 0.0)


def with_data_checks(policy: Policy) -> Policy:
    """Add, at the end, the checks of the data that a policy does not name: nothing may be wrong with it.

    >>> [check.metric.name for check in with_data_checks(Policy("none", ())).checks]
    ['missing_share', 'n_unknown', 'n_duplicates', 'n_rejected']
    """
    named = {check.metric.name for check in policy.checks}
    taken = {check.name for check in policy.checks}
    added = [
        Check(metric.label if metric.label not in taken else f"{metric.label} (always checked)", metric, NOTHING_WRONG)
        for metric in DATA
        if metric.name not in named
    ]
    return replace(policy, checks=(*policy.checks, *added))
