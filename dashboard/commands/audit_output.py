"""What `flipscope audit` found, as a table, JSON or CSV."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from analysis.annotation.annotator_agreement import AnnotatorAgreement
from analysis.annotation.suspect import Suspects
from analysis.frames import Row
from dashboard import wording
from dashboard.commands import cells, row_output
from dashboard.commands.audit_agreement import lines_of, print_agreement
from dashboard.commands.printer import PRINTERS, print_beside
from dashboard.figures.visible import shortened

CAUTION: Final = (
    "a suspect is for a person to look at, never to be corrected by itself: models trained on the same wrong labels "
    "agree with them, and an error that is made everywhere alike contradicts nothing"
)
FLIP_HEADINGS: Final = (
    *("n", "suspect", "broke", "of these suspect", "NFR %", "clean gold: NFR %", "95 %"),
    *("change pp", "clean gold: change pp", "times the usual", "adj. p"),
)
_KEYS: Final = ("locale", "utterance_id", "score", "detectors", "reason")


def counts_of(suspects: Suspects) -> dict[str, int]:
    """Return how many utterances a detector says something of, and how many it flags."""
    return {
        "n_suspects": len(set(suspects.rows.tolist())),
        "n_flagged": len(set(suspects.rows[suspects.flags].tolist())),
    }


def write(
    meta: Mapping[str, Any],
    rows: Sequence[Row],
    output_format: Literal["table", "json", "csv"],
    of_flips: Sequence[str] = (),
    judges: AnnotatorAgreement | None = None,
) -> None:
    """Print the suspects, what they say of the flips, and how far judges agree; with CSV all but the rows on stderr."""
    if output_format == "json":
        row_output.print_json(meta, [{key: row[key] for key in _KEYS} for row in rows])
    elif output_format == "csv":
        columns = ("locale", "utterance_id", "score", *meta["detectors"], "reason")
        row_output.print_csv(columns, [row | row["detectors"] for row in rows])
        print_beside([_title(meta), *_notes(meta), *of_flips, *lines_of(judges)])
    else:
        printer = PRINTERS["table"]
        printer.lines([_title(meta), *_notes(meta)])
        headings = ("locale", "utterance", "score", "text", "gold intent", "why")
        printer.table(headings, [_shown(row) for row in rows], ("score",))
        left = " (--limit 0 lists all)" if len(rows) < meta["n_suspects"] else ""
        printer.lines([f"{len(rows):,} of {meta['n_suspects']:,}{left}"])
        if meta["flips"]:
            printer.lines(["", *of_flips])
            printer.table(("locale", *FLIP_HEADINGS), [flip_cells(row) for row in meta["flips"]], FLIP_HEADINGS)
        print_agreement(judges, printer)


def _shown(row: Row) -> tuple[str, ...]:
    named = (cells.text(row[column]) for column in ("locale", "utterance_id"))
    return (*named, f"{row['score']:.3f}", shortened(row["text"]), cells.text(row["intent"]), row["reason"])


def flip_cells(row: Row) -> tuple[str, ...]:
    """Return a row of `meta.flips` as cells: where, then under `FLIP_HEADINGS`."""
    return (
        cells.text(row["locale"]) if "locale" in row else "all",
        *(f"{row[name]:,}" for name in ("n", "n_suspect", "n_negative_flips", "n_negative_flips_suspect")),
        cells.percent(row["nfr"]),
        cells.percent(row["nfr_clean"]),
        cells.between(row["nfr_clean_low"], row["nfr_clean_high"], cells.percent),
        cells.points(row["accuracy_change"]),
        cells.points(row["accuracy_change_clean"]),
        cells.times(row["lift"]),
        # Of everything together there is one test, so its p needs no adjusting.
        cells.chance(row["q_value"] if "locale" in row else row["p_value"]),
    )


def _title(meta: Mapping[str, Any]) -> str:
    conditions = [
        f"{column}={' or '.join(value or 'null' for value in values)}" for column, values in meta["where"].items()
    ]
    where = f" where {' and '.join(conditions)}" if conditions else ""
    runs = f", runs {', '.join(meta['runs'])}" if meta["runs"] else ""
    told = f"{meta['n_flagged']:,} more likely wrong than right; something is said of {meta['n_suspects']:,}"
    return f"{meta['evalset']}{where}{runs}: {wording.plural(meta['n_utterances'], 'utterance')}, {told}"


def _notes(meta: Mapping[str, Any]) -> list[str]:
    flagged = ", ".join(f"{name} {counts['n_flagged']:,}" for name, counts in meta["detectors"].items())
    return [f"flagged by each detector in the whole set: {flagged}", _of_runs(meta), CAUTION]


def _of_runs(meta: Mapping[str, Any]) -> str:
    agreement = meta["agreement"]
    if agreement is None:
        return "name two runs or more with --run to see where models agree against the gold"
    times = "" if agreement["lift"] is None else f", {agreement['lift']:,.1f} times what chance gives"
    return f"all runs agree on a wrong intent in {agreement['n_agree']:,} of {agreement['n']:,}{times}"
