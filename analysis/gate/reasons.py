"""The sentences of a gate: what was observed, and how that stands to the limit."""

from typing import Final

from analysis.gate.decision import Measure, On
from analysis.gate.figures import Figure
from analysis.gate.measures import Source
from analysis.gate.policy import Check
from analysis.metrics import Denominator
from analysis.tests_of_change import p_in_words

_MOST_DIGITS: Final = 8
_ENDS: Final[dict[On, str]] = {"lower": "lower end", "upper": "upper end"}
_THINGS: Final[dict[Source, str]] = {
    "compare": "utterance",
    "adjudicated": "utterance",
    "must_pass": "utterance",
    "latency": "answer",
    "calibration": "answer",
    "data": "utterance",
}
_WHICH: Final[dict[Denominator, str]] = {
    "n": "",
    "n_baseline_correct": " that the baseline got right",
    "n_baseline_wrong": " that the baseline got wrong",
    "n_candidate_correct": " that the candidate got right",
    "n_candidate_wrong": " that the candidate got wrong",
    "n_both_wrong": " that both got wrong",
}


def figure_text(value: float | None, measure: Measure, digits: int = 2) -> str:
    """Write a figure in the unit in which people read it; undefined is a dash.

    >>> figure_text(0.0382, "rate"), figure_text(-0.0827, "rate_difference"), figure_text(41.25, "milliseconds")
    ('3.82 %', '−8.27 pp', '41.25 ms')
    >>> figure_text(1.5, "ratio"), figure_text(3.0, "count"), figure_text(None, "rate")
    ('1.50', '3', '–')
    """
    if value is None:
        return "–"
    if measure == "count":
        return f"{value:,.0f}"
    if measure == "milliseconds":
        return f"{value:,.{digits}f} ms"
    if measure == "ratio":
        return f"{value:.{digits}f}"
    percent = f"{abs(100 * value):.{digits}f}"
    if measure in ("rate", "error_rate"):
        return f"{percent} %"
    sign = "" if float(percent) == 0 else "+" if value > 0 else "−"
    return f"{sign}{percent} {'%' if measure == 'relative_change' else 'pp'}"


def met(check: Check, figure: Figure, held: float, limit: float) -> str:
    """Say that a figure lies within its limit."""
    return f"{_said(check, figure, held, limit)}, within {_limit(check, figure, held, limit)}."


def beyond(check: Check, figure: Figure, held: float, limit: float) -> str:
    """Say that a figure lies beyond its limit, with a slice's q where that counts."""
    side = "above" if check.limit.bound == "max" else "below"
    q = f" ({p_in_words(figure.q_value, 'q')})" if check.q_max is not None and figure.q_value is not None else ""
    return f"{_said(check, figure, held, limit)}, {side} {_limit(check, figure, held, limit)}{q}."


def chance(check: Check, figure: Figure, limit: float) -> str:
    """Say that a figure lies beyond its limit and could be chance."""
    said = beyond(check, figure, figure.observed or 0.0, limit).removesuffix(".")
    return f"{said}: not shown to be more than chance."


def too_few(check: Check, figure: Figure) -> str:
    """Say that there are too few units to judge by, and how many it takes."""
    n = figure.n
    worth = "" if figure.size is None or figure.size == n else f", worth {figure.size:,.1f} equally frequent ones"
    return f"{check.metric.label}: too few to judge, {units_text(check, n)}{worth}; it takes {check.min_n:,}."


def cannot_say(check: Check, why: str) -> str:
    """Say why a figure cannot be judged."""
    return f"{check.metric.label} cannot be judged: {why}."


def _said(check: Check, figure: Figure, held: float, limit: float) -> str:
    measure, digits = check.metric.measure, _digits(check.metric.measure, held, limit)
    observed = figure_text(figure.observed, measure, digits if check.on == "point" else 2)
    if check.on == "point":
        return f"{check.metric.label}: {observed}{_on(check, figure)}"
    end = figure_text(held, measure, digits)
    return f"{check.metric.label}: {observed}{_on(check, figure)}, the {_ENDS[check.on]} of its 95 % interval {end}"


def _limit(check: Check, figure: Figure, held: float, limit: float) -> str:
    measure, digits = check.metric.measure, _digits(check.metric.measure, held, limit)
    shown = f"the limit of {figure_text(limit, measure, digits)}"
    if not check.limit.relative:
        return shown
    baseline = f"the baseline's {figure_text(figure.baseline, measure)}"
    change = f"{figure_text(check.limit.value, 'relative_change')} on " if check.limit.value else ""
    return f"{shown} ({change}{baseline})"


def _digits(measure: Measure, one: float, other: float) -> int:
    """Return how many digits it takes to see that two numbers differ; two where they do not."""
    if one == other:
        return 2
    wanted = (digits for digits in range(2, _MOST_DIGITS) if _differ(measure, one, other, digits))
    return next(wanted, _MOST_DIGITS)


def _differ(measure: Measure, one: float, other: float, digits: int) -> bool:
    return figure_text(one, measure, digits) != figure_text(other, measure, digits)


def _on(check: Check, figure: Figure) -> str:
    return f" on {units_text(check, figure.n)}"


def units_text(check: Check, n: int) -> str:
    """Write how many units a figure is of, and what they are."""
    counted_once = check.weight is not None
    what, which = _THINGS[check.metric.source], "" if counted_once else _WHICH[check.metric.denominator]
    thing = (
        "gold slot" if check.unit == "slot" else "row" if check.metric.measure == "count" and not check.unit else what
    )
    return f"{n:,} {thing if n == 1 else f'{thing}s'}{which}"
