"""The row of the evaluation set, and how it is written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sample_data.material import domain_of
from sample_data.rendering import Slot


@dataclass(frozen=True)
class Row:
    """One utterance with its gold; the key is ``(locale, utterance_id)``."""

    utterance_id: str
    locale: str
    intent: str
    text: str
    slots: tuple[Slot, ...]
    frequency: int
    parallel_id: str
    annotator: str
    annotated_at: str
    guideline_version: str
    device: str

    def as_json(self) -> dict[str, Any]:
        """The row with the column names of the data contract."""
        return {
            "utterance_id": self.utterance_id,
            "locale": self.locale,
            "domain": domain_of(self.intent),
            "intent": self.intent,
            "text": self.text,
            "slots": [slot.as_json() for slot in self.slots],
            "frequency": self.frequency,
            "partition": "test",
            "parallel_id": self.parallel_id,
            "annotator": self.annotator,
            "annotated_at": self.annotated_at,
            "guideline_version": self.guideline_version,
            "device": self.device,
        }


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line, in the scripts' own letters."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file, in file order."""
    # Not splitlines(): a text may hold a character that Python takes for a line end.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
