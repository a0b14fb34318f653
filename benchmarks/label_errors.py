"""Wrong labels put into evaluation sets on purpose, and the rows that they are put into."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

import sample_data
from analysis.annotation.weights import Question

MASSIVE: Final = Path(__file__).resolve().parents[2] / "shared" / "data" / "massive-1.1-subset"
MASSIVE_RUNS: Final = MASSIVE.parent / "massive-runs"
RATE: Final = 0.03

Row = dict[str, Any]
Wrong = NDArray[np.bool_]
Injection = Callable[[list[Row], random.Random], set[int]]
"""Makes golds of the rows wrong and returns which."""


def massive_rows(locales: Sequence[str], partitions: Sequence[str]) -> list[Row]:
    """Read MASSIVE with made-up annotators, six a locale, and days, 60, for the drift to be put into."""
    rows: list[Row] = []
    for locale in locales:
        for line in (MASSIVE / f"{locale}.jsonl").open(encoding="utf-8"):
            read = json.loads(line)
            if read["partition"] in partitions:
                drawn = random.Random(f"{locale}{read['id']}")
                text, slots = _slots(read["annot_utt"])
                rows.append(
                    {
                        "row": len(rows),
                        "locale": locale,
                        "utterance_id": read["id"],
                        "parallel_id": read["id"],
                        "intent": read["intent"],
                        "text": text,
                        "slots": slots,
                        "annotator": f"{locale}-{drawn.randrange(6)}",
                        "annotated_at": f"2026-{drawn.randrange(3, 5):02}-{drawn.randrange(1, 31):02}",
                        "partition": read["partition"],
                        "judgments": read.get("judgments") or [],
                    }
                )
    return rows


def repeated(rows: Sequence[Row], times: int) -> list[Row]:
    """Copy each row so many times, the copies one after the other, each labelled by somebody else on another day."""
    copies = [{**row, "row": row["row"] * times + copy} for row in rows for copy in range(times)]
    signed = [(row["annotator"], row["annotated_at"]) for row in rows]
    for place, row in enumerate(copies):
        row["annotator"], row["annotated_at"] = signed[(place // times + place % times * 7) % len(signed)]
    return copies


def _slots(annotated: str) -> tuple[str, list[Row]]:
    text = ""
    slots: list[Row] = []
    for piece in re.split(r"(\[[^\]]*\])", annotated):
        name, marked, value = piece[1:-1].partition(" : ") if piece.startswith("[") else ("", "", piece)
        value = value.strip() if marked else value
        if marked:
            slots.append({"name": name.strip(), "value": value, "start": len(text), "end": len(text) + len(value)})
        text += value
    return text, slots


def judged_wrong(rows: Sequence[Row], question: Question) -> Wrong:
    """Tell which golds two of their three judges said do not fit."""
    said = [sum(one[f"{question}_score"] == 0 for one in row["judgments"]) for row in rows]
    return np.array(said) > 1


def sample_rows() -> list[Row]:
    """Read the sample data."""
    rows = [json.loads(line) for line in sample_data.EVALSET.read_text(encoding="utf-8").splitlines()]
    for index, row in enumerate(rows):
        row["row"] = index
    return rows


def sample_without_drift(rows: list[Row]) -> list[Row]:
    """Give the sample data's drift its right intents; all other errors stay."""
    lines = sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines()
    right = {
        (one["locale"], one["utterance_id"]): one["right_intent"]
        for one in map(json.loads, lines)
        if one["kind"] == "guideline_misread"
    }
    return [{**row, "intent": right.get((row["locale"], row["utterance_id"]), row["intent"])} for row in rows]


def sample_errors(rows: Sequence[Row], question: Question) -> Wrong:
    """Tell which golds of the sample data are wrong on purpose."""
    lines = sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines()
    kinds = {(error["locale"], error["utterance_id"]): str(error["kind"]) for error in map(json.loads, lines)}
    said = [kinds.get((row["locale"], row["utterance_id"])) for row in rows]
    return np.array([kind is not None and kind.startswith("slot_") == (question == "slots") for kind in said])


def uniform(rows: list[Row], chance: random.Random) -> set[int]:
    """Any other intent."""
    intents = sorted({row["intent"] for row in rows})
    wrong = [row for row in rows if chance.random() < RATE]
    for row in wrong:
        row["intent"] = chance.choice([intent for intent in intents if intent != row["intent"]])
    return {row["row"] for row in wrong}


