"""The counts of `flipscope compare` as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from analysis.frames import Row
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.printer import PRINTERS, print_beside
from dashboard.commands.title import title_of

OutputFormat = Literal["table", "json", "csv", "markdown"]


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, `by` the columns of the slices, `missing` in words.

    `warnings` say what else the runs differ in besides the model.
    """

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    by: tuple[str, ...]
    missing: str
    warnings: tuple[str, ...] = ()


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        names = dict.fromkeys(name for row in report.rows for name in row)
        # An empty cell is the slice of null or, in the rows of everything, no slice at all.
        columns = list(dict.fromkeys(("unit", "scope", *report.by, *names)))
        row_output.print_csv(columns, [row | {"scope": row_output.scope_of(row, report.by)} for row in report.rows])
        print_beside(_notes(report))
    else:
        printer = PRINTERS[output_format]
        printer.lines([_title(report), *_notes(report)])
        printer.table(("unit", *report.by, *_headings(report)), _cells(report), _headings(report))


_SEMER: Final = "SemER %"
_FIGURES: Final = (
    *("n", "baseline %", "candidate %", "change pp", "95 %", "NFR %", "95 % of NFR", "PFR %", "NFI %", "adj. p"),
)


def _headings(report: Report) -> tuple[str, ...]:
    return (*_FIGURES, _SEMER) if _has_semer(report) else _FIGURES


def _has_semer(report: Report) -> bool:
    return any(row.get("semer_baseline") is not None for row in report.rows)


def _semer(row: Row) -> str:
    runs = (row.get("semer_baseline"), row.get("semer_candidate"))
    return cells.text(None) if runs == (None, None) else " → ".join(map(cells.percent, runs))


def _figures(row: Row, by: tuple[str, ...]) -> tuple[str, ...]:
    return (
        f"{row['n']:,}",
        cells.percent(row["accuracy_baseline"]),
        cells.percent(row["accuracy_candidate"]),
        cells.points(row["accuracy_change"]),
        cells.between(row["accuracy_change_low"], row["accuracy_change_high"], cells.points),
        cells.percent(row["nfr"]),
        cells.between(row["nfr_low"], row["nfr_high"], cells.percent),
        cells.percent(row["pfr"]),
        cells.percent(row["nfi"]),
        # Of everything together there is one test, so its p needs no adjusting.
        cells.chance(row["q_value"] if any(column in row for column in by) else row["p_value"]),
    )


def _cells(report: Report) -> list[tuple[str, ...]]:
    with_semer = _has_semer(report)
    return [
        (
            row["unit"],
            *(cells.text(row[column]) if column in row else "all" for column in report.by),
            *_figures(row, report.by),
            *((_semer(row),) if with_semer else ()),
        )
        for row in report.rows
    ]


def _title(report: Report) -> str:
    meta = report.meta
    weight = f", weighted by {meta['weight']}" if meta["weight"] else ""
    return f"{title_of(meta)}: {meta['n_utterances']:,} utterances{weight}"


def _notes(report: Report) -> list[str]:
    n_dropped = report.meta["alignment"]["n_dropped_pairs"]
    dropped = [f"{wording.plural(n_dropped, 'pair')} left out"] if n_dropped else []
    return [*([report.missing] if report.missing else ()), *dropped, *report.warnings, *_intervals(report)]


def _intervals(report: Report) -> list[str]:
    resampled = report.meta["bootstrap"]
    if resampled is None:
        return []
    of_what = f"clusters by {resampled['cluster']}" if resampled["cluster"] else "utterances"
    return [f"95 % intervals from {resampled['n_draws']:,} paired resamples of {of_what}, seed {resampled['seed']}"]
