"""What `flipscope slices` found, as a table, JSON, CSV or Markdown."""

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from analysis.derived import HAS_SLOT, is_derived
from analysis.frames import Row, Value
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from dashboard.commands.title import title_of

if TYPE_CHECKING:
    from analysis.slice_search import FoundSlice

SLOTS: Final = "slots"
"""The column of a condition on slots, as `analysis.slice_features` names it, which is slow to import."""

COLUMNS: Final = (
    *("slice", "where", "n", "n_negative_flips", "nfr", "nfr_low", "nfr_high", "nfr_rest", "times_rest", "score"),
    *("p", "p_corrected"),
)


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, and `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    missing: str


def as_row(found: "FoundSlice", columns: Collection[str]) -> Row:
    """Return a slice as one row of the JSON; `where` has its conditions, as a frame of these columns is filtered."""
    interval = found.nfr_interval
    conditions = [{"column": one.column, "value": one.value} for one in found.conditions]
    return {
        "slice": str(found),
        "conditions": conditions,
        "where": [_option(one.column, one.value) for one in found.conditions if _can_filter(one.column, columns)],
        "n": found.n,
        "n_negative_flips": found.n_negative_flips,
        "nfr": found.nfr,
        "nfr_low": interval.low if interval else None,
        "nfr_high": interval.high if interval else None,
        "nfr_rest": found.nfr_rest,
        "times_rest": found.times_rest,
        "score": found.score,
        "p": found.p,
        "p_corrected": found.p_corrected,
    }


def _can_filter(column: str, columns: Collection[str]) -> bool:
    """Can it, unless a column of the frame took the name of the filter on slots?"""
    return column != SLOTS or is_derived(HAS_SLOT, columns)


def _option(column: str, value: Value) -> str:
    return f"{HAS_SLOT if column == SLOTS else column}={'' if value is None else cells.text(value)}"


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        row_output.print_csv(COLUMNS, [row | {"where": shlex.join(row["where"])} for row in report.rows])
        print_beside([_footer(report), *_notes(report)])
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    printer.lines([_title(report), *_notes(report)])
    if report.rows:
        printer.table(_HEADINGS, [_shown(row) for row in report.rows], _HEADINGS[1:])
    printer.lines([_footer(report), *_next_step(report)])


_HEADINGS: Final = ("slice", "n", "broke", "NFR %", "95 % interval", "rest %", "times the rest", "score", "corrected p")


def _title(report: Report) -> str:
    meta = report.meta
    broke = f"{meta['n_negative_flips']:,} of {wording.plural(meta['n'], 'utterance')} broke"
    return f"{title_of(meta)}: {broke}, judged by {meta['unit']}"


def _notes(report: Report) -> list[str]:
    left_out = report.meta["columns_left_out"]
    documents = f"not searched, for JSON documents: {', '.join(left_out)}; --columns searches them" if left_out else ""
    return [note for note in (report.missing, documents) if note]


def _shown(row: Row) -> tuple[str, ...]:
    return (
        row["slice"],
        f"{row['n']:,}",
        f"{row['n_negative_flips']:,}",
        cells.percent(row["nfr"]),
        f"{cells.percent(row['nfr_low'])} to {cells.percent(row['nfr_high'])}",
        cells.percent(row["nfr_rest"]),
        cells.text(None) if row["times_rest"] is None else f"{row['times_rest']:.1f}",
        f"{row['score']:.2f}",
        f"{row['p_corrected']:.1e}" if row["p_corrected"] else "< 1e-300",
    )


def _footer(report: Report) -> str:
    meta = report.meta
    found = wording.plural(len(report.rows), "slice") if report.rows else "no slice"
    searched = f"of {meta['n_looked_at']:,} looked at, in {', '.join(meta['columns'])}"
    return f"{found} far above the rest, {searched}, of {meta['min_support']:,} utterances or more"


def _next_step(report: Report) -> list[str]:
    """Return the command that lists what broke in the first slice that a filter can tell."""
    meta = report.meta
    row = next((row for row in report.rows if len(row["where"]) == len(row["conditions"])), None)
    if row is None:
        return []
    # Values of one column are alternatives: those asked for give way to the slice's own. Slots are all required.
    own = {condition["column"] for condition in row["conditions"]}
    asked = [
        f"{column}={value or ''}" for column, values in meta["where"].items() if column not in own for value in values
    ]
    where = " ".join(f"--where {shlex.quote(one)}" for one in (*row["where"], *asked))
    runs = shlex.join([meta["baseline"], meta["candidate"]])
    return [f"what broke there: flipscope flips {runs} --unit {meta['unit']} {where}"]
