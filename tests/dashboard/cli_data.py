"""Seven utterances and the answers of three model versions, and how they are judged by a plain loop."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dashboard.cli import main

Row = dict[str, Any]
Answer = tuple[str, dict[str, str], float]


def gold(key: str, locale: str, domain: str, intent: str, text: str, slots: dict[str, str], frequency: int) -> Row:
    region = None if key == "u5" else ("north" if domain == "alarm" else "south")
    return {
        "utterance_id": key,
        "locale": locale,
        "domain": domain,
        "intent": intent,
        "text": text,
        "slots": [{"name": name, "value": value} for name, value in slots.items()],
        "frequency": frequency,
        "region": region,
    }


GOLD: list[Row] = [
    gold("u1", "en-US", "alarm", "set", "wake me at five am", {"time": "five am"}, 10),
    gold("u2", "en-US", "music", "play", "play Queen", {"artist": "Queen"}, 5),
    gold("u3", "en-US", "alarm", "stop", "stop it", {}, 3),
    gold("u1", "de-DE", "alarm", "set", "weck mich um fünf", {"time": "fünf"}, 7),
    gold("u2", "de-DE", "music", "play", "=spiel Queen", {"artist": "Queen"}, 2),
    gold("u4", "de-DE", "music", "louder", "lauter \x1b[31mrot [bold]bitte[/bold]", {}, 1),
    gold("u5", "de-DE", "weather", "ask", "Wetter morgen in Bonn", {"date": "morgen", "place": "Bonn"}, 4),
]

V1: list[Answer | None] = [
    ("set", {"time": "five am"}, 0.9),
    ("play", {"artist": "queen"}, 0.8),
    ("set", {}, 0.3),
    ("set", {"time": "fünf"}, 0.95),
    ("play", {"artist": "Queen"}, 0.7),
    ("louder", {}, 0.6),
    ("ask", {"date": "morgen"}, 0.5),
]
V2: list[Answer | None] = [
    ("set", {"time": "five"}, 0.85),
    ("play", {"artist": "queen"}, 0.9),
    ("stop", {}, 0.4),
    ("stop", {"time": "fünf"}, 0.2),
    ("play", {"artist": "Queen!"}, 0.65),
    ("quieter", {}, 0.1),
    ("ask", {"date": "morgen", "place": "Berlin"}, 0.5),
]
V3: list[Answer | None] = [None if index in (1, 5) else answer for index, answer in enumerate(V2)]
ANSWERS = {"v1": V1, "v2": V2, "v3": V3, "v3-drop": V3}

OUTCOMES = ("both_correct", "negative_flip", "positive_flip", "both_wrong_same", "both_wrong_different")
UNITS = ("frame", "intent", "slots", "slot")


def prediction_rows(version: str) -> list[Row]:
    return [
        {
            "utterance_id": utterance["utterance_id"],
            "locale": utterance["locale"],
            "intent": answer[0],
            "slots": [{"name": name, "value": value} for name, value in answer[1].items()],
            "confidence": answer[2],
        }
        for utterance, answer in zip(GOLD, ANSWERS[version], strict=True)
        if answer is not None
    ]


def write_jsonl(path: Path, rows: Iterable[Row]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def build_warehouse(folder: Path) -> str:
    """Load the evalset `tiny` and all versions through the command line; return the warehouse's path."""
    warehouse = str(folder / "warehouse")
    at = ("--warehouse", warehouse)
    assert main(["add-evalset", "tiny", write_jsonl(folder / "gold.jsonl", GOLD), *at]) == 0
    for version in ANSWERS:
        predictions = write_jsonl(folder / f"{version}.jsonl", prediction_rows(version))
        missing = "drop" if version.endswith("drop") else "error"
        added = ["add-run", version, predictions, "--evalset", "tiny", "--missing", missing, *at]
        assert main(added) == 0
    return warehouse


def judged(unit: str, baseline: str, candidate: str, rows: Sequence[int] | None = None) -> list[tuple[Row, str]]:
    """Return each unit of these utterances with its outcome, worked out one by one."""
    found = []
    for index, utterance in enumerate(GOLD):
        if rows is not None and index not in rows:
            continue
        wanted = [(slot["name"], slot["value"].lower()) for slot in utterance["slots"]]
        parts = wanted if unit == "slot" else [None]
        for part in parts:
            old, new = (_answer(unit, ANSWERS[run][index], part) for run in (baseline, candidate))
            right = {
                "frame": (utterance["intent"], sorted(wanted)),
                "intent": utterance["intent"],
                "slots": sorted(wanted),
                "slot": part and part[1],
            }[unit]
            found.append(({**utterance, "slot_name": part and part[0]}, _outcome(old, new, right)))
    return found


def _answer(unit: str, answer: Answer | None, part: tuple[str, str] | None) -> Any:
    if answer is None:
        return None
    slots = sorted((name, value.lower()) for name, value in answer[1].items())
    if part is not None:
        return dict(slots).get(part[0])
    return {"frame": (answer[0], slots), "intent": answer[0], "slots": slots}[unit]


def _outcome(old: Any, new: Any, right: Any) -> str:
    if old == right:
        return "both_correct" if new == right else "negative_flip"
    if new == right:
        return "positive_flip"
    return "both_wrong_same" if old == new else "both_wrong_different"


def tally(units: Iterable[tuple[Row, str]], weighted: bool = False) -> dict[str, int]:
    """Count outcomes, or sum the frequency of their utterances."""
    counts = dict.fromkeys(OUTCOMES, 0)
    for utterance, outcome in units:
        counts[outcome] += utterance["frequency"] if weighted else 1
    return counts


def tally_of(row: Row) -> dict[str, int]:
    """Return the counts that a row of `compare --format json` has, by outcome."""
    names = ("n_both_correct", "n_negative_flips", "n_positive_flips", "n_both_wrong_same", "n_both_wrong_different")
    return {outcome: int(row[name]) for outcome, name in zip(OUTCOMES, names, strict=True)}


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
