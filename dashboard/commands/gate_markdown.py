"""A gate's decision as Markdown of GitHub's flavour, for the summary of a job or a comment."""

from collections.abc import Sequence
from typing import Final

from analysis.gate.decision import Decision, GateDecision
from dashboard.commands.gate_rows import HEADINGS, NUMERIC, WORDS, cut, reasons_of, table_rows
from dashboard.commands.row_output import markdown_text

_MARKS: Final[dict[Decision, str]] = {"pass": "✅", "warn": "⚠️", "fail": "❌"}


def markdown(decision: GateDecision, title: str, notes: Sequence[str] = ()) -> str:
    """Return the document: the decision, one table, and the reasons of what did not pass."""
    said = decision.decision
    parts = [
        f"## {_MARKS[said]} Release gate: {said.upper()}",
        *(markdown_text(line) for line in (title, *notes, decision.reason)),
        "\n".join(_table(decision)),
        *_reasons(decision),
    ]
    return "\n\n".join(parts) + "\n"


def _table(decision: GateDecision) -> list[str]:
    rules = ["---:" if heading in NUMERIC else "---" for heading in HEADINGS]
    marks = {WORDS[one]: f"{mark} {one}" for one, mark in _MARKS.items()}
    rows = [(marks.get(row[0], ""), *map(markdown_text, row[1:])) for row in table_rows(decision)]
    return [f"| {' | '.join(row)} |" for row in (HEADINGS, rules, *rows)]


def _reasons(decision: GateDecision) -> list[str]:
    lines = [
        f"- {_MARKS[check.decision]} **{markdown_text(cut(check.name))}**: {markdown_text(line)}"
        for check in decision.checks
        for line in reasons_of(check)
    ]
    return ["### Why", "\n".join(lines)] if lines else []
