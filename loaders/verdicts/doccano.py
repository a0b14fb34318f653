"""doccano's JSON Lines, of intent detection and slot filling, sequence labelling, or text classification.

Who annotated stands in the name of the file only, within the zip that doccano exports. Unless "confirmed only" was
chosen, the file has every item, as it was sent where nobody looked at it. Read of: doccano's source of January 2026.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.exchange import VERDICT_MARK
from loaders.verdicts.answer import Answer, Place, Read, Span, as_text, brief, keys_of, rejected

TOOL: Final = "doccano"
_LISTS: Final = ("cats", "entities", "label", "categories")


def is_doccano(record: Mapping[str, Any]) -> bool:
    """Does a record look like one of doccano's?"""
    return "Comments" in record or "cats" in record or ("id" in record and "text" in record and "label" in record)


def read_doccano(place: Place, record: Mapping[str, Any], annotator: str = "") -> Iterator[Read]:
    """Yield the answer of a record."""
    try:
        yield _answer(place, record, annotator)
    except ValueError as error:
        yield rejected(place, error)


def _answer(place: Place, record: Mapping[str, Any], annotator: str) -> Answer:
    listed = [one for key in _LISTS for one in _list(record, key)]
    words = [one for one in listed if isinstance(one, str)]
    spans = tuple(_span(one) for one in listed if not isinstance(one, str))
    verdicts = [word.removeprefix(VERDICT_MARK) for word in words if word.startswith(VERDICT_MARK)]
    if len(verdicts) > 1:
        raise ValueError(f"cats: {', '.join(verdicts)} at once; keep one verdict")
    has_spans = "entities" in record or bool(spans)
    return Answer(
        *(place, TOOL, as_text(record.get("id"), "id"), keys_of(record), annotator),
        verdict="".join(verdicts),
        intents=tuple(word for word in words if not word.startswith(VERDICT_MARK)),
        slots=spans if has_spans else None,
        note="\n".join(_comment(one) for one in _list(record, "Comments")),
        untouched=True,
    )


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    value = record.get(key) or []
    if not isinstance(value, list):
        raise ValueError(f"{key}: {brief(value)} is no list")
    return value


def _span(value: Any) -> Span:
    if isinstance(value, dict):
        value = [value.get(key) for key in ("start_offset", "end_offset", "label")]
    if not isinstance(value, list) or [type(one) for one in value] != [int, int, str]:
        raise ValueError(f"entities: {brief(value)} is no span with start, end and label")
    return Span(*value)


def _comment(value: Any) -> str:
    return as_text(value.get("comment") if isinstance(value, dict) else value, "Comments")
