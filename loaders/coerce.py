"""From the values of a file to typed columns, one row at a time; what does not fit is a rejection.

Only types are looked at here; ranges, missing values and keys are checked for all formats in `loaders.validate`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import orjson

from loaders.errors import Rejection
from loaders.formats.annotated_text import parse_annotated_text
from loaders.formats.bio import parse_bio
from loaders.formats.rows import Row
from loaders.formats.slots import Slot
from loaders.schema import ANNOTATION_COLUMNS

TextOf = Callable[[Mapping[str, Any]], str | None]
"""Finds the text that a row's BIO tags belong to, where the row itself has none."""

_INT64: Final = 2**63


def coerce(row: Row, columns: Mapping[str, str], text_of: TextOf) -> dict[str, Any] | Rejection:
    """Return the row's values typed as `columns` (name -> DuckDB type) asks, further columns as text.

    Slots come from `slots`, `annotated_text` or `bio_tags`, the first that is there. Tags without tokens of an
    utterance whose text is not known give none: that utterance is unknown, or its missing text is rejected.
    """
    typed: dict[str, Any] = {}
    column = ""
    try:
        for column, value in row.values.items():
            if column not in ANNOTATION_COLUMNS and column != "tokens" and value is not None:
                typed[column] = _CONVERTERS.get(column, as_label)(value)
        column = next((name for name in ANNOTATION_COLUMNS if row.values.get(name) is not None), "")
        slots = _slots(column, row.values, typed, text_of)
        if slots is not None and "slots" in columns:
            typed["slots"] = [slot._asdict() for slot in slots]
    except ValueError as error:
        return Rejection(row.file, row.line, column, str(error))
    return typed


def _slots(column: str, values: Mapping[str, Any], typed: dict[str, Any], text_of: TextOf) -> list[Slot] | None:
    if column == "slots":
        return as_slots(values["slots"])
    if column == "annotated_text":
        plain, slots = parse_annotated_text(as_text(values["annotated_text"]))
        if typed.setdefault("text", plain) != plain:
            return [Slot(slot.name, slot.value) for slot in slots]
        return slots
    if column == "bio_tags":
        tags = as_tokens(values["bio_tags"])
        tokens = as_tokens(values["tokens"]) if values.get("tokens") is not None else None
        text = typed.get("text") or text_of(typed)
        if text is None and tokens is None:
            return None
        text = " ".join(tokens or []) if text is None else text
        return parse_bio(tags, text.split() if tokens is None else tokens, text)
    return None


def as_text(value: object) -> str:
    """Take a text as it is."""
    if not isinstance(value, str):
        raise ValueError(f"{_brief(value)} is not a text")
    return value


def as_label(value: object) -> str:
    """Take a text, write numbers, truth values and times as text, anything nested as JSON."""
    if not isinstance(value, (bool, int, float, list, dict)):
        return str(value)
    try:
        return orjson.dumps(value, default=str).decode()
    except TypeError as error:
        raise ValueError(f"cannot be written as text ({error})") from error


def as_identity(value: object) -> str:
    """Take a text or a whole number as an id: 7 and "7" are the same."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"{_brief(value)} is no id; give a text or a whole number")
    return str(value)


def as_whole_number(value: object) -> int:
    """Take a whole number, also one written as text."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _INT64:
        return value
    number = as_number(value)
    if not number.is_integer() or abs(number) >= _INT64:
        raise ValueError(f"{_brief(value)} is not a whole number")
    return int(value) if isinstance(value, str) and value.strip().lstrip("+-").isdecimal() else int(number)


def as_number(value: object) -> float:
    """Take a number, also one written as text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"{_brief(value)} is not a number")
    try:
        return float(value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{_brief(value)} is not a number") from error


def as_tokens(value: object) -> list[str]:
    """Take a list of texts, or a text cut at white space."""
    if isinstance(value, str):
        return value.split()
    if isinstance(value, list) and all(isinstance(token, str) for token in value):
        return value
    raise ValueError(f"{_brief(value)} is not a list of texts")


def as_slots(value: object) -> list[Slot]:
    """Take a list of `{name, value, start?, end?}`, also one written as JSON text."""
    return [_slot(entry) for entry in _json_list(value, "{name, value}")]


def as_nbest(value: object) -> list[dict[str, Any]]:
    """Take a list of `{intent, score, slots?}`, also one written as JSON text."""
    return [_interpretation(entry) for entry in _json_list(value, "{intent, score}")]


def _interpretation(entry: Any) -> dict[str, Any]:
    if not isinstance(entry, dict) or "intent" not in entry:
        raise ValueError(f"{_brief(entry)} is not {{intent, score}}")
    slots = entry.get("slots")
    return {
        "intent": as_text(entry["intent"]),
        "score": None if entry.get("score") is None else as_number(entry["score"]),
        "slots": None if slots is None else [{"name": s.name, "value": s.value} for s in as_slots(slots)],
    }


def _slot(entry: Any) -> Slot:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise ValueError(f"{_brief(entry)} is not {{name, value}}")
    if not isinstance(entry.get("value"), str):
        raise ValueError(f"slot '{entry['name']}': value {_brief(entry.get('value'))} is not a text")
    start, end = (None if entry.get(k) is None else as_whole_number(entry[k]) for k in ("start", "end"))
    return Slot(entry["name"], entry["value"], start, end)


def _json_list(value: object, of: str) -> list[Any]:
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise ValueError(f"{_brief(value)} is not JSON ({error.msg})") from error
    if not isinstance(value, list):
        raise ValueError(f"{_brief(value)} is not a list of {of}")
    return value


def _brief(value: object) -> str:
    try:
        text = repr(value)
    except RecursionError:
        return "a deeply nested value"
    return text if len(text) <= 60 else f"{text[:57]}..."


_CONVERTERS: Final[dict[str, Callable[[object], Any]]] = {
    "utterance_id": as_identity,
    "parallel_id": as_identity,
    "locale": as_text,
    "domain": as_text,
    "intent": as_text,
    "text": as_text,
    "frequency": as_whole_number,
    "confidence": as_number,
    "latency_ms": as_number,
    "nbest": as_nbest,
}
