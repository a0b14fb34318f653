"""What `flipscope verdicts` found, as a table, JSON, CSV or Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Row
from analysis.verdict_report import VerdictReport
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside
from dashboard.commands.verdicts_rows import COLUMNS
from dashboard.verdict_words import (
    ABOUT_LABELS,
    STANDING_LABELS,
    VERDICT_LABELS,
    coefficient,
    equal_line,
    judged_line,
)
from loaders.schema import VERDICTS


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, what was `found`, and `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    found: VerdictReport
    missing: str


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        row_output.print_csv(COLUMNS, [row | {"verdicts": _verdicts(row)} for row in report.rows])
        print_beside([judged_line(report.found), *_agreement(report.found), *_missing(report)])
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    meta = report.meta
    title = f"{meta['baseline']} → {meta['candidate']} on {meta['evalset']}: verdicts of annotators, by {meta['unit']}"
    printer.lines([title, judged_line(report.found), *_missing(report)])
    if not report.found.annotators:
        printer.lines([NOTHING_YET if report.found.n_flips else NOTHING_BROKE])
        return
    printer.table(_STANDING_HEADINGS, [_standing(row) for row in meta["standings"]], _STANDING_HEADINGS[1:])
    headings = ("annotator", "judgements", *(VERDICT_LABELS[verdict] for verdict in (*VERDICTS, None)))
    printer.table(headings, [_annotator(row) for row in meta["annotators"]], headings[1:])
    printer.lines(_agreement(report.found))
    if report.found.agreement.pairs:
        printer.table(_PAIR_HEADINGS, [_pair(pair) for pair in meta["agreement"]["pairs"]], _PAIR_HEADINGS[1:])
    if report.rows:
        printer.table(_QUEUE_HEADINGS, [_queued(row) for row in report.rows], ("traffic",))
    printer.lines([_footer(report)])


NOTHING_BROKE: Final = "nothing broke, so there is nothing to judge"
NOTHING_YET: Final = "nobody judged them yet: hand them out with flipscope export, bring them back with import-verdicts"
_STANDING_HEADINGS: Final = ("verdict of most", "flips", "share %", "95 %")
_PAIR_HEADINGS: Final = ("annotators", "items", "equal", "Cohen's κ")
_QUEUE_HEADINGS: Final = ("utterance", "locale", "traffic", "text", "differ in", "verdicts")


def _standing(row: Row) -> tuple[str, ...]:
    between = cells.between(row["share_low"], row["share_high"], cells.percent)
    return STANDING_LABELS[row["standing"]], f"{row['n']:,}", cells.percent(row["share"]), between


def _annotator(row: Row) -> tuple[str, ...]:
    counts = (row["n"], *(row[f"n_{verdict}"] for verdict in VERDICTS), row["n_without_verdict"])
    return (row["annotator"], *(f"{n:,}" for n in counts))


def _agreement(found: VerdictReport) -> Iterator[str]:
    agreement = found.agreement
    yield equal_line(agreement)
    if agreement.n:
        yield (
            f"Krippendorff's α {coefficient(agreement.krippendorff)} (n {agreement.krippendorff.n:,}), "
            f"Fleiss' κ {coefficient(agreement.fleiss)} (n {agreement.fleiss.n:,} with "
            f"{wording.plural(agreement.n_raters, 'verdict')} each)"
        )


def _pair(pair: Mapping[str, Any]) -> tuple[str, ...]:
    names = " and ".join(pair["annotators"])
    return names, f"{pair['n']:,}", f"{pair['n_equal']:,}", coefficient(pair["cohen_kappa"])


def _queued(row: Row) -> tuple[str, ...]:
    found = (row["utterance_id"], row["locale"], f"{row['n_traffic']:,}", row["text"])
    return (*map(cells.text, found), ABOUT_LABELS[row["about"]], _verdicts(row))


def _verdicts(row: Row) -> str:
    return "; ".join(f"{one['annotator']}: {_verdict(one)}" for one in row["verdicts"])


def _verdict(one: Mapping[str, Any]) -> str:
    """Return verdict and correction, as far as they were said."""
    said = [VERDICT_LABELS[one["verdict"]]] if one["verdict"] else []
    if one["true_intent"] is not None:
        said.append(one["true_intent"])
    if one["true_slots"] is not None:
        slots = ", ".join(f"{slot['name']}={slot['value']}" for slot in one["true_slots"])
        said.append(f"[{slots}]")
    return " ".join(said) or VERDICT_LABELS[None]


def _footer(report: Report) -> str:
    n, n_all = len(report.rows), len(report.found.queue)
    if not n_all:
        return "no disagreement is open"
    more = " (--limit 0 shows all)" if n < n_all else ""
    return f"{n:,} of {wording.plural(n_all, 'disagreement')}, most traffic first{more}"


def _missing(report: Report) -> list[str]:
    return [report.missing] if report.missing else []
