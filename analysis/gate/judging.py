"""Holds figures against the limits of their checks. Whatever cannot be told has not passed."""

from collections.abc import Sequence

from analysis.gate.decision import CheckDecision, Decision, Result, Severity
from analysis.gate.figures import Figure
from analysis.gate.policy import Check
from analysis.gate.reasons import beyond, cannot_say, chance, met, too_few


def judge(check: Check, figures: Sequence[Figure]) -> CheckDecision:
    """Judge each figure of a check; none at all is not met.

    A figure is met where the number that the check looks at (`on`: itself, or an end of its interval) lies within the
    limit, the limit included. It is not met where it cannot be told: undefined, no interval, no baseline to be relative
    to. Of fewer units than `min_n` the check says `when_too_few`, whatever the figure; so it does of a slice beyond the
    limit that has no q because too little flipped in it. A check of severity `warn` says no worse.
    """
    return CheckDecision(
        name=check.name,
        metric=check.metric.name,
        measure=check.metric.measure,
        unit=check.unit,
        severity=check.severity,
        bound=check.limit.bound,
        on=check.on,
        results=tuple(_judge(check, figure) for figure in figures),
    )


def _judge(check: Check, figure: Figure) -> Result:
    limit = check.limit.of(figure.baseline)
    decision, reason, told = _decide(check, figure, limit)
    return Result(
        values=figure.values,
        n=figure.n,
        observed=figure.observed,
        interval=figure.interval,
        baseline=figure.baseline if check.limit.relative else None,
        limit=limit,
        q_value=figure.q_value if check.q_max is not None else None,
        decision=decision,
        reason=f"{reason} {figure.note}" if figure.note else reason,
        told=told,
    )


def _decide(check: Check, figure: Figure, limit: float | None) -> tuple[Decision, str, bool]:
    """Return the decision, its reason, and whether the figure could be judged."""
    if figure.problem:
        return check.severity, cannot_say(check, figure.problem), False
    if figure.size is None or figure.size < check.min_n:
        return _when_too_few(check), too_few(check, figure), False
    held = _held(check, figure)
    if figure.observed is None:
        return check.severity, cannot_say(check, "it is undefined here"), False
    if limit is None:
        return check.severity, cannot_say(check, "the baseline has no figure to compare with"), False
    if held is None:
        return check.severity, cannot_say(check, "it has no interval here"), False
    if held <= limit if check.limit.bound == "max" else held >= limit:
        return "pass", met(check, figure, held, limit), True
    if check.q_max is None:
        return check.severity, beyond(check, figure, held, limit), True
    if figure.q_value is None:
        return _when_too_few(check), cannot_say(check, "too few flipped to tell it from chance"), False
    if figure.q_value > check.q_max:
        return "pass", chance(check, figure, limit), True
    return check.severity, beyond(check, figure, held, limit), True


def _when_too_few(check: Check) -> Severity:
    return "warn" if "warn" in (check.severity, check.when_too_few) else "fail"


def _held(check: Check, figure: Figure) -> float | None:
    if check.on == "point":
        return figure.observed
    if figure.interval is None:
        return None
    return figure.interval.low if check.on == "lower" else figure.interval.high
