"""Prodigy's JSON Lines as `db-out` writes them: a task with the answer that one annotator gave.

`accept` is an answer, `reject` says that what was shown is wrong, `ignore` says nothing. Read of: Prodigy's
documentation and recipes; the program itself was not run.
"""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.exchange import VERDICT_MARK
from loaders.verdicts.answer import Answer, Place, Read, Skipped, Span, as_text, brief, keys_of, rejected

TOOL: Final = "prodigy"
_ANSWERS: Final = ("accept", "reject", "ignore")
_MARKS: Final = ("_task_hash", "_input_hash", "_view_id", "_session_id", "tokens")


def is_prodigy(record: Mapping[str, Any]) -> bool:
    """Does a record look like one of Prodigy's?"""
    return record.get("answer") in _ANSWERS or any(mark in record for mark in _MARKS)


def read_prodigy(place: Place, record: Mapping[str, Any]) -> Iterator[Read]:
    """Yield the answer of a task."""
    try:
        yield _answer(place, record)
    except ValueError as error:
        yield rejected(place, error)


def _answer(place: Place, task: Mapping[str, Any]) -> Read:
    answer = task.get("answer")
    if answer not in _ANSWERS:
        raise ValueError(f"answer: {brief(answer)} is none of {', '.join(_ANSWERS)}; export with db-out")
    if answer == "ignore":
        return Skipped(place, "ignored by the annotator")
    meta = task.get("meta")
    timestamp = task.get("_timestamp")
    chosen = _list(task, "accept") if answer == "accept" else []
    words = [as_text(one, "accept") for one in chosen]
    verdicts = [word.removeprefix(VERDICT_MARK) for word in words if word.startswith(VERDICT_MARK)]
    if len(verdicts) > 1:
        raise ValueError(f"accept: {', '.join(verdicts)} at once; keep one verdict")
    return Answer(
        *(place, TOOL, f"{as_text(task.get('_task_hash'), '_task_hash')} {timestamp or ''}".strip()),
        {**(keys_of(meta) if isinstance(meta, dict) else {}), **keys_of(task)},
        as_text(task.get("_annotator_id") or task.get("_session_id"), "_annotator_id"),
        verdict="".join(verdicts),
        intents=tuple(word for word in words if not word.startswith(VERDICT_MARK)),
        slots=tuple(map(_span, _list(task, "spans"))) if "spans" in task and answer == "accept" else None,
        note=as_text(task.get("note") or task.get("user_input"), "note"),
        judged_at="" if timestamp is None else _time(timestamp),
        refused=answer == "reject",
    )


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    value = record.get(key) or []
    if not isinstance(value, list):
        raise ValueError(f"{key}: {brief(value)} is no list")
    return value


def _span(value: Any) -> Span:
    found: list[Any] = [value.get(key) for key in ("start", "end", "label")] if isinstance(value, dict) else []
    if [type(one) for one in found] != [int, int, str]:
        raise ValueError(f"spans: {brief(value)} is no span with start, end and label")
    text = value.get("text")
    start, end, label = found
    return Span(start, end, label, text if isinstance(text, str) else None)


def _time(timestamp: Any) -> str:
    try:
        return datetime.datetime.fromtimestamp(timestamp, datetime.UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise ValueError(f"_timestamp: {brief(timestamp)} is no time in seconds") from error
