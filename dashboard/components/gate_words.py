"""What the Release page says first."""

from analysis.gate.decision import GateDecision
from dashboard import wording


def title_of(decision: GateDecision) -> str:
    """Return the title: yes or no, and how many checks say so.

    >>> title_of(GateDecision(()))
    'Do not release: nothing was checked.'
    """
    n = len(decision.checks)
    if not n:
        return "Do not release: nothing was checked."
    counted = {said: sum(check.decision == said for check in decision.checks) for said in ("fail", "warn")}
    if counted["fail"]:
        do = "fails" if counted["fail"] == 1 else "fail"
        return f"Do not release: {wording.count(counted['fail'])} of {wording.plural(n, 'check')} {do}."
    if counted["warn"]:
        return f"May be released, with {wording.plural(counted['warn'], 'warning')}."
    return f"May be released: {'the check passes' if n == 1 else f'all {wording.count(n)} checks pass'}."
