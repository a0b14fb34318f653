"""The checks of a gate as a table: what each found, its limit, and the way to what is behind it."""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from analysis.frames import Value
from analysis.gate.decision import CheckDecision, Decision, GateDecision, Result, slice_name
from dashboard import wording
from dashboard.commands.gate_rows import MOST_SLICES, cut, figures_of, limit_of

LinkOf = Callable[[int, Mapping[str, Value]], str]
"""Link of a check, by its place, in a slice of these values; empty where there is none."""

_MARKS: Final[dict[Decision, str]] = {"pass": "✓", "warn": "!", "fail": "✕"}
_HEAD: Final = (
    '<thead><tr><th scope="col">decision</th><th scope="col">check</th><th scope="col" class="number">figure</th>'
    '<th scope="col" class="number">95 %</th><th scope="col" class="number">n</th>'
    '<th scope="col" class="number">limit</th></tr></thead>'
)


def table_html(decision: GateDecision, link_of: LinkOf) -> str:
    """Return the table, a check a row and below it each slice that did not pass."""
    rows = "".join(_check(place, check, link_of) for place, check in enumerate(decision.checks))
    return f'<div class="gate-table"><table class="tabular">{_HEAD}<tbody>{rows}</tbody></table></div>'


def _check(place: int, check: CheckDecision, link_of: LinkOf) -> str:
    name = f"<b>{escape(cut(check.name))}</b>"
    if len(check.results) == 1:
        (result,) = check.results
        return _result(check, result, name, link_of(place, result.values), "check-row")
    n_passed = len(check.results) - len(check.failing)
    counted = f"{wording.count(n_passed)} of {wording.count(len(check.results))} pass"
    limits = {limit_of(check, result) for result in check.results}
    figures = (counted, "", "", limits.pop() if len(limits) == 1 else "")
    shown = check.failing[:MOST_SLICES]
    slices = (_slice(check, result, link_of(place, result.values)) for result in shown)
    return _row(check.decision, name, figures, "check-row") + "".join(slices) + _more(len(check.failing) - len(shown))


def _slice(check: CheckDecision, result: Result, link: str) -> str:
    name = f'<span class="slice"><bdi>{escape(cut(slice_name(result.values)))}</bdi></span>'
    return _result(check, result, name, link, "slice-row")


def _result(check: CheckDecision, result: Result, name: str, link: str, kind: str) -> str:
    """Return the row of a result; where it did not pass with its link, and its reason in a row of its own."""
    figures = figures_of(check, result)
    if result.decision == "pass":
        return _row(result.decision, name, figures, kind)
    reason = (
        f'<tr class="reason-row"><td></td><td colspan="5" class="muted"><bdi>{escape(result.reason)}</bdi></td></tr>'
    )
    return _row(result.decision, f"{name} {link}" if link else name, figures, kind) + reason


def _more(n: int) -> str:
    said = f"and {wording.count(n)} more"
    return f'<tr class="reason-row"><td></td><td colspan="5" class="muted">{said}</td></tr>' if n > 0 else ""


def _row(decision: Decision, about: str, figures: Sequence[str], kind: str) -> str:
    mark = f'<span class="decision {decision}"><span aria-hidden="true">{_MARKS[decision]}</span> {decision}</span>'
    numbers = "".join(f'<td class="number">{escape(figure)}</td>' for figure in figures)
    return f'<tr class="{kind}"><td>{mark}</td><td class="about">{about}</td>{numbers}</tr>'
