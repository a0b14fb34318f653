"""Argilla 2: records as a JSON array, and the settings of the dataset that takes them."""

import json
from pathlib import Path
from typing import Any, Final

from dashboard.exports.content import Content, beside
from dashboard.exports.items import Item, Prefill
from dashboard.exports.questions import GUIDELINES, MEANINGS, QUESTIONS, shown_labels
from loaders.exchange import LEFT_OUT, SHOWN_KEYS, TELLING_KEYS, VERDICT_WORDS

_FEWEST_OPTIONS: Final = 2
"""A question with fewer labels is refused by the server."""


def write_argilla(content: Content, folder: Path, name: str) -> list[str]:
    """Write records and settings; return the names of the files."""
    settings = beside(name, "settings.json")
    asked = _questions(content)
    wanted = {question["name"] for question in asked}
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        before = "[\n"
        for item in content.items():
            stream.write(before + json.dumps(_record(item, content, wanted), ensure_ascii=False))
            before = ",\n"
        stream.write("[]\n" if before == "[\n" else "\n]\n")
    text = json.dumps(_settings(content, asked), ensure_ascii=False, indent=1)
    (folder / settings).write_text(f"{text}\n", encoding="utf-8")
    return [name, settings]


def _record(item: Item, content: Content, asked: set[str]) -> dict[str, Any]:
    shown = SHOWN_KEYS[content.request.blind]
    fields = {key: item.values[key] for key in ("text", *shown) if item.values[key]}
    metadata = {key: value for key, value in item.values.items() if key not in ("item_id", "text", *shown)}
    suggestions = _suggestions(item.prefill, asked) if item.prefill else {}
    return {
        "id": item.id,
        "fields": fields,
        "metadata": metadata,
        "suggestions": suggestions,
        "responses": {},
        "vectors": {},
        "status": "pending",
        "_server_id": None,
    }


def _suggestions(prefill: Prefill, asked: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {"true_intent": prefill.intent}
    values["true_slots"] = [{"start": start, "end": end, "label": label} for start, end, label in prefill.spans]
    return {
        question: {"value": value, "score": None, "agent": prefill.agent}
        for question, value in values.items()
        if value and question in asked
    }


def _settings(content: Content, questions: list[dict[str, Any]]) -> dict[str, Any]:
    blind = content.request.blind
    shown = shown_labels(blind)
    fields = [_field("text", "Text", required=True), *(_field(key, label) for key, label in shown.items())]
    terms = [key for key in ("locale", *TELLING_KEYS) if key not in LEFT_OUT[blind]]
    return {
        "guidelines": f"{QUESTIONS[blind]}\n\n{GUIDELINES}",
        "questions": questions,
        "fields": fields,
        "vectors": [],
        "metadata": [
            *(_metadata(key, {"type": "terms"}) for key in terms),
            _metadata("n_traffic", {"type": "integer"}),
        ],
        "allow_extra_metadata": True,
        "distribution": {"strategy": "overlap", "min_submitted": content.request.overlap},
        "mapping": None,
    }


def _field(name: str, title: str, *, required: bool = False) -> dict[str, Any]:
    settings = {"type": "text", "use_markdown": False}
    return {"name": name, "settings": settings, "title": title, "required": required, "type": "text"}


def _metadata(name: str, settings: dict[str, Any]) -> dict[str, Any]:
    settings = {**settings, "visible_for_annotators": True}
    return {"name": name, "settings": settings, "title": name, "visible_for_annotators": True}


def _questions(content: Content) -> list[dict[str, Any]]:
    words = VERDICT_WORDS[content.request.blind]
    labels = content.labels
    questions: list[dict[str, Any]] = []
    if len(words) >= _FEWEST_OPTIONS:
        options = [{"value": word, "text": f"{word}: {MEANINGS[word]}"} for word in words]
        questions.append(_question("verdict", "Verdict", "label_selection", {"options": options}, required=True))
    if len(labels.intents) >= _FEWEST_OPTIONS:
        needed = content.request.blind == "hidden"
        settings: dict[str, Any] = {"options": _options(labels.intents)}
        questions.append(_question("true_intent", "True intent", "label_selection", settings, required=needed))
    else:
        questions.append(_question("true_intent", "True intent", "text", {"use_markdown": False}))
    if labels.slots:
        settings = {"allow_overlapping": False, "field": "text", "options": _options(labels.slots)}
        questions.append(_question("true_slots", "True slots", "span", settings))
    questions.append(_question("note", "Note", "text", {"use_markdown": False}))
    return questions


def _options(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"value": name, "text": name} for name in names]


def _question(name: str, title: str, kind: str, settings: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "settings": {"type": kind, **settings},
        "title": title,
        "description": None,
        "required": required,
        "type": kind,
    }
