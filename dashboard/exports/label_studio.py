"""Label Studio: tasks as JSON arrays, each within the limits of an upload, and the labelling configuration."""

import json
import re
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from dashboard.exports.content import Content, beside, part_name
from dashboard.exports.items import Item, Prefill
from dashboard.exports.questions import QUESTIONS, shown_labels, shown_value
from loaders.errors import InputError
from loaders.exchange import LEFT_OUT, SHOWN_KEYS, TELLING_KEYS, VERDICT_WORDS
from loaders.formats.lines import shown

MOST_TASKS: Final = 250_000
MOST_BYTES: Final = 50_000_000
"""What a file that is uploaded may hold."""

_TEXT: Final = "utterance"
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_label_studio(content: Content, folder: Path, name: str) -> list[str]:
    """Write tasks and configuration; return the names of the files."""
    configuration = beside(name, "config.xml")
    (folder / configuration).write_text(write_configuration(content), encoding="utf-8")
    return [*_write_parts(content, folder, name), configuration]


def _write_parts(content: Content, folder: Path, name: str) -> list[str]:
    names = [name]
    stream = (folder / name).open("wb")
    try:
        n_tasks, n_bytes = 0, 0
        for item in content.items():
            task = json.dumps(_task(item, content), ensure_ascii=False).encode()
            if n_tasks and (n_tasks == MOST_TASKS or n_bytes + len(task) + len(_END) > MOST_BYTES):
                stream.write(_END)
                stream.close()
                names.append(part_name(name, len(names) + 1))
                stream = (folder / names[-1]).open("wb")
                n_tasks = n_bytes = 0
            start = _NEXT if n_tasks else _START
            stream.write(start + task)
            n_tasks, n_bytes = n_tasks + 1, n_bytes + len(start) + len(task)
        stream.write(_END if n_tasks else b"[]\n")
    finally:
        stream.close()
    return names


_START: Final = b"[\n"
_NEXT: Final = b",\n"
_END: Final = b"\n]\n"


def _task(item: Item, content: Content) -> dict[str, Any]:
    data = {**item.values, **{key: shown_value(item.values[key]) for key in SHOWN_KEYS[content.request.blind]}}
    task: dict[str, Any] = {"data": data, "meta": {"export_id": item.values["export_id"]}}
    if item.prefill:
        task["predictions"] = [{"model_version": item.prefill.agent, "result": _regions(item, item.prefill)}]
    return task


def _regions(item: Item, prefill: Prefill) -> list[dict[str, Any]]:
    regions: list[dict[str, Any]] = []
    if prefill.intent:
        regions.append(_region("intent", "true_intent", "choices", {"choices": [prefill.intent]}))
    for number, (start, end, label) in enumerate(prefill.spans, 1):
        value = {"start": start, "end": end, "text": item.text[start:end], "labels": [label]}
        regions.append(_region(f"slot-{number}", "true_slots", "labels", value))
    return regions


def _region(key: str, control: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": key, "from_name": control, "to_name": _TEXT, "type": kind, "value": value}


def write_configuration(content: Content) -> str:
    """Return the labelling configuration in XML: the text, what is shown, and a control for each answer."""
    blind = content.request.blind
    answers = [_header(f"{label}: ${key}") for key, label in shown_labels(blind).items()]
    about = " · ".join(f"${key}" for key in ("locale", *TELLING_KEYS) if key not in LEFT_OUT[blind])
    lines = [
        "<View>",
        _header(QUESTIONS[blind], 4),
        _header(about),
        *_control("Labels", "true_slots", "Label", content.labels.slots),
        f'  <Text name="{_TEXT}" value="$text" valueType="text"/>',
        *answers,
        _header("Verdict", 4),
        *_control("Choices", "verdict", "Choice", VERDICT_WORDS[blind], required=blind != "hidden"),
        _header("True intent", 4),
        *_control("Choices", "true_intent", "Choice", content.labels.intents),
        f'  <TextArea name="note" toName="{_TEXT}" maxSubmissions="1" placeholder="Note"/>',
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _header(value: str, size: int = 6) -> str:
    return f'  <Header value={quoteattr(value)} size="{size}"/>'


def _control(kind: str, name: str, choice: str, values: tuple[str, ...], *, required: bool = False) -> list[str]:
    """Return a control with its choices; none without choices, which Label Studio would refuse."""
    if not values:
        return []
    if unsayable := next((value for value in values if _NOT_XML.search(value)), None):
        raise InputError(
            f"{shown(unsayable)}: a label with control characters cannot stand in Label Studio's configuration; "
            "rename it in the data, or export with --format jsonl"
        )
    single = ' choice="single" showInline="true"' if kind == "Choices" else ""
    needed = ' required="true"' if required else ""
    choices = (f"    <{choice} value={quoteattr(value)}/>" for value in values)
    return [f'  <{kind} name="{name}" toName="{_TEXT}"{single}{needed}>', *choices, f"  </{kind}>"]
