"""The answer key says the truth about the gold."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sample_data.misreadings import MISREAD_AS, MISREAD_FROM, MISREAD_INTENT, MISREAD_TO, MISREADER

Records = list[dict[str, Any]]


def _by_key(rows: Records) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["locale"], row["utterance_id"]): row for row in rows}


def test_share_is_in_the_documented_range(evalset: Records, answer_key: Records) -> None:
    assert 0.03 <= len(answer_key) / len(evalset) <= 0.04


def test_every_entry_differs_from_the_gold_as_its_kind_says(evalset: Records, answer_key: Records) -> None:
    rows = _by_key(evalset)
    for entry in answer_key:
        row = rows[entry["locale"], entry["utterance_id"]]
        intent_wrong = row["intent"] != entry["right_intent"]
        slots_wrong = row["slots"] != entry["right_slots"]
        of_intent = entry["kind"] in {"guideline_misread", "intent_confusion", "duplicate_conflict"}
        assert (intent_wrong, slots_wrong) == (of_intent, not of_intent)
        assert entry["reason"]
        for slot in entry["right_slots"]:
            assert row["text"][slot["start"] : slot["end"]] == slot["value"]
        if entry["kind"] == "slot_omitted":
            assert len(row["slots"]) == len(entry["right_slots"]) - 1
        if entry["kind"] == "slot_boundary":
            assert len(row["slots"]) == len(entry["right_slots"])


def test_one_annotator_misread_one_guideline(evalset: Records, answer_key: Records) -> None:
    rows = _by_key(evalset)
    misread = [entry for entry in answer_key if entry["kind"] == "guideline_misread"]
    assert len(misread) >= 15
    assert 14 <= (MISREAD_TO - MISREAD_FROM).days <= 21
    for entry in misread:
        row = rows[entry["locale"], entry["utterance_id"]]
        assert row["annotator"] == MISREADER
        assert row["guideline_version"] == "1.1"
        assert (entry["right_intent"], row["intent"]) == (MISREAD_INTENT, MISREAD_AS)
    for row in evalset:
        inside = MISREAD_FROM <= date.fromisoformat(row["annotated_at"]) <= MISREAD_TO
        assert not (inside and row["annotator"] == MISREADER and row["intent"] == MISREAD_INTENT)


def test_a_text_that_occurs_twice_has_two_golds(evalset: Records, answer_key: Records) -> None:
    intents = defaultdict(list)
    for row in evalset:
        intents[row["locale"], row["text"]].append(row["intent"])
    doubled = [found for found in intents.values() if len(found) > 1]
    assert all(len(set(found)) == len(found) == 2 for found in doubled)
    assert len(doubled) == Counter(entry["kind"] for entry in answer_key)["duplicate_conflict"] > 0
