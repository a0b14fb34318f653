"""Argilla 2 records: the flat form of `records.to_list(flatten=True)`; the nested form lost what is needed.

In the nested form of `records.to_json` no response says whether it was submitted, so each is rejected. Read of: argilla
2.8.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.exchange import ANSWER_KEYS
from loaders.verdicts.answer import Answer, Place, Read, Skipped, Span, as_text, brief, keys_of, rejected

TOOL: Final = "argilla"
_SUBMITTED: Final = "submitted"
_NESTED: Final = (
    "a nested record, in which responses do not say whether they were submitted; "
    "export records.to_list(flatten=True) as JSON"
)


def is_argilla(record: Mapping[str, Any]) -> bool:
    """Does a record look like one of Argilla's, flat or nested?"""
    return ("fields" in record and "responses" in record) or any(key.endswith(".responses") for key in record)


def read_argilla(place: Place, record: Mapping[str, Any]) -> Iterator[Read]:
    """Yield the answers of a record, one an annotator."""
    if "fields" in record:
        responses = record.get("responses")
        yield rejected(place, _NESTED, "responses") if responses else Skipped(place, "nobody annotated it")
        return
    try:
        said = _by_annotator(record)
        keys = {"item_id": as_text(record.get("id"), "id"), **keys_of(record)}
    except ValueError as error:
        yield rejected(place, error)
        return
    if not said:
        yield Skipped(place, "nobody annotated it")
    for annotator, answers in said.items():
        try:
            yield _answer(place, keys, annotator, answers)
        except ValueError as error:
            yield rejected(place, error)


def _by_annotator(record: Mapping[str, Any]) -> dict[str, dict[str, tuple[Any, str]]]:
    """Return by annotator and question what was answered, and its status."""
    said: dict[str, dict[str, tuple[Any, str]]] = {}
    for question in ANSWER_KEYS:
        values, users, states = (record.get(f"{question}.responses{part}") or [] for part in ("", ".users", ".status"))
        if not all(isinstance(one, list) for one in (values, users, states)):
            raise ValueError(f"{question}.responses: no lists of responses, users and status")
        if not len(values) == len(users) == len(states):
            raise ValueError(
                f"{question}.responses: {len(values)} responses, {len(users)} users and {len(states)} states"
            )
        for value, user, state in zip(values, users, states, strict=True):
            said.setdefault(as_text(user, f"{question}.responses.users"), {})[question] = (value, str(state))
    return said


def _answer(place: Place, keys: dict[str, str], annotator: str, answers: dict[str, tuple[Any, str]]) -> Read:
    submitted = {question: value for question, (value, state) in answers.items() if state == _SUBMITTED}
    if not submitted:
        states = sorted({state for _, state in answers.values()})
        return Skipped(place, f"not submitted ({', '.join(states)})")
    spans = submitted.get("true_slots")
    intent = as_text(submitted.get("true_intent"), "true_intent")
    return Answer(
        *(place, TOOL, annotator, keys, f"{TOOL} {annotator}"),
        verdict=as_text(submitted.get("verdict"), "verdict"),
        intents=(intent,) if intent else (),
        slots=None if spans is None else _spans(spans),
        note=as_text(submitted.get("note"), "note"),
    )


def _spans(value: Any) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise ValueError(f"true_slots: {brief(value)} is no list of spans")
    return tuple(map(_span, value))


def _span(value: Any) -> Span:
    found: list[Any] = [value.get(key) for key in ("start", "end", "label")] if isinstance(value, dict) else []
    if [type(one) for one in found] != [int, int, str]:
        raise ValueError(f"true_slots: {brief(value)} is no span with start, end and label")
    return Span(*found)
