"""The tables of our own export, filled in: CSV, TSV, Excel, JSON Lines, Parquet.

The guard against formulas is taken away again. Answers may have been filled in ahead, so a row without a verdict that
is as it was sent says nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.exchange import ANNOTATOR, ANSWER_KEYS
from loaders.formula_guard import unguard
from loaders.verdicts.answer import Answer, Place, Read, Skipped, as_text, keys_of, rejected

GUARDED: Final = ("csv", "tsv")
"""Kinds of table whose cells were guarded against formulas when they were written."""


def is_own(record: Mapping[str, Any]) -> bool:
    """Does a record look like a row of our own tables?"""
    return "item_id" in record and "verdict" in record


def read_own(place: Place, record: Mapping[str, Any], kind: str) -> Iterator[Read]:
    """Yield the answer of a row of a table of this kind."""
    try:
        yield _answer(place, record, kind)
    except ValueError as error:
        yield rejected(place, error)


def _answer(place: Place, record: Mapping[str, Any], kind: str) -> Read:
    cells = {key: as_text(record.get(key), key) for key in (*ANSWER_KEYS, ANNOTATOR)}
    keys = keys_of(record)
    if kind in GUARDED:
        cells, keys = ({key: unguard(cell) for key, cell in one.items()} for one in (cells, keys))
    said = {key: cell.strip() for key, cell in cells.items()}
    if not any(said[key] for key in ANSWER_KEYS):
        return Skipped(place, "not filled in")
    return Answer(
        *(place, kind, keys.get("item_id", ""), keys, said[ANNOTATOR]),
        verdict=said["verdict"],
        intents=(said["true_intent"],) if said["true_intent"] else (),
        slots=cells["true_slots"] if said["true_slots"] else None,
        note=said["note"],
        untouched=True,
    )
