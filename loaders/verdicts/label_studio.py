"""Label Studio's exports: JSON (a task with its annotations), JSON_MIN and CSV or TSV (a row an annotation).

Predictions, drafts, and annotations that were cancelled say nothing. Ids of tasks are Label Studio's own, so items are
found by the keys in `data`. Read of: label-studio-sdk 2.1, exports of 2026.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from loaders.exchange import ANSWER_KEYS
from loaders.verdicts.answer import Answer, Place, Read, Skipped, Span, as_text, brief, keys_of, rejected

TOOL: Final = "label-studio"


def is_label_studio(record: Mapping[str, Any]) -> bool:
    """Does a record look like a task of JSON, or a row of JSON_MIN or CSV?"""
    data = record.get("data")
    is_task = isinstance(data, dict) and ("annotations" in record or "item_id" in data)
    return is_task or "annotation_id" in record


def read_label_studio(place: Place, record: Mapping[str, Any]) -> Iterator[Read]:
    """Yield the answers of a task or of a row."""
    if "annotation_id" in record:
        yield _of_row(place, record)
    else:
        yield from _of_task(place, record)


def _of_task(place: Place, task: Mapping[str, Any]) -> Iterator[Read]:
    data, annotations = task.get("data"), task.get("annotations") or []
    if not isinstance(data, dict) or not isinstance(annotations, list):
        yield rejected(place, "a task without data, or whose annotations are no list", "data")
        return
    if not annotations:
        yield Skipped(place, "nobody annotated it")
    for annotation in annotations:
        try:
            yield _of_annotation(place, keys_of(data), annotation)
        except ValueError as error:
            yield rejected(place, error, "annotations")


def _of_annotation(place: Place, keys: dict[str, str], annotation: Any) -> Read:
    if not isinstance(annotation, dict) or not isinstance(annotation.get("result"), list):
        raise ValueError(f"{brief(annotation)} is no annotation with a result")
    if annotation.get("was_cancelled"):
        return Skipped(place, "skipped by the annotator")
    said: dict[str, list[Any]] = {key: [] for key in ANSWER_KEYS}
    for region in annotation["result"]:
        if not isinstance(region, dict):
            raise ValueError(f"{brief(region)} is no region")
        if region.get("from_name") in said:
            said[region["from_name"]].append(region.get("value"))
    return _answer(place, keys, annotation, annotation.get("id"), annotation.get("completed_by"), said)


def _of_row(place: Place, row: Mapping[str, Any]) -> Read:
    try:
        said = {key: _listed(row.get(key)) for key in ANSWER_KEYS}
        return _answer(place, keys_of(row), row, row["annotation_id"], row.get("annotator"), said)
    except ValueError as error:
        return rejected(place, error)


def _answer(
    place: Place,
    keys: dict[str, str],
    times: Mapping[str, Any],
    row_id: Any,
    who: Any,
    said: Mapping[str, list[Any]],
) -> Answer:
    verdicts = _words(said["verdict"], "verdict")
    if len(verdicts) > 1:
        raise ValueError(f"verdict: {', '.join(verdicts)} at once; keep one")
    return Answer(
        *(place, TOOL, as_text(row_id, "annotation_id"), keys, _annotator(who)),
        verdict="".join(verdicts),
        intents=_words(said["true_intent"], "true_intent"),
        slots=tuple(map(_span, said["true_slots"])) if said["true_slots"] else None,
        note="\n".join(_words(said["note"], "note")),
        judged_at=as_text(times.get("updated_at") or times.get("created_at"), "updated_at"),
        alias=_annotator(who.get("id")) if isinstance(who, dict) and who.get("email") else "",
    )


def _annotator(who: Any) -> str:
    """Return the e-mail address of an annotator, or that a number is one of Label Studio's own."""
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    name = as_text(who, "annotator")
    return f"{TOOL} {name}" if name.isdecimal() else name


def _words(values: list[Any], column: str) -> tuple[str, ...]:
    """Return the texts of choices or of a text area, however they are nested."""
    found: list[str] = []
    for value in values:
        inner = value
        if isinstance(value, dict):
            inner = next((value[key] for key in ("choices", "text", "taxonomy") if key in value), None)
        # A taxonomy gives the path to each choice.
        leaves = (one[-1] if isinstance(one, list) and one else one for one in _as_list(inner))
        found.extend(as_text(leaf, column) for leaf in leaves)
    return tuple(word for word in found if word)


def _span(value: Any) -> Span:
    labels = value.get("labels") if isinstance(value, dict) else None
    if not isinstance(labels, list) or len(labels) != 1 or not isinstance(labels[0], str):
        raise ValueError(f"true_slots: {brief(value)} is no span with one label")
    start, end, text = value.get("start"), value.get("end"), value.get("text")
    if type(start) is not int or type(end) is not int or not isinstance(text, (str, type(None))):
        raise ValueError(f"true_slots: {brief(value)} lacks start and end in whole numbers")
    return Span(start, end, labels[0], text)


def _listed(value: Any) -> list[Any]:
    """Return what a row has in a column as the list of its values; CSV writes lists and objects as JSON."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return [value]
    if value in (None, "", []):
        return []
    return _as_list(value)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
