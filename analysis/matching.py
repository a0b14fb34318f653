"""Rows of gold and predictions read from frames at hand, and brought together by (locale, utterance_id)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.frames import Frame, Row, as_lazy, collect_rows, require_columns
from loaders.schema import ANSWER_COLUMNS


@dataclass(frozen=True)
class Matching:
    """How the predictions of a run met the gold: `n_rows` = `n_matched` + `n_unknown` + `n_duplicates`.

    `n_missing` utterances have no prediction, `n_unknown` predictions no utterance; of several for one utterance the
    first counts.
    """

    n_rows: int
    n_matched: int
    n_missing: int
    n_unknown: int
    n_duplicates: int


def read_rows(frame: Frame, what: str, needed: Sequence[str]) -> list[Row]:
    """Return the rows with ids as text and slots as lists; columns that only some frames have are null."""
    lazy = as_lazy(frame)
    require_columns(lazy, needed)
    there = lazy.collect_schema().names()
    columns = dict.fromkeys((*needed, *(c for c in ("locale", *ANSWER_COLUMNS) if c in there)))
    rows = collect_rows(lazy.select(*columns))
    for number, row in enumerate(rows):
        for column in ("utterance_id", "intent", *(("locale",) if "locale" in columns else ())):
            if row[column] is None or row[column] == "":
                raise ValueError(f"{what}, row {number}: has no {column}; every row needs one")
        row["utterance_id"] = str(row["utterance_id"])
        row["slots"] = _slots(row.get("slots"), f"{what}, row {number}")
    return rows


def _slots(slots: object, where: str) -> list[Row]:
    if slots is None:
        return []
    if not isinstance(slots, list) or not all(isinstance(slot, dict) for slot in slots):
        raise ValueError(f"{where}: slots {str(slots)[:60]!r} are no list of {{name, value}}; parse them first")
    for slot in slots:
        if not isinstance(slot.get("name"), str) or not isinstance(slot.get("value"), str):
            raise ValueError(f"{where}: the slot {slot!r} lacks a name or a value of text")
    return [{key: slot.get(key) for key in ("name", "value", "start", "end")} for slot in slots]


Key = tuple[str, str]


def keys_of_gold(rows: Sequence[Row]) -> dict[Key, int]:
    """Return the place of each utterance; raises ValueError for one that is there twice, and where there is none."""
    keys: dict[Key, int] = {}
    for place, row in enumerate(rows):
        key = (row["locale"], row["utterance_id"])
        if keys.setdefault(key, place) != place:
            raise ValueError(f"gold: {key[1]!r} of {key[0]} is there twice (rows {keys[key]} and {place})")
    if not keys:
        raise ValueError("gold: has no rows; give the utterances that were predicted")
    return keys


def match(
    predictions: Sequence[Row], keys: Mapping[Key, int], gold: Sequence[Row]
) -> tuple[list[Row | None], Matching]:
    """Return the prediction of each utterance, in the order of the gold."""
    by_id: Mapping[Any, int] = keys
    if predictions and "locale" not in predictions[0]:
        by_id = {row["utterance_id"]: place for place, row in enumerate(gold)}
        if len(by_id) < len(gold):
            raise ValueError("ids repeat across locales; give each prediction its locale")
    answers: list[Row | None] = [None] * len(gold)
    n_unknown = n_duplicates = 0
    for row in predictions:
        key = (row["locale"], row["utterance_id"]) if "locale" in row else row["utterance_id"]
        place = by_id.get(key)
        if place is None:
            n_unknown += 1
        elif answers[place] is not None:
            n_duplicates += 1
        else:
            answers[place] = row
    n_missing = answers.count(None)
    return answers, Matching(len(predictions), len(gold) - n_missing, n_missing, n_unknown, n_duplicates)
