"""The scores of `flipscope score` as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Row
from dashboard.commands import cells, row_output
from dashboard.commands.alignment import describe_missing_of
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, print_beside
from dashboard.commands.score_rows import Rules
from loaders.manifest import RunManifest


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, `by` the columns of the slices, and the runs."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    by: tuple[str, ...]
    runs: Sequence[RunManifest]


_NAMES: Final[Mapping[Rules, str]] = {"massive": "MASSIVE's evaluator", "slurp": "SLURP's evaluator"}

_FIGURES: Final[Mapping[Rules, Mapping[str, str]]] = {
    "massive": {"intent_accuracy": "intent %", "slot_f1": "slot F1 %", "exact_match": "exact match %"},
    "slurp": {
        "intent_accuracy": "intent %",
        "slot_f1": "entity F1 %",
        "word_f1": "word F1 %",
        "char_f1": "char F1 %",
        "slu_f1": "SLU-F1 %",
    },
}


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    lines, headings = [_title(report), *_notes(report)], _headings(report)
    numeric = headings[1 + len(report.by) :]
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        figures = [name for name in report.rows[0] if name != "run"]
        row_output.print_csv(("run", *report.by, *figures), report.rows)
        print_beside(lines[1:])
    else:
        printer = PRINTERS[output_format]
        printer.lines(lines)
        printer.table(headings, _cells(report), numeric)


def _headings(report: Report) -> tuple[str, ...]:
    return ("run", *report.by, "n", *_FIGURES[report.meta["rules"]].values())


def _cells(report: Report) -> list[tuple[str, ...]]:
    figures = _FIGURES[report.meta["rules"]]
    return [
        (
            row["run"],
            *(cells.text(row[column]) if column in row else "all" for column in report.by),
            f"{row['n']:,}",
            *(cells.percent(row[name]) for name in figures),
        )
        for row in report.rows
    ]


def _title(report: Report) -> str:
    meta = report.meta
    conditions = [
        f"{column}={' or '.join(value or 'null' for value in values)}" for column, values in meta["where"].items()
    ]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    names = ", ".join(run.name for run in report.runs)
    return f"{names} on {meta['evalset']}{where}, scored by the rules of {_NAMES[meta['rules']]}"


def _notes(report: Report) -> list[str]:
    """Return what is to be said of missing predictions and of slots without a tag; nothing where there are none."""
    missing = describe_missing_of(report.runs)
    overall = report.rows[: len(report.runs)]
    unplaced = [f"{row['n_slots_unplaced']:,} of {row['run']}" for row in overall if row.get("n_slots_unplaced")]
    if n_gold := overall[0].get("n_gold_slots_unplaced"):
        unplaced.insert(0, f"{n_gold:,} of the gold")
    said = [f"slots not found in the text, which so have no tag: {', '.join(unplaced)}"] if unplaced else []
    return [missing, *said] if missing else said
