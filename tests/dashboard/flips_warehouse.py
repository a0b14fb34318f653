"""A tiny warehouse for the Flips page, made by the real loaders: many scripts, hostile texts, two pages of flips."""

import json
from pathlib import Path
from typing import Any

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

Json = dict[str, Any]

EVIL = "<img src=x onerror=alert(1)> **b** $x$ :red[y] =1+1"
N_SONGS = 52


def _slots(text: str, *slots: tuple[str, str]) -> list[Json]:
    return [
        {"name": name, "value": value, "start": text.index(value), "end": text.index(value) + len(value)}
        for name, value in slots
    ]


def _gold(key: str, locale: str, domain: str, intent: str, text: str, *slots: tuple[str, str], **more: Any) -> Json:
    row = {"utterance_id": key, "locale": locale, "domain": domain, "intent": intent, "text": text}
    return {"frequency": 1, "device": "phone"} | row | {"slots": _slots(text, *slots)} | more


_FIRST_OF_APRIL = {"annotator": "12", "annotated_at": "2026-03-14", "parallel_id": "p1", "device": "car"}
GOLD: list[Json] = [
    _gold(
        "a",
        "de-DE",
        "datetime",
        "datetime_query",
        "welcher wochentag ist der erste april",
        ("date", "erste april"),
        frequency=2100,
        **_FIRST_OF_APRIL,
    ),
    _gold(
        "a", "en-US", "datetime", "datetime_query", "what day is april first", ("date", "april first"), parallel_id="p1"
    ),
    _gold("b", "hi-IN", "weather", "weather_query", "आज मौसम कैसा है", ("date", "आज")),
    _gold("c", "ar-SA", "weather", "weather_query", "ما هو الطقس اليوم", ("date", "اليوم")),
    _gold("d", "ja-JP", "weather", "weather_query", "今日の天気を教えて", ("date", "今日")),
    _gold("e", "en-US", "<i>", "<i>_query", EVIL, ("<b>", "**b**"), device="=cmd()"),
    _gold("f", "en-US", "music", "play", "play nothing"),
    _gold("g", "en-US", "music", "play", "play it again"),
    _gold("h", "en-US", "music", "play", "play both wrong"),
    *(_gold(f"s{i}", "en-US", "music", "play", f"play song {i}") for i in range(N_SONGS)),
]


def _answer(gold: Json, intent: str | None = None, slots: list[Json] | None = None, confidence: float = 0.8) -> Json:
    given = intent or gold["intent"]
    nbest = [{"intent": given, "score": confidence}, {"intent": "general_quirky", "score": 0.1}]
    return {
        "utterance_id": gold["utterance_id"],
        "locale": gold["locale"],
        "intent": given,
        "slots": [{"name": s["name"], "value": s["value"]} for s in gold["slots"]] if slots is None else slots,
        "confidence": confidence,
        "nbest": nbest,
        "latency_ms": 12.0,
    }


def _baseline(gold: Json) -> Json:
    return _answer(gold, "stop" if gold["utterance_id"] in ("g", "h") else None, confidence=0.83)


def _candidate(gold: Json) -> Json | None:
    match gold["utterance_id"], gold["locale"]:
        case "a", "de-DE":
            return _answer(gold, slots=[{"name": "date", "value": "april"}], confidence=0.87)
        case (("b" | "c" | "d"), _):
            return _answer(gold, slots=[])
        case "e", _:
            return _answer(gold, "<script>")
        case "f", _:
            return None
        case "h", _:
            return _answer(gold, "pause")
        case (("a" | "g"), _):
            return _answer(gold)
    return _answer(gold, "stop", confidence=0.5)


def write_warehouse(folder: Path, same: bool = False, candidate: bool = True) -> Path:
    """Load the evaluation set and two runs; `same` gives the baseline's answers twice; return the warehouse."""
    baseline = [_baseline(gold) for gold in GOLD]
    answers = [answer for gold in GOLD if (answer := _candidate(gold)) is not None]
    warehouse = Warehouse(folder / "warehouse")
    add_evalset(warehouse, "tiny", [write_lines(folder / "gold.jsonl", GOLD)], EvalsetOptions(), _quietly)
    runs = {"v1": baseline, "v2": baseline if same else answers} if candidate else {"v1": baseline}
    for name, rows in runs.items():
        add_run(warehouse, name, [write_lines(folder / f"{name}.jsonl", rows)], "tiny", RunOptions(), _quietly)
    return warehouse.path


def write_lines(path: Path, rows: list[Json]) -> str:
    """Write rows as JSON lines; return the path as text."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def _quietly(_step: str, _n: int) -> None:
    pass
