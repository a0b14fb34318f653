"""Frame accuracy, by the project's definition: equal intent and equal slot multiset."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def normalise(value: str) -> str:
    """NFC, case folded, white space collapsed and trimmed."""
    return " ".join(unicodedata.normalize("NFC", value).casefold().split())


def frame(record: Mapping[str, Any]) -> tuple[str, Counter[tuple[str, str]]]:
    """Intent and slot multiset of a gold row or a prediction."""
    return record["intent"], Counter((slot["name"], normalise(slot["value"])) for slot in record["slots"])


def accuracy_by_locale(gold: Iterable[Mapping[str, Any]], predictions: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Frame accuracy per locale and, under ``all``, over all utterances; KeyError for a missing prediction."""
    predicted = {(record["locale"], record["utterance_id"]): frame(record) for record in predictions}
    n, n_right = Counter[str](), Counter[str]()
    for row in gold:
        right = predicted[row["locale"], row["utterance_id"]] == frame(row)
        for group in (row["locale"], "all"):
            n[group] += 1
            n_right[group] += right
    return {group: n_right[group] / n[group] for group in n}
