"""What `flipscope adjudicate` found, as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.adjudication import AuditSlice
from analysis.adjudication_words import say_adjudicated, say_sample
from analysis.frames import Row
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from dashboard.commands.title import title_of
from dashboard.commands.verdicts_output import NOTHING_BROKE


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, the `whole` that the first row is of, `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    whole: AuditSlice
    missing: str


_NOTHING_JUDGED: Final = "no flip was judged yet: judge some on the page Flips, or export them and import the verdicts"
_HEADINGS: Final = (
    *("n", "broke", "judged", "confirmed", "gold wrong", "both acceptable", "unclear", "disagreed"),
    *("NFR %", "95 % of NFR", "adjudicated %", "95 % of judging"),
)


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    by = report.meta["by"]
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        columns = list(dict.fromkeys(("unit", "scope", *by, *report.rows[0])))
        row_output.print_csv(columns, [row | {"scope": row_output.scope_of(row, by)} for row in report.rows])
        print_beside(_said(report))
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    by = report.meta["by"]
    printer.lines([f"{title_of(report.meta)}, judged by {report.meta['unit']}", *_said(report)])
    printer.table((*by, *_HEADINGS), [_shown(row, by) for row in report.rows], _HEADINGS)


def _said(report: Report) -> list[str]:
    sentence = say_adjudicated(report.whole, report.meta["weight"], report.meta["sample"])
    sample = say_sample(report.whole, report.meta["sample"])
    said = sentence or (_NOTHING_JUDGED if report.whole.flips.n else NOTHING_BROKE)
    n = report.meta["n_judgements"]
    who = f"{wording.plural(n, 'verdict')} by {wording.plural(report.meta['n_annotators'], 'annotator')}" if n else ""
    return [line for line in (said, who, sample, report.missing) if line]


def _shown(row: Row, by: Sequence[str]) -> tuple[str, ...]:
    counts = ("n", "n_negative_flips", "n_judged", "n_confirmed", "n_gold_wrong", "n_both_acceptable")
    limits = (row["nfr_adjudicated_low"], row["nfr_adjudicated_high"])
    return (
        *(cells.text(row[column]) if column in row else "all" for column in by),
        *(f"{row[name]:,}" for name in (*counts, "n_unclear", "n_disagreed")),
        cells.percent(row["nfr"]),
        cells.between(row["nfr_low"], row["nfr_high"], cells.percent),
        cells.percent(row["nfr_adjudicated"]),
        "exact" if row["exact"] else cells.between(*limits, cells.percent),
    )
