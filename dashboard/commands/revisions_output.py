"""What `flipscope revisions` found, as a table, JSON, CSV or Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Row
from analysis.relabelling import Relabelled
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.compare_output import OutputFormat
from dashboard.commands.printer import PRINTERS, Printer, print_beside

_MOVES_SHOWN: Final = 10
_LABELS: Final = ("n", "relabelled", "intent", "slots")
_FLIPS: Final = ("broke", "no longer", "new", "still", "baseline %", "candidate %", "NFR %", "95 % of NFR", "NFI %")


@dataclass(frozen=True)
class Report:
    """What is printed: `meta` and `rows` as in the JSON, the `whole` of the first row, and `missing` in words."""

    meta: Mapping[str, Any]
    rows: Sequence[Row]
    whole: Relabelled
    missing: str


def write(report: Report, output_format: OutputFormat) -> None:
    """Print the report on stdout; with CSV, what is not a row goes to stderr."""
    if output_format == "json":
        row_output.print_json(report.meta, report.rows)
    elif output_format == "csv":
        columns = ("scope", "locale", *report.rows[0])
        row_output.print_csv(columns, [row | {"scope": row_output.scope_of(row, ("locale",))} for row in report.rows])
        print_beside(_said(report))
    else:
        _write(report, PRINTERS[output_format])


def _write(report: Report, printer: Printer) -> None:
    printer.lines([_title(report), *_said(report)])
    headings = (*_LABELS, *(_FLIPS if report.whole.effect else ()))
    printer.table(("locale", *headings), [_shown(row) for row in report.rows], headings)
    moves = report.meta["gold_moves"]
    if moves:
        shown = [(move["old_intent"], move["new_intent"], f"{move['n']:,}") for move in moves[:_MOVES_SHOWN]]
        printer.table(("gold intent", "is now", "utterances"), shown, ("utterances",))
        if len(moves) > _MOVES_SHOWN:
            printer.lines([f"{len(moves) - _MOVES_SHOWN:,} more (--format json has them)"])


def _title(report: Report) -> str:
    meta = report.meta
    runs = f": {meta['baseline']} → {meta['candidate']}, judged by {meta['unit']}" if meta["baseline"] else ""
    return f"{meta['evalset_old']} → {meta['evalset_new']}{runs}"


def _said(report: Report) -> list[str]:
    labels, effect = report.whole.labels, report.whole.effect
    utterances = wording.plural(labels.n, "utterance")
    said = [
        f"{labels.n_changed:,} of {utterances} have another label: "
        f"{labels.n_intent_changed:,} another intent, {labels.n_slots_changed:,} other slots"
    ]
    if effect is None:
        said.append("add --baseline and --candidate to see what that does to NFR")
    else:
        old, new = effect.old, effect.new
        said.append(
            f"NFR {cells.percent(old.metrics()['nfr'])} → {cells.percent(new.metrics()['nfr'])} %: "
            f"{wording.plural(old.n_negative_flips, 'flip')}, {effect.n_vanished:,} gone, {effect.n_appeared:,} new, "
            f"{new.n_negative_flips:,} now"
        )
    return [*said, *([report.missing] if report.missing else ())]


def _shown(row: Row) -> tuple[str, ...]:
    names = ("n", "n_changed", "n_intent_changed", "n_slots_changed")
    labels = (cells.text(row.get("locale", "all")), *(f"{row[name]:,}" for name in names))
    if "n_kept" not in row:
        return labels
    return (
        *labels,
        _moved(f"{row['n_negative_flips_old']:,}", f"{row['n_negative_flips_new']:,}"),
        *(f"{row[name]:,}" for name in ("n_vanished", "n_appeared", "n_kept")),
        *(
            _moved(*(cells.percent(row[f"{name}_{side}"]) for side in ("old", "new")))
            for name in ("accuracy_baseline", "accuracy_candidate", "nfr")
        ),
        cells.between(row["nfr_low_new"], row["nfr_high_new"], cells.percent),
        _moved(*(cells.percent(row[f"nfi_{side}"]) for side in ("old", "new"))),
    )


def _moved(old: str, new: str) -> str:
    return f"{old} → {new}"
