"""Judgements as rows of the table `judgement` in the notes."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from loaders.formats.slots import Slot
from loaders.judgement import JudgedPair, Judgement
from loaders.judgement_text import utc_now

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


def insert_judgement(notes: sqlite3.Connection, one: Judgement) -> Judgement:
    """Write one row and return the judgement with its id and the time of recording."""
    recorded_at = utc_now()
    pair = one.pair
    values = (
        *(getattr(pair, column) for column in PAIR_COLUMNS),
        *(recorded_at if column == "recorded_at" else getattr(one, column) for column in _PLAIN),
        None if one.new_slots is None else _json([slot._asdict() for slot in one.new_slots]),
        _json(one.stands_for) if one.stands_for else None,
        int(one.derived),
    )
    statement = f"INSERT INTO judgement ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) RETURNING id"
    (row_id,) = notes.execute(statement, values).fetchone()
    return replace(one, id=row_id, recorded_at=recorded_at)


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
