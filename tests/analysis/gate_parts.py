"""Checks and figures to judge, made by hand or drawn."""

from typing import Any

from hypothesis import strategies as st

from analysis.gate.decision import CheckDecision
from analysis.gate.figures import Figure
from analysis.gate.judging import judge
from analysis.gate.measures import GATE_METRICS
from analysis.gate.policy import Check, Limit
from analysis.intervals import Interval


def check(metric: str = "nfr", bound: Any = "max", value: float = 0.05, **other: Any) -> Check:
    """A check of the frame, with these further settings."""
    relative = other.pop("relative", False)
    found = GATE_METRICS[metric]
    unit = found.units[0] if found.units else None
    return Check("it", found, Limit(bound, value, relative), unit=unit, **other)


def figure(observed: float | None = 0.03, n: int = 1000, **other: Any) -> Figure:
    """A figure of everything, of so many independent units."""
    return Figure(**{"values": {}, "n": n, "size": n, "observed": observed, **other})


def judged(one: Check, *figures: Figure) -> CheckDecision:
    return judge(one, figures)


RATES = st.floats(0, 1)
MAYBE = st.none() | RATES


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Any figure that is a share, also those that cannot be judged."""
    n = draw(st.integers(0, 100))
    low, high = sorted((draw(RATES), draw(RATES)))
    return Figure(
        values={},
        n=n,
        size=draw(st.none() | st.floats(0, n)),
        observed=draw(MAYBE),
        interval=draw(st.none() | st.just(Interval(low, high))),
        baseline=draw(MAYBE),
        q_value=draw(MAYBE),
        problem=draw(st.sampled_from(("", "", "", "no latency_ms"))),
    )


@st.composite
def checks(draw: st.DrawFn) -> Check:
    """Any check of a share."""
    relative = draw(st.booleans())
    return check(
        "accuracy_candidate",
        draw(st.sampled_from(("max", "min"))),
        draw(st.floats(-0.9, 2) if relative else RATES),
        relative=relative,
        severity=draw(st.sampled_from(("fail", "warn"))),
        on=draw(st.sampled_from(("point", "lower", "upper"))),
        min_n=draw(st.integers(1, 60)),
        when_too_few=draw(st.sampled_from(("fail", "warn"))),
        q_max=draw(st.none() | RATES),
    )
