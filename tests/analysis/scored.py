"""Pair rows from frames one can read, judged by a plain second route."""

import hashlib
import random
from collections.abc import Sequence
from typing import Any

from analysis.frames import Row
from loaders.schema import FOUND, MISSED, SLOT_SEPARATOR, SLOT_STATES_END, Outcome, Unit
from loaders.slot_alignment import align_slots

Slots = Sequence[tuple[str, str]]
Answer = tuple[str | None, Slots] | None
"""Intent and slots of a prediction, or None where it is missing."""


def pair_row(row: int, gold: tuple[str, Slots], baseline: Answer, candidate: Answer, **columns: Any) -> Row:
    """One row of a pair frame."""
    intent, slots = gold
    utterance = {
        "row": row,
        "utterance_id": f"u{row}",
        "locale": "en-US",
        "domain": "music",
        "intent": intent,
        "text": " ".join(value for _, value in slots),
        "slots": [{"name": name, "value": value, "start": None, "end": None} for name, value in slots],
        "n_slots": len(slots),
        "frequency": 1,
        "parallel_id": None,
        "device": None,
    } | columns
    runs = (("baseline", baseline), ("candidate", candidate))
    judged = {f"{role}_{name}": value for role, answer in runs for name, value in judge(gold, answer).items()}
    return utterance | {"baseline_confidence": None, "candidate_confidence": None} | judged | columns


def judge(gold: tuple[str, Slots], answer: Answer) -> Row:
    """The columns of a scored run for one prediction."""
    if answer is None:
        all_missed = MISSED * len(gold[1])
        nothing = {"intent": None, "slot_states": all_missed, "slot_answers": None} | _keys(None, all_missed)
        wrong = {"intent_correct": False, "slots_correct": False, "frame_correct": False}
        return {"missing": True} | nothing | wrong | _counts(len(gold[1]), 0, "", len(gold[1]))
    intent, slots = answer
    aligned = align_slots(gold[1], slots)
    states, answers = aligned or (None, None)
    return {
        "missing": False,
        "intent": intent,
        "intent_correct": intent == gold[0],
        "slots_correct": aligned is None,
        "frame_correct": intent == gold[0] and aligned is None,
        "slot_states": states,
        "slot_answers": answers,
        **_keys(intent if intent != gold[0] else None, SLOT_STATES_END.join(aligned) if aligned else None),
    } | _counts(len(gold[1]), len(slots), states, 0)


def _keys(intent: str | None, slots: str | None) -> Row:
    """`slots_key` and `frame_key` of what is wrong: the intent, and the slots' two texts as one."""
    of_intent, of_slots = (0 if text is None else _half_of_md5(text) for text in (intent, slots))
    return {"slots_key": of_slots, "frame_key": of_slots ^ of_intent}


def _half_of_md5(text: str) -> int:
    return int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little")


def _counts(n_gold: int, n_given: int, states: str | None, n_missed: int) -> Row:
    if states is None:
        return dict.fromkeys(_COUNTS, 0)
    n_found = states.count(FOUND)
    n_missed = n_missed or n_gold - n_found
    return dict(zip(_COUNTS, (n_missed, n_given - n_found, _n(states, "bv"), _n(states, "r")), strict=True))


def _n(states: str, letters: str) -> int:
    return sum(states.count(letter) for letter in letters)


_COUNTS = ("n_slots_missed", "n_slots_spurious", "n_slots_substituted", "n_slots_renamed")


def outcome_of(row: Row, unit: Unit) -> Outcome:
    """The outcome of a unit by plain comparison."""
    before, after = ({key: row[f"{role}_{key}"] for key in _ANSWER[unit]} for role in ("baseline", "candidate"))
    match row[f"baseline_{unit}_correct"], row[f"candidate_{unit}_correct"]:
        case True, True:
            return "both_correct"
        case True, False:
            return "negative_flip"
        case False, True:
            return "positive_flip"
        case _:
            return "both_wrong_same" if before == after else "both_wrong_different"


_ANSWER: dict[Unit, tuple[str, ...]] = {
    "frame": ("intent", "slot_states", "slot_answers"),
    "intent": ("intent",),
    "slots": ("slot_states", "slot_answers"),
    "slot": ("slot_answer",),
}


def random_rows(n: int, seed: int = 7) -> list[Row]:
    """Rows with every outcome, missing predictions, nulls, ties and repeated requests."""
    rng = random.Random(seed)
    intents, values = ["play", "stop", "ask"], ["five", "six", "seven am"]

    def answer() -> Answer:
        if rng.random() < 0.1:
            return None
        return rng.choice(intents[:2]), _slots(rng, values[:2])

    return [
        pair_row(
            row,
            (rng.choice(intents[:2]), _slots(rng, values[:2])),
            answer(),
            answer(),
            locale=rng.choice(["en-US", "de-DE", "fr-FR"]),
            domain=rng.choice(["music", "alarm", None]),
            device=rng.choice(["phone", "car", None]),
            text=rng.choice(["Wecke mich UM fünf", "play it", "a.c", "abc"]),
            frequency=rng.randint(1, 9),
            parallel_id=rng.choice([None, *(f"p{i}" for i in range(n // 4))]),
            baseline_confidence=rng.choice([None, 0.25, 0.5, 0.75]),
            candidate_confidence=rng.choice([None, 0.25, 0.5]),
        )
        for row in range(n)
    ]


def _slots(rng: random.Random, values: list[str]) -> list[tuple[str, str]]:
    return [(rng.choice(["time", "date"]), rng.choice(values)) for _ in range(rng.choice([0, 1, 1, 2]))]


def slot_rows(rows: list[Row]) -> list[Row]:
    """The slot pair frame of these rows, by a plain loop."""
    unnested = []
    for row in rows:
        for i, slot in enumerate(row["slots"]):
            place = {"slot_index": i + 1, "slot_name": slot["name"], "gold_value": slot["value"]}
            judged = {}
            for role in ("baseline", "candidate"):
                state = (row[f"{role}_slot_states"] or FOUND * len(row["slots"]))[i]
                answers = (row[f"{role}_slot_answers"] or "").split(SLOT_SEPARATOR)
                judged[f"{role}_missing"] = row[f"{role}_missing"]
                judged[f"{role}_slot_state"] = state
                judged[f"{role}_slot_correct"] = state == FOUND
                judged[f"{role}_slot_answer"] = answers[i] if state in "bv" else None
            kept = {key: value for key, value in row.items() if not key.startswith(("baseline_", "candidate_"))}
            unnested.append({key: value for key, value in kept.items() if key != "slots"} | place | judged)
    return unnested
