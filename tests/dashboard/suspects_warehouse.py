"""A tiny warehouse with wrong golds: the same text labelled twice, a request that other locales label otherwise."""

from pathlib import Path
from typing import Any, Final

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import Json, write_lines

LOCALES: Final = ("de-DE", "en-US", "fr-FR", "it-IT")
WRONG_INTENT: Final = ("en-US", "r1")
"""Labelled `stop` by a02 where everybody else, also at the same text, says `play`."""
WRONG_SLOT: Final = ("fr-FR", "r2")
"""Lacks the slot that all other locales have."""
AGREED: Final = ("de-DE", "r5")
"""Both models agree against it, and no other detector has a word to say."""


def golds() -> list[Json]:
    """Six requests in four locales, one of them three times more in English."""
    rows = [_gold(locale, number) for locale in LOCALES for number in range(1, 7)]
    twins = [
        _gold("en-US", 1) | {"utterance_id": f"twin{i}", "parallel_id": None, "annotator": "a03"} for i in range(3)
    ]
    return [_as_labelled(row) for row in rows] + twins


def write_suspects(
    folder: Path, signed: bool = True, runs: int = 2, clean: bool = False, unanswered: tuple[str, str] | None = None
) -> Path:
    """Load the set and so many runs; return the warehouse.

    Without `signed` it has no annotators, days, versions or parallel requests; `clean` has nothing wrong. The first run
    has no answer to `unanswered`, and leaves such pairs out.
    """
    rows = [row | _gold_of(row) for row in golds()] if clean else golds()
    if not signed:
        rows = [
            {name: row[name] for name in ("utterance_id", "locale", "domain", "intent", "text", "slots")}
            for row in rows
        ]
    warehouse = Warehouse(folder / "warehouse")
    add_evalset(warehouse, "labels", [write_lines(folder / "gold.jsonl", rows)], EvalsetOptions(), _quietly)
    for index, name in enumerate(("v1", "v2")[:runs]):
        missing = unanswered if index == 0 else None
        answers = [_answer(row, old=index == 0) for row in rows if (row["locale"], row["utterance_id"]) != missing]
        options = RunOptions(missing="drop") if missing else RunOptions()
        add_run(warehouse, name, [write_lines(folder / f"{name}.jsonl", answers)], "labels", options, _quietly)
    return warehouse.path


def _gold(locale: str, number: int) -> Json:
    thing = f"{locale} thing {number}"
    text = f"{'play' if number % 2 else 'stop'} {thing}"
    slots = [{"name": "song", "value": thing, "start": 5, "end": 5 + len(thing)}]
    return {
        "utterance_id": f"r{number}",
        "locale": locale,
        "domain": "music" if number < 4 else "alarm",
        "intent": "play" if number % 2 else "stop",
        "text": text,
        "slots": slots,
        "parallel_id": f"p{number}",
        "annotator": f"a0{number % 3 + 1}",
        "annotated_at": f"2026-03-0{number}T09:00:00Z",
        "guideline_version": "1" if number < 4 else "2",
    }


def _as_labelled(row: Json) -> Json:
    key = (row["locale"], row["utterance_id"])
    if key == WRONG_INTENT:
        return row | {"intent": "stop"}
    return row | {"slots": []} if key == WRONG_SLOT else row


def _gold_of(row: Json) -> Json:
    if row["utterance_id"].startswith("twin"):
        return {}
    right = _gold(row["locale"], int(row["utterance_id"][1:]))
    return {"intent": right["intent"], "slots": right["slots"]}


def _answer(row: Json, old: bool) -> Json:
    """Both runs are right but for one that both get wrong alike; the old one has learned one wrong gold too."""
    key = (row["locale"], row["utterance_id"])
    right = row | _gold_of(row)
    intent: Any = right["intent"]
    if key == AGREED:
        intent = "pause"
    elif key == WRONG_INTENT and old:
        intent = row["intent"]
    slots = [{"name": slot["name"], "value": slot["value"]} for slot in right["slots"]]
    return {"utterance_id": key[1], "locale": key[0], "intent": intent, "slots": slots, "confidence": 0.9}


def _quietly(_step: str, _n: int) -> None:
    pass
