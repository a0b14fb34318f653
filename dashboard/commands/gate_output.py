"""A gate's decision as a table, JSON, JUnit XML or Markdown, on stdout or in files."""

import json
import secrets
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import typer

from analysis.frames import Row
from analysis.gate.decision import CheckDecision, GateDecision, Result
from dashboard.commands import cells
from dashboard.commands.gate_annotations import annotations, inert
from dashboard.commands.gate_junit import junit
from dashboard.commands.gate_markdown import markdown
from dashboard.commands.gate_rows import HEADINGS, NUMERIC, WORDS, reasons_of, table_rows
from dashboard.commands.output_file import published
from dashboard.commands.printer import PRINTERS
from loaders.errors import InputError
from loaders.formats.lines import shown

GateFormat = Literal["table", "json", "junit", "markdown"]
FORMATS: Final[Mapping[str, GateFormat]] = {".json": "json", ".xml": "junit", ".md": "markdown"}
"""By the ending of a file's name."""


@dataclass(frozen=True)
class Report:
    """What is written: `meta` of the JSON, the decision, and what is said beside it."""

    meta: Mapping[str, Any]
    decision: GateDecision
    notes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """Which runs, on which evaluation set, by which policy."""
        meta = self.meta
        return f"{meta['baseline']} → {meta['candidate']} on {meta['evalset']}: gate by {meta['policy']}"


def format_of(file: Path) -> GateFormat:
    """Return the format of a file by the ending of its name; raises `InputError` for any other."""
    found = FORMATS.get(file.suffix.lower())
    if found is None:
        raise InputError(f"{shown(file)}: name it .json, .xml (JUnit) or .md (Markdown)")
    return found


def write(report: Report, output_format: GateFormat, files: Sequence[Path], force: bool, in_actions: bool) -> None:
    """Write the files, then print the report; in a GitHub workflow print its annotations on stderr besides."""
    for file in files:
        with published(file, force) as temporary:
            temporary.write_text(_text(report, format_of(file)), encoding="utf-8")
    if output_format == "table":
        _print_table(report, in_actions)
    else:
        typer.echo(_text(report, output_format), nl=False)
    if in_actions:
        for line in annotations(report.decision):
            typer.echo(line, err=True)


def _text(report: Report, output_format: GateFormat) -> str:
    if output_format == "junit":
        return inert(junit(report.decision, report.title))
    if output_format == "markdown":
        return markdown(report.decision, report.title, report.notes)
    whole = {"meta": report.meta, **as_json(report.decision)}
    return inert(f"{cells.json_text(json.dumps(whole, ensure_ascii=False, indent=2))}\n", json=True)


def _print_table(report: Report, in_actions: bool) -> None:
    """Print the table; in a workflow no name in it can be taken for a command of the runner."""
    token = secrets.token_hex(16)
    if in_actions:
        typer.echo(f"::stop-commands::{token}")
    printer = PRINTERS["table"]
    printer.lines([report.title, *report.notes])
    printer.table(HEADINGS, table_rows(report.decision), NUMERIC)
    for check in report.decision.checks:
        printer.lines(f"{WORDS[check.decision]} {check.name}: {line}" for line in reasons_of(check))
    printer.lines([f"{report.decision.decision.upper()}: {report.decision.reason}"])
    sys.stdout.flush()
    if in_actions:
        typer.echo(f"::{token}::")


def as_json(decision: GateDecision) -> Row:
    """Return the decision with its checks and their results, as in the JSON of `flipscope gate`."""
    return {
        "decision": decision.decision,
        "reason": decision.reason,
        "checks": [_check(check) for check in decision.checks],
    }


def _check(check: CheckDecision) -> Row:
    return {
        "name": check.name,
        "metric": check.metric,
        "measure": check.measure,
        "unit": check.unit,
        "severity": check.severity,
        "bound": check.bound,
        "on": check.on,
        "decision": check.decision,
        "reason": check.reason,
        "results": [_result(result) for result in check.results],
    }


def _result(result: Result) -> Row:
    interval = result.interval
    return {
        "values": dict(result.values),
        "n": result.n,
        "observed": result.observed,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "baseline": result.baseline,
        "limit": result.limit,
        "q_value": result.q_value,
        "decision": result.decision,
        "told": result.told,
        "reason": result.reason,
    }
