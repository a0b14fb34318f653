"""What `flipscope must-pass` found, as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Row
from analysis.must_pass import MustPass
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.must_pass_rows import COLUMNS
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from dashboard.commands.title import title_of
from loaders.must_pass_file import Entry

_UNKNOWN_SHOWN: Final = 10


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, the `result`, unknown entries, and `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    result: MustPass
    unknown: Sequence[Entry]
    missing: str


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        row_output.print_csv(COLUMNS, report.rows)
        print_beside([_verdict(report), *_notes(report)])
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    printer.lines([_title(report), _verdict(report), *_notes(report)])
    if report.rows:
        printer.table(_HEADINGS, [_shown(row) for row in report.rows], _NUMERIC)
        printer.lines([_footer(report)])


_HEADINGS: Final = ("utterance", "locale", "traffic", "text", "gold intent", "outcome", "gold → candidate")
_NUMERIC: Final = ("traffic",)


def _title(report: Report) -> str:
    meta = report.meta
    listed = meta["file"] or f"the {meta['top']:,} most frequent of each locale"
    return f"{title_of(meta)}: must-pass list {listed}, judged by {meta['unit']}"


def _verdict(report: Report) -> str:
    result, meta = report.result, report.meta
    counted = {
        "passed": result.n_passed,
        "broke": result.n_broke,
        "still wrong": result.n_still_wrong,
        "not in the evalset": meta["n_unknown"],
        "not compared": meta["n_not_compared"],
    }
    said = ", ".join(f"{n:,} {what}" for what, n in counted.items() if n or what in ("passed", "broke"))
    return f"{'PASSED' if result.holds else 'FAILED'}: {wording.plural(result.n_listed, 'utterance')} listed, {said}"


def _notes(report: Report) -> list[str]:
    notes = [f"not in the evalset: {entry}" for entry in report.unknown[:_UNKNOWN_SHOWN]]
    if len(report.unknown) > _UNKNOWN_SHOWN:
        notes.append(f"not in the evalset: {len(report.unknown) - _UNKNOWN_SHOWN:,} more entries")
    if n_outside := report.meta["n_outside_where"]:
        notes.append(f"{wording.plural(n_outside, 'listed utterance')} outside --where, not checked")
    return [*notes, report.missing] if report.missing else notes


def _shown(row: Row) -> tuple[str, ...]:
    outcome = "broke" if row["outcome"] == "negative_flip" else "still wrong"
    found = (row["utterance_id"], row["locale"], f"{row['frequency']:,}", row["text"], row["intent"])
    return (*map(cells.text, found), outcome, row["error"] or cells.text(None))


def _footer(report: Report) -> str:
    n, n_all = len(report.rows), len(report.result.failures)
    more = " (--limit 0 shows all)" if n < n_all else ""
    return f"{n:,} of {wording.plural(n_all, 'failure')}, most traffic first{more}"
