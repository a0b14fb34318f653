"""A warehouse with two runs and exports of them, and files as annotation tools give them back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis.graphemes import is_border
from loaders.exchange import ITEM_KEYS, item_id, text_sha
from loaders.exports import begin_export
from loaders.formats.slots import Slot
from loaders.judgement import Judgement, current_of
from loaders.judgements import read_history, read_judged_pairs
from loaders.verdicts.importing import ImportOptions, import_verdicts
from loaders.verdicts.report import ImportReport
from tests.loaders.tiny import Desk, Record, jsonl, silent

MUSIC: Final = "🎵 spiel adele 🎵 laut"


def _utterance(identity: str, intent: str, text: str, *slots: tuple[str, str, int, int]) -> Record:
    named = [{"name": name, "value": value, "start": start, "end": end} for name, value, start, end in slots]
    return {
        "utterance_id": identity,
        "locale": "de-DE",
        "domain": "music",
        "intent": intent,
        "text": text,
        "slots": named,
        "frequency": int(identity),
    }


GOLD: Final[Sequence[Record]] = (
    _utterance("1", "play", MUSIC, ("artist", "adele", 8, 13)),
    _utterance("2", "stop", "halt"),
    _utterance("3", "stop", "halt"),
    _utterance("4", "play", "halt"),
    _utterance("5", "play", "=1+1", ("artist", "1", 1, 2)),
    _utterance("6", "stop", "genug"),
)
"""2 and 3 ask the same question; 4 has the same text and another gold."""

_BASELINE: Final = [{**row, "slots": row["slots"]} for row in GOLD]
_CANDIDATE: Final = [
    {**GOLD[0], "slots": []},
    {**GOLD[1], "intent": "pause"},
    {**GOLD[2], "intent": "pause"},
    {**GOLD[3], "intent": "pause"},
    {**GOLD[4], "intent": "stop"},
    GOLD[5],
]


def _answers(rows: Sequence[Record]) -> list[Record]:
    kept = ("utterance_id", "locale", "intent", "slots")
    return [{key: row[key] for key in kept} for row in rows]


@dataclass(frozen=True, slots=True)
class Returned:
    """A desk where exports were made; `export` returns the id of one."""

    desk: Desk

    @property
    def warehouse(self) -> Path:
        return self.desk.warehouse.path

    def export(self, name: str = "x1", blind: str = "none", prefill: str | None = None, unit: str = "frame") -> str:
        manifest = {
            **{
                role: {"name": one.name, "fingerprint": one.fingerprint}
                for role, one in (
                    ("evalset", self.desk.warehouse.evalset("e")),
                    ("baseline", self.desk.warehouse.run("v1")),
                    ("candidate", self.desk.warehouse.run("v2")),
                )
            },
            "request": {"unit": unit, "blind": blind, "prefill": prefill},
        }
        begin_export(self.warehouse, name, manifest, blind == "shuffled")
        return name

    def take(self, *files: str, **options: Any) -> ImportReport:
        return import_verdicts(self.desk.warehouse, files, ImportOptions(**options), is_border, silent)

    def take_rows(self, records: Sequence[Record | str], file: str = "back.jsonl", **options: Any) -> ImportReport:
        return self.take(self.desk.file(file, jsonl(records)), **options)

    def take_array(self, records: Sequence[Record], file: str = "back.json", **options: Any) -> ImportReport:
        content = json.dumps(list(records), ensure_ascii=False, indent=1).encode()
        return self.take(self.desk.file(file, content), **options)

    def history(self) -> tuple[Judgement, ...]:
        pairs = read_judged_pairs(self.warehouse)
        return read_history(self.warehouse, *pairs) if pairs else ()

    def current(self) -> tuple[Judgement, ...]:
        return current_of(self.history())

    def verdicts(self) -> list[tuple[str, str, str | None]]:
        return [(one.utterance_id, one.annotator, one.verdict) for one in self.current()]


def make_returned(desk: Desk) -> Returned:
    desk.add_evalset(GOLD)
    desk.add_run(_answers(_BASELINE), "v1")
    desk.add_run(_answers(_CANDIDATE), "v2")
    return Returned(desk)


def item(identity: str, export: str = "x1", **changed: Any) -> dict[str, Any]:
    """The keys of an exported item as every tool gives them back."""
    gold = GOLD[int(identity) - 1]
    found = {
        "item_id": item_id(export, gold["locale"], identity),
        "export_id": export,
        "utterance_id": identity,
        "locale": gold["locale"],
        "domain": gold["domain"],
        "text": gold["text"],
        "text_sha": text_sha(gold["text"]),
        "evalset": "e",
        "baseline": "v1",
        "candidate": "v2",
        "flip_type": "negative_flip",
        "n_traffic": gold["frequency"],
        "n_folded": 1,
    }
    assert set(found) == set(ITEM_KEYS)
    return {**found, **changed}


def row(identity: str, verdict: str = "", annotator: object = "Ann", **changed: Any) -> dict[str, Any]:
    """A row of our own table, filled in."""
    answers = {"verdict": verdict, "true_intent": "", "true_slots": "", "note": "", "annotator": annotator}
    return {**item(identity), **answers, **changed}


def task(identity: str, *annotations: Mapping[str, Any], **data: Any) -> dict[str, Any]:
    """A task of Label Studio's JSON."""
    return {"id": int(identity) + 100, "data": item(identity, **data), "annotations": list(annotations)}


def annotation(row_id: int, who: Any = 1, *regions: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
    found = {
        "id": row_id,
        "completed_by": who,
        "result": list(regions),
        "was_cancelled": False,
        "created_at": "2026-11-27T10:00:00.5Z",
        "updated_at": f"2026-11-27T11:00:{row_id % 60:02}.25Z",
    }
    return {**found, **changed}


def choice(control: str, word: str) -> dict[str, Any]:
    value = {"choices": [word]}
    return {"id": control, "from_name": control, "to_name": "utt", "type": "choices", "value": value}


def labels(start: int, end: int, label: str, text: str | None) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label], **({} if text is None else {"text": text})}
    return {"id": f"s{start}", "from_name": "true_slots", "to_name": "utt", "type": "labels", "value": value}


def area(text: str) -> dict[str, Any]:
    return {"id": "n", "from_name": "note", "to_name": "utt", "type": "textarea", "value": {"text": [text]}}


ADELE: Final = Slot("artist", "adele", 8, 13)
