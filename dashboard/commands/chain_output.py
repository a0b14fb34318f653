"""The counts of `flipscope chain` as tables, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.chain_counts import ChainCounts
from analysis.frames import Row
from dashboard.commands import cells, row_output
from dashboard.commands.alignment import describe_missing_of
from dashboard.commands.chain_rows import COLUMNS
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from loaders.manifest import RunManifest

Table = tuple[Sequence[str], Sequence[Sequence[str]], Sequence[str]]
"""Headings, rows, and the headings of the columns that hold figures."""


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, `by` the columns of the slices, `whole` the chain's counts."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    by: tuple[str, ...]
    whole: ChainCounts
    runs: Sequence[RunManifest]


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        row_output.print_csv(("unit", *report.by, *COLUMNS), report.rows)
        if missing := describe_missing_of(report.runs):
            print_beside([missing])
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    printer.lines([title(report.meta, report.meta["n_utterances"]), *notes(report.meta, report.runs)])
    printer.table(*_steps(report))
    if len(report.runs) > 2:
        printer.lines(["NFR % from one run (row) to a later one (column)"])
        printer.table(*_matrix(report))
    printer.lines(_sentences(report))


def title(meta: Mapping[str, Any], n: int) -> str:
    """Return one line: which runs, on what, of which utterances, judged by what."""
    conditions = [
        f"{column}={' or '.join(value or 'null' for value in values)}" for column, values in meta["where"].items()
    ]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    names = " → ".join(run["name"] for run in meta["runs"])
    return f"{names} on {meta['evalset']}{where}: {n:,} utterances, judged by {meta['unit']}"


def notes(meta: Mapping[str, Any], runs: Sequence[RunManifest]) -> list[str]:
    """Return what is to be said of missing predictions; nothing where none is missing."""
    missing, n_left_out = describe_missing_of(runs), meta["n_left_out"]
    left_out = [f"{n_left_out:,} utterances left out of the whole chain"] if n_left_out else []
    return [missing, *left_out] if missing else left_out


_FIGURES: Final = ("n", "before %", "after %", "change pp", "broke", "fixed", "NFR %", "95 % interval")
_SO_FAR: Final = ("broke so far", "lost", "flapping")


def _steps(report: Report) -> Table:
    rows = [
        (*_place(report, row), f"{row['baseline']} → {row['candidate']}", *_figures(row))
        for row in report.rows
        if row["is_step"]
    ]
    return (*report.by, "step", *_FIGURES, *_SO_FAR), rows, (*_FIGURES, *_SO_FAR)


def _place(report: Report, row: Row) -> tuple[str, ...]:
    return tuple(cells.text(row[column]) if column in row else "all" for column in report.by)


def _figures(row: Row) -> tuple[str, ...]:
    low_high = (row["nfr_low"], row["nfr_high"])
    return (
        f"{row['n']:,}",
        cells.percent(row["accuracy_baseline"]),
        cells.percent(row["accuracy_candidate"]),
        cells.points(row["accuracy_change"]),
        f"{row['n_negative_flips']:,}",
        f"{row['n_positive_flips']:,}",
        cells.percent(row["nfr"]),
        " to ".join(map(cells.percent, low_high)) if row["n"] else cells.percent(None),
        *(f"{row[name]:,}" for name in ("n_cumulative_negative_flips", "n_lost", "n_flapping")),
    )


def _matrix(report: Report) -> Table:
    names = [run["name"] for run in report.meta["runs"]]
    rates: dict[tuple[str, ...], dict[str, str]] = {}
    for row in report.rows:
        rates.setdefault((*_place(report, row), row["baseline"]), {})[row["candidate"]] = cells.percent(row["nfr"])
    ordered = sorted(rates, key=lambda place: names.index(place[-1]))
    slices = list(dict.fromkeys(place[:-1] for place in rates))
    rows = [
        (*place, *(rates[place].get(name, "") for name in names[1:]))
        for slice_ in slices
        for place in ordered
        if place[:-1] == slice_
    ]
    return (*report.by, "from", *names[1:]), rows, names[1:]


def _sentences(report: Report) -> list[str]:
    whole, last = report.whole, report.meta["runs"][-1]["name"]
    return [
        f"lost: {_of(whole.n_lost, whole.n)} were right in an earlier run and are wrong in {last}",
        f"flapping: {_of(whole.n_flapping, whole.n)} changed between right and wrong at least twice",
    ]


def _of(n: int, n_all: int) -> str:
    share = f" ({cells.percent(n / n_all)} %)" if n_all else ""
    return f"{n:,} of {n_all:,} utterances{share}"
