"""A decision as the rows of one table, for people: a check of everything is a row, of slices those that do not pass."""

from collections.abc import Iterator
from typing import Final

from analysis.gate.decision import CheckDecision, Decision, GateDecision, Result, slice_name
from analysis.gate.reasons import figure_text

HEADINGS: Final = ("decision", "check", "figure", "95 %", "n", "limit")
NUMERIC: Final = ("figure", "95 %", "n", "limit")
WORDS: Final[dict[Decision, str]] = {"pass": "pass", "warn": "WARN", "fail": "FAIL"}

OF_CHECK: Final = "↳ "
"""Begins the name of a slice, below its check."""

MOST_SLICES: Final = 20
"""Slices that are named of one check; the others are counted."""

_MOST_CHARACTERS: Final = 200


def cut(text: str) -> str:
    """Return a text at a length that a table or a message can hold.

    >>> len(cut("x" * 300)), cut("short")
    (200, 'short')
    """
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"


def table_rows(decision: GateDecision) -> list[tuple[str, ...]]:
    """Return the cells of the table under `HEADINGS`, in the order of the checks."""
    return [row for check in decision.checks for row in _rows(check)]


def reasons_of(check: CheckDecision) -> list[str]:
    """Return why a check did not pass, a line a slice; none where it passed."""
    if not check.failing:
        return [] if check.results else [check.reason]
    said = [
        f"{cut(slice_name(result.values))}: {result.reason}" if result.values else result.reason
        for result in check.failing[:MOST_SLICES]
    ]
    n_more = len(check.failing) - MOST_SLICES
    return [*said, f"and {n_more:,} more"] if n_more > 0 else said


def _rows(check: CheckDecision) -> Iterator[tuple[str, ...]]:
    name = cut(check.name)
    if len(check.results) == 1:
        (result,) = check.results
        yield (WORDS[check.decision], name, *figures_of(check, result))
        return
    n_passed = len(check.results) - len(check.failing)
    counted = f"{n_passed:,} of {len(check.results):,} pass"
    limits = {limit_of(check, result) for result in check.results}
    yield (WORDS[check.decision], name, counted, "", "", limits.pop() if len(limits) == 1 else "")
    for result in check.failing[:MOST_SLICES]:
        yield (WORDS[result.decision], f"{OF_CHECK}{cut(slice_name(result.values))}", *figures_of(check, result))
    if len(check.failing) > MOST_SLICES:
        yield ("", f"{OF_CHECK}and {len(check.failing) - MOST_SLICES:,} more", "", "", "", "")


def figures_of(check: CheckDecision, result: Result) -> tuple[str, str, str, str]:
    """Return the cells of a result: figure, interval, units and limit."""
    interval = result.interval
    limits = "–" if interval is None else " to ".join(_short(check, one) for one in (interval.low, interval.high))
    return _short(check, result.observed, unit=True), limits, f"{result.n:,}", limit_of(check, result)


def limit_of(check: CheckDecision, result: Result) -> str:
    """Return the limit with its side; a dash where there is none."""
    if result.limit is None:
        return "–"
    side = "≤" if check.bound == "max" else "≥"
    return f"{side} {_short(check, result.limit, unit=True)}"


def _short(check: CheckDecision, value: float | None, *, unit: bool = False) -> str:
    text = figure_text(value, check.measure)
    return text if unit else text.removesuffix(" %").removesuffix(" pp").removesuffix(" ms")
