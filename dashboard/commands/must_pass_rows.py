"""The failures of a must-pass list with their texts, and what is wrong about each in words."""

from collections.abc import Sequence
from typing import Final

from analysis.changes import describe_row
from analysis.flips import fetch
from analysis.frames import Row
from analysis.must_pass import Failure
from loaders.comparison import Comparison

COLUMNS: Final = (
    *("row", "utterance_id", "locale", "domain", "text", "frequency", "intent"),
    *("baseline_intent", "candidate_intent", "outcome", "error"),
)

_BATCH: Final = 1_000


def fetch_failures(opened: Comparison, failures: Sequence[Failure]) -> list[Row]:
    """Return a row with `COLUMNS` for each failure, in order."""
    outcomes = {failure.row: failure.outcome for failure in failures}
    rows = list(outcomes)
    parts = (rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH))
    fetched = (row for part in parts for row in fetch(opened.pairs_at(part), part))
    described = (row | {"outcome": outcomes[row["row"]], "error": error_of(row)} for row in fetched)
    return [{column: row[column] for column in COLUMNS} for row in described]


def error_of(row: Row) -> str:
    """Describe the way from the gold to the candidate's answer; the baseline may have been wrong alike."""
    return describe_row(row | {"baseline_intent": row["intent"], "baseline_slots": row["slots"]})
