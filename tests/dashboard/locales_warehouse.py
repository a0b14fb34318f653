"""Tiny warehouses for the Locales and the Data page, made by the real loaders from rows whose fate one can read."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loaders.evalset import EvalsetOptions, add_evalset
from loaders.manifest import ModelCard
from loaders.run import RunOptions, add_run
from loaders.schema import MissingPolicy
from loaders.warehouse import Warehouse

Json = dict[str, Any]

EVIL = "<img src=x onerror=alert(1)> **b** [x](y) :red[z]"
HOME = "<b>home</b>"
LOCALES = ("de-DE", "en-US", "ar-SA")
N_REQUESTS = 60
N_BROKEN_IN_GERMAN = 40


def domain_of(number: int) -> str:
    """Every other request is of a domain that looks like HTML."""
    return "music" if number % 2 else HOME


def outcome_of(locale: str, number: int) -> tuple[bool, bool]:
    """Is the baseline right, is the candidate?"""
    match locale:
        case "de-DE":
            return True, number >= N_BROKEN_IN_GERMAN
        case "en-US":
            return number != 0, number != 1
        case _:
            return number not in (3, 5), number not in (3, 7)


def gold_rows(locales: Sequence[str] = LOCALES, parallel: bool = True) -> list[Json]:
    """The requests in each locale, in Arabic those about music alone; one without a parallel_id, one said twice."""
    rows = [
        _gold(locale, number) for locale in locales for number in range(N_REQUESTS) if locale != "ar-SA" or number % 2
    ]
    rows.append(_gold(locales[0], N_REQUESTS) | {"parallel_id": None})
    rows.append(_gold(locales[0], N_REQUESTS + 1) | {"parallel_id": "p0"})
    return rows if parallel else [{k: v for k, v in row.items() if k != "parallel_id"} for row in rows]


def _gold(locale: str, number: int) -> Json:
    text = "شغل الموسيقى" if locale == "ar-SA" else EVIL if number == 0 else f"play song {number} in {locale}"
    row = {"utterance_id": f"u{number}", "locale": locale, "domain": domain_of(number), "intent": "play_it"}
    return row | {"text": text, "slots": [], "frequency": 1 + number % 3, "parallel_id": f"p{number}"}


def answers(rows: Sequence[Json], candidate: bool, same: bool = False) -> list[Json]:
    """What a run says; a wrong baseline says `stop`, a wrong candidate something with HTML in it."""
    said = []
    for row in rows:
        right = outcome_of(row["locale"], int(row["utterance_id"][1:]))[candidate and not same]
        intent = "play_it" if right else "<i>ask</i>" if candidate and not same else "stop"
        said.append({"utterance_id": row["utterance_id"], "locale": row["locale"], "intent": intent, "slots": []})
    return said


def write_locales(
    folder: Path, locales: Sequence[str] = LOCALES, parallel: bool = True, same: bool = False, n_runs: int = 2
) -> Path:
    """Load the requests and up to two runs; `same` gives the baseline's answers twice; return the warehouse."""
    warehouse = Warehouse(folder / "warehouse")
    gold = gold_rows(locales, parallel)
    add_evalset(warehouse, "tiny", [write_rows(folder / "gold.jsonl", gold)], EvalsetOptions(), quietly)
    for index in range(n_runs):
        said = answers(gold, candidate=index == 1, same=same)
        files = [write_rows(folder / f"v{index + 1}.jsonl", said)]
        add_run(warehouse, f"v{index + 1}", files, "tiny", RunOptions(), quietly)
    return warehouse.path


def add_odd_run(path: Path, folder: Path, missing: MissingPolicy = "error") -> None:
    """Load a run with everything to report: missing, unknown, repeated and rejected rows, and HTML wherever it can."""
    said = answers(gold_rows(), candidate=False)[2:]
    said += [{**said[0], "intent": "again"}, {**said[0], "utterance_id": EVIL}]
    said.append({**said[1], "utterance_id": "u1", "confidence": 1.7})
    card = ModelCard(EVIL, {"<u>rate</u>": 0.1, "layers": [1, 2]}, "int8", "all of <s>v3</s>")
    options = RunOptions(missing=missing, max_rejected=5, model=card)
    add_run(Warehouse(path), "odd", [write_rows(folder / "<i>odd.jsonl", said)], "tiny", options, quietly)


def write_rows(path: Path, rows: Sequence[Json]) -> str:
    """Write rows as JSONL; return the file's name."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def quietly(_step: str, _n: int) -> None:
    """Tell nobody of the progress."""
