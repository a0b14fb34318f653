"""What `flipscope causes` counted, as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.causes import CAUSES
from analysis.frames import Row
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from dashboard.commands.title import title_of
from loaders.schema import OUTCOMES

_NUMBERS: Final = ("n", "n_with_cause", "share", "share_low", "share_high")


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, `by` the columns of the slices, `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    by: tuple[str, ...]
    missing: str


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        scoped = [row | {"scope": row_output.scope_of(row, report.by)} for row in report.rows]
        row_output.print_csv(("cause", "scope", *report.by, *_NUMBERS), scoped)
        print_beside(_notes(report))
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    printer.lines([_title(report), *_notes(report)])
    if report.by:
        headings = (*report.by, "n", *(wording.CAUSE_LABELS[cause] for cause in CAUSES))
        starts = range(0, len(report.rows), len(CAUSES))
        slices = [_slice_cells(report.rows[start : start + len(CAUSES)], report.by) for start in starts]
        printer.table(headings, slices, headings[len(report.by) :])
    else:
        headings = ("cause", "n", "share %", "95 % interval")
        printer.table(headings, [_cause_cells(row) for row in report.rows], headings[1:])
    printer.lines(["an utterance may have several causes"])


def _title(report: Report) -> str:
    meta = report.meta
    labels = [wording.OUTCOME_LABELS[outcome] for outcome in meta["outcomes"]]
    outcomes = f" {' or '.join(labels)}" if len(labels) < len(OUTCOMES) else ""
    weight = f", weighted by {meta['weight']}" if meta["weight"] else ""
    return f"{title_of(meta)}: {meta['n']:,} utterances{outcomes}, judged by {meta['unit']}{weight}"


def _notes(report: Report) -> list[str]:
    return [report.missing] if report.missing else []


def _cause_cells(row: Row) -> tuple[str, ...]:
    limits = cells.between(row["share_low"], row["share_high"], cells.percent)
    return (wording.CAUSE_LABELS[row["cause"]], f"{row['n_with_cause']:,}", cells.percent(row["share"]), limits)


def _slice_cells(rows: Sequence[Row], by: Sequence[str]) -> tuple[str, ...]:
    values = (cells.text(rows[0][column]) if column in rows[0] else "all" for column in by)
    counted = (f"{row['n_with_cause']:,} ({wording.percent(row['share'], 0)})" for row in rows)
    return (*values, f"{rows[0]['n']:,}", *counted)
