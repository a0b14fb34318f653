"""One utterance with its gold alone, read from a row of an evaluation set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.placement import Slot


@dataclass(frozen=True, slots=True)
class Gold:
    """An utterance and its label, with who gave it and when where the set says so."""

    row: int
    utterance_id: str
    locale: str
    domain: str
    intent: str
    text: str
    slots: tuple[Slot, ...]
    parallel_id: str | None
    annotator: str | None
    annotated_at: str | None
    guideline_version: str | None


def read_gold(row: Mapping[str, Any]) -> Gold:
    """Read a row of an evaluation set, or of a pair frame."""
    slots = tuple(Slot(slot["name"], slot["value"], slot["start"], slot["end"]) for slot in row["slots"] or ())
    names = ("row", "utterance_id", "locale", "domain", "intent", "text")
    signed = ("parallel_id", "annotator", "annotated_at", "guideline_version")
    return Gold(**{name: row[name] for name in (*names, *signed)}, slots=slots)
