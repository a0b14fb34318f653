"""What `flipscope locales` found, as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Row
from analysis.locale_difference import Difference, LocaleDifference
from analysis.tests_of_change import ALPHA, p_in_words
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside

COLUMNS: Final = (
    *("n_a", "n_b", "n_broke_a", "n_broke_b", "n_only_a", "n_only_b", "nfr_a", "nfr_b"),
    *("difference", "difference_low", "difference_high", "p_value", "q_value"),
)


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, what was `found`, and `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    found: LocaleDifference
    missing: str


def as_row(one: Difference) -> Row:
    """Return a difference as one row of the JSON, without the value of its slice."""
    low, high = (None, None) if one.interval is None else (one.interval.low, one.interval.high)
    return {
        "n_a": one.n_a,
        "n_b": one.n_b,
        "n_broke_a": one.n_broke_a,
        "n_broke_b": one.n_broke_b,
        "n_only_a": one.n_only_a,
        "n_only_b": one.n_only_b,
        "nfr_a": one.n_broke_a / one.n_a if one.n_a else None,
        "nfr_b": one.n_broke_b / one.n_b if one.n_b else None,
        "difference": one.difference,
        "difference_low": low,
        "difference_high": high,
        "p_value": one.p_value,
        "q_value": one.q_value,
    }


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        row_output.print_csv((*_by(report), *COLUMNS), report.rows)
        print_beside([_sentence(report), *_notes(report)])
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    headings = _headings(report)
    printer.lines([_title(report), _sentence(report), *_notes(report)])
    printer.table((*_by(report), *headings), [_shown(report, row) for row in report.rows], headings)


def _by(report: Report) -> tuple[str, ...]:
    return () if report.meta["by"] is None else (report.meta["by"],)


def _headings(report: Report) -> tuple[str, ...]:
    a, b = report.found.a, report.found.b
    counts = ("n", f"{a} alone", f"{b} alone") if report.found.paired else (f"n {a}", f"n {b}")
    return (*counts, f"NFR % {a}", f"NFR % {b}", "difference pp", "95 %", "adj. p")


def _shown(report: Report, row: Row) -> tuple[str, ...]:
    counts = ("n_a", "n_only_a", "n_only_b") if report.found.paired else ("n_a", "n_b")
    by = _by(report)
    return (
        *(cells.text(row[column]) if column in row else "all" for column in by),
        *(f"{row[name]:,}" for name in counts),
        cells.percent(row["nfr_a"]),
        cells.percent(row["nfr_b"]),
        cells.points(row["difference"]),
        cells.between(row["difference_low"], row["difference_high"], cells.points),
        # Of the whole there is one test, so its p needs no adjusting.
        cells.chance(row["q_value"] if any(column in row for column in by) else row["p_value"]),
    )


def _title(report: Report) -> str:
    meta = report.meta
    conditions = [
        f"{column}={' or '.join(value or 'null' for value in values)}" for column, values in meta["where"].items()
    ]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"{meta['baseline']} → {meta['candidate']} on {meta['evalset']}{where}: {meta['a']} against {meta['b']}"


def _sentence(report: Report) -> str:
    found, p = report.found, report.found.whole.p_value
    if p is None:
        return "nothing to compare in one of the two locales"
    told = "could be chance" if p > ALPHA else "is hardly chance"
    shared = wording.plural(found.n_shared, "request")
    how = (
        f"paired on the {shared} that both have"
        if found.paired
        else f"two independent samples, for both have {shared} in common, less than half of either"
    )
    return f"the difference in NFR, judged by {found.unit}, {told} ({p_in_words(p)}): {how}"


def _notes(report: Report) -> list[str]:
    n_repeated = report.meta["alignment"]["n_repeated"] if report.found.paired else 0
    repeated = f"{wording.plural(n_repeated, 'utterance')} left out that repeat a request in their locale"
    return [*([repeated] if n_repeated else ()), *([report.missing] if report.missing else ())]
