"""What annotators said as rows: standings, annotators, agreement, and the queue of disagreements with their texts."""

from collections.abc import Sequence
from typing import Any, Final

from analysis.flips import fetch
from analysis.frames import Row
from analysis.intervals import wilson
from analysis.verdict_report import Disagreement, Said, VerdictReport
from loaders.comparison import Comparison
from loaders.schema import VERDICTS

COLUMNS: Final = (
    *("row", "utterance_id", "locale", "domain", "text", "n_traffic", "intent", "candidate_intent"),
    *("n_annotators", "about", "verdicts"),
)
_BATCH: Final = 1_000


def standing_rows(report: VerdictReport) -> list[Row]:
    """Return a row for each standing: how many judged flips have it, their share, and Wilson's interval."""
    return [_shared(standing, n, report.n_judged) for standing, n in report.standings.items()]


def _shared(standing: str, n: int, total: int) -> Row:
    interval = wilson(n, total)
    low, high = (None, None) if interval is None else (interval.low, interval.high)
    share = n / total if total else None
    return {"standing": standing, "n": n, "share": share, "share_low": low, "share_high": high}


def annotator_rows(report: VerdictReport) -> list[Row]:
    """Return a row for each annotator, those with the most judgements first."""
    return [
        {
            "annotator": one.annotator,
            "n": one.n,
            **{f"n_{verdict}": one.verdicts.get(verdict, 0) for verdict in VERDICTS},
            "n_without_verdict": one.verdicts.get(None, 0),
        }
        for one in report.annotators
    ]


def agreement_row(report: VerdictReport) -> Row:
    """Return how far annotators agree, each coefficient with the number of its items."""
    found = report.agreement
    pairs = [
        {"annotators": list(one.annotators), "n": one.n, "n_equal": one.n_equal, "cohen_kappa": one.kappa}
        for one in found.pairs
    ]
    return {
        "n": found.n,
        "n_equal": found.n_equal,
        "n_annotators": found.n_annotators,
        "krippendorff_alpha": found.krippendorff.value,
        "n_krippendorff": found.krippendorff.n,
        "fleiss_kappa": found.fleiss.value,
        "n_fleiss": found.fleiss.n,
        "n_raters": found.n_raters,
        "pairs": pairs,
    }


def queue_rows(opened: Comparison, queue: Sequence[Disagreement]) -> list[Row]:
    """Return a row with `COLUMNS` for each disagreement, in order."""
    by_row = {one.row: one for one in queue}
    rows = list(by_row)
    parts = (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
    fetched = (row for part in parts for row in fetch(opened.pairs_at(part), part))
    return [_row(row, by_row[row["row"]]) for row in fetched]


def _row(row: Row, found: Disagreement) -> Row:
    known = {column: row[column] for column in COLUMNS if column in row and column != "n_traffic"}
    said = {
        "n_traffic": found.n_traffic,
        "n_annotators": len(found.said),
        "about": found.about,
        "verdicts": [_said(one) for one in found.said],
    }
    return {column: (known | said)[column] for column in COLUMNS}


def _said(one: Said) -> dict[str, Any]:
    slots = one.opinion.slots
    keys = ("name", "value", "start", "end")
    return {
        "annotator": one.annotator,
        "verdict": one.opinion.verdict,
        "true_intent": one.opinion.intent,
        "true_slots": None if slots is None else [dict(zip(keys, slot, strict=True)) for slot in slots],
    }
