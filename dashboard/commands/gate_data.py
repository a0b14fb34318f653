"""What a gate checks of the data itself: how each file met the other, and whether the runs can be compared at all."""

from collections.abc import Iterator
from typing import Final

from analysis.comparability import Difference
from analysis.gate.decision import CheckDecision, Decision, Result
from analysis.gate.figures import Figure
from analysis.gate.measures import MISSING_SHARE, REJECTED
from analysis.gate.policy import Check
from dashboard import wording
from dashboard.commands.comparability import describe_comparability, said_of
from loaders.comparison import Comparison

COMPARABILITY: Final = "comparability"
"""The check that every gate makes, whatever its policy says."""

_HELD_BACK: Final = ("evaluation set", "normaliser version", "missing policy")
"""Where runs differ in these, their flips are not those of the model alone."""


def figures_of_data(opened: Comparison, check: Check) -> tuple[Figure, ...]:
    """Return a figure of each run, and of the evaluation set where it may have rejected rows."""
    return tuple(_figures(opened, check.metric.name))


def _figures(opened: Comparison, name: str) -> Iterator[Figure]:
    evalset = opened.evalset
    if name == REJECTED.name:
        yield _count(evalset.name, evalset.n_utterances + evalset.n_rejected, evalset.n_rejected)
    for run in (opened.baseline, opened.candidate):
        alignment = run.alignment
        if name == MISSING_SHARE.name:
            n, missing = evalset.n_utterances, alignment.n_missing
            note = f"{wording.count(missing)} missing." if missing else ""
            yield Figure({"of": run.name}, n, n, missing / n if n else None, note=note)
        else:
            yield _count(run.name, alignment.n_rows + alignment.n_rejected, getattr(alignment, name))


def _count(of: str, n_rows: int, n_wrong: int) -> Figure:
    return Figure({"of": of}, n_rows, n_rows, float(n_wrong))


def judge_comparability(opened: Comparison) -> CheckDecision:
    """Judge what differs between the runs besides the model: rules of judging fail, anything else to know of warns."""
    n = opened.evalset.n_utterances
    results = [_judge(one, n, opened) for one in describe_comparability(opened)]
    return CheckDecision(
        name="Comparability",
        metric=COMPARABILITY,
        measure="count",
        unit=None,
        severity="fail",
        bound="max",
        on="point",
        results=tuple(results) or (_result({}, n, "pass", "The runs differ in nothing but the model."),),
    )


def _judge(difference: Difference, n: int, opened: Comparison) -> Result:
    held_back = difference.what in _HELD_BACK or difference.severity == "refuse"
    decision: Decision = "fail" if held_back else "warn" if difference.severity == "warn" else "pass"
    names = opened.baseline.name, opened.candidate.name
    ours, theirs = said_of(difference.baseline), said_of(difference.candidate)
    said = f"{names[0]} {ours}, {names[1]} {theirs}. {difference.why}"
    return _result({"difference": difference.what}, n, decision, said)


def _result(values: dict[str, str], n: int, decision: Decision, reason: str) -> Result:
    return Result(values, n, None, None, None, None, None, decision, reason)