def confusion(rows: list[Row], chance: random.Random) -> set[int]:
    """Each intent has one other, of its domain where there is one, that it is mistaken for."""
    other = _neighbours(rows, chance)
    wrong = [row for row in rows if chance.random() < RATE]
    for row in wrong:
        row["intent"] = other[row["intent"]]
    return {row["row"] for row in wrong}


def drift(rows: list[Row], chance: random.Random) -> set[int]:
    """In each locale one annotator, from the second month on, labels the five most frequent intents as another."""
    other, wrong = _neighbours(rows, chance), set()
    counts = {intent: sum(row["intent"] == intent for row in rows) for intent in other}
    frequent = sorted(counts, key=lambda intent: (-counts[intent], intent))[:5]
    for row in rows:
        if row["annotator"].endswith("-3") and row["annotated_at"] >= "2026-04" and row["intent"] in frequent:
            row["intent"] = other[row["intent"]]
            wrong.add(row["row"])
    return wrong


def slot_drift(rows: list[Row], chance: random.Random) -> set[int]:
    """In each locale one annotator, from the second month on, does not mark the most frequent slot."""
    names = Counter(slot["name"] for row in rows for slot in row["slots"])
    name, wrong = max(names, key=lambda one: (names[one], one)), set()
    for row in rows:
        if row["annotator"].endswith("-4") and row["annotated_at"] >= "2026-04":
            left = [slot for slot in row["slots"] if slot["name"] != name]
            if len(left) < len(row["slots"]):
                row["slots"] = left
                wrong.add(row["row"])
    return wrong


def slot_omission(rows: list[Row], chance: random.Random) -> set[int]:
    """One slot is not marked."""
    wrong = [row for row in rows if row["slots"] and chance.random() < 2 * RATE]
    for row in wrong:
        row["slots"] = _without(row["slots"], chance.randrange(len(row["slots"])))
    return {row["row"] for row in wrong}


def slot_boundary(rows: list[Row], chance: random.Random) -> set[int]:
    """A slot of several words lacks its first or last one, a slot of one word takes in the next."""
    wrong = set()
    for row in rows:
        if row["slots"] and chance.random() < 2 * RATE:
            index = chance.randrange(len(row["slots"]))
            moved = _moved(row["text"], row["slots"][index], _without(row["slots"], index), chance)
            if moved:
                row["slots"] = [*row["slots"][:index], moved, *row["slots"][index + 1 :]]
                wrong.add(row["row"])
    return wrong


INJECTIONS: Final[tuple[Injection, ...]] = (uniform, confusion, drift, slot_boundary, slot_omission, slot_drift)


def mixed(rows: list[Row], chance: random.Random) -> dict[str, set[int]]:
    """Errors of all kinds, at most one an utterance: both drifts, and about half of what each other puts in."""
    wrong: dict[str, set[int]] = {}
    for inject in INJECTIONS:
        before = [(row["intent"], row["slots"]) for row in rows]
        taken = set().union(*wrong.values())
        wrong[inject.__name__] = set()
        for row in sorted(inject(rows, chance)):
            if row in taken or (inject not in (drift, slot_drift) and chance.random() < 0.5):
                rows[row]["intent"], rows[row]["slots"] = before[row]
            else:
                wrong[inject.__name__].add(row)
    return wrong


def _neighbours(rows: list[Row], chance: random.Random) -> dict[str, str]:
    intents = sorted({row["intent"] for row in rows})
    found = {}
    for intent in intents:
        others = [one for one in intents if one != intent]
        near = [one for one in others if re.split("[_.]", one)[0] == re.split("[_.]", intent)[0]]
        found[intent] = chance.choice(near or others)
    return found


def _without(slots: list[Row], index: int) -> list[Row]:
    return slots[:index] + slots[index + 1 :]


def _moved(text: str, slot: Row, others: list[Row], chance: random.Random) -> Row | None:
    words = list(re.finditer(r"\S+", slot["value"]))
    start, end = slot["start"], slot["end"]
    if len(words) > 1 and chance.random() < 0.5:
        start += words[1].start()
    elif len(words) > 1:
        end = start + words[-2].end()
    else:
        following = re.match(r"\s+\S+", text[end:])
        if following is None or any(end <= other["start"] < end + following.end() for other in others):
            return None
        end += following.end()
    return {"name": slot["name"], "value": text[start:end], "start": start, "end": end}
