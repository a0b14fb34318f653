"""Judgements as rows of the table `judgement` in the notes."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from loaders.formats.slots import Slot
from loaders.judgement import JudgedPair, Judgement

OF_PAIR: Final = "evalset_fingerprint = ? AND baseline_fingerprint = ? AND candidate_fingerprint = ?"
"""The condition of the rows of a pair; its parameters are the pair's fingerprints."""

PAIR_COLUMNS: Final = (
    *("evalset", "evalset_fingerprint", "baseline", "baseline_fingerprint"),
    *("candidate", "candidate_fingerprint"),
)
_PLAIN: Final = (
    *("locale", "utterance_id", "text_sha", "annotator", "verdict", "new_intent", "note", "judged_at", "tool"),
    *("tool_row_id", "source_sha", "export_id", "withdraws", "recorded_at"),
)
"""Columns that hold the field of their name as it is."""

_COLUMNS: Final = (*PAIR_COLUMNS, *_PLAIN, "new_slots", "stands_for", "derived")


def read_judgements(notes: sqlite3.Connection, where: str, values: Sequence[Any]) -> tuple[Judgement, ...]:
    """Return the judgements that a condition selects, in the order of recording."""
    pairs: dict[tuple[str, ...], JudgedPair] = {}
    cursor = notes.execute(f"SELECT {', '.join(_COLUMNS)}, id FROM judgement WHERE {where} ORDER BY id", values)
    return tuple(_as_judgement(row, pairs) for row in cursor)


def next_id(notes: sqlite3.Connection) -> int:
    """Return the id of the next row; within a transaction that writes, nobody else can take it."""
    (last,) = notes.execute("SELECT coalesce(max(id), 0) FROM judgement").fetchone()
    return int(last) + 1


def insert_judgements(notes: sqlite3.Connection, judgements: Sequence[Judgement]) -> None:
    """Write rows at once; each has its id already."""
    places = ", ".join("?" * (len(_COLUMNS) + 1))
    notes.executemany(
        f"INSERT INTO judgement ({', '.join(_COLUMNS)}, id) VALUES ({places})", (_as_row(one) for one in judgements)
    )


def _as_row(one: Judgement) -> tuple[Any, ...]:
    return (
        *(getattr(one.pair, column) for column in PAIR_COLUMNS),
        *(getattr(one, column) for column in _PLAIN),
        None if one.new_slots is None else _json([slot._asdict() for slot in one.new_slots]),
        _json(one.stands_for) if one.stands_for else None,
        int(one.derived),
        one.id,
    )


def _as_judgement(row: Sequence[Any], pairs: dict[tuple[str, ...], JudgedPair]) -> Judgement:
    n = len(PAIR_COLUMNS)
    names = tuple(row[:n])
    pair = pairs.setdefault(names, JudgedPair(*names))
    plain: dict[str, Any] = dict(zip(_PLAIN, row[n:], strict=False))
    slots, stands_for, derived, row_id = row[n + len(_PLAIN) :]
    return Judgement(
        pair=pair,
        **plain,
        new_slots=None if slots is None else tuple(Slot(**slot) for slot in json.loads(slots)),
        stands_for=tuple(json.loads(stands_for)) if stands_for else (),
        derived=bool(derived),
        id=row_id,
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
