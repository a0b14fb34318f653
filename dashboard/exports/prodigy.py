"""Prodigy: one task a line with tokens, spans and options, and the configuration of the blocks that show it."""

import json
from pathlib import Path
from typing import Any

from dashboard.exports.content import Content, beside
from dashboard.exports.items import Item
from dashboard.exports.questions import MEANINGS
from dashboard.exports.tokens import Token, tokenise
from loaders.exchange import SHOWN_KEYS, VERDICT_MARK, VERDICT_WORDS


def write_prodigy(content: Content, folder: Path, name: str) -> list[str]:
    """Write tasks and configuration; return the names of the files."""
    options = _options(content)
    configuration = beside(name, "prodigy.json")
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        for item in content.items():
            print(json.dumps(_task(item, content, options), ensure_ascii=False), file=stream)
    text = json.dumps(_configuration(content), ensure_ascii=False, indent=1)
    (folder / configuration).write_text(f"{text}\n", encoding="utf-8")
    return [name, configuration]


def _task(item: Item, content: Content, options: list[dict[str, str]]) -> dict[str, Any]:
    spans = item.prefill.spans if item.prefill else ()
    tokens = tokenise(item.text, [border for start, end, _ in spans for border in (start, end)])
    shown = {key: item.values[key] for key in ("locale", *SHOWN_KEYS[content.request.blind]) if item.values[key]}
    others = {key: value for key, value in item.values.items() if key != "text"}
    return {
        "text": item.text,
        "tokens": [
            {"text": token.text, "start": token.start, "end": token.end, "id": number, "ws": token.space}
            for number, token in enumerate(tokens)
        ],
        "spans": [_span(start, end, label, tokens) for start, end, label in spans],
        "options": options,
        "accept": [item.prefill.intent] if item.prefill and item.prefill.intent else [],
        **others,
        "meta": shown,
    }


def _span(start: int, end: int, label: str, tokens: list[Token]) -> dict[str, Any]:
    """Return a span by letters and by tokens, the last of which is its own, not the next."""
    first = next(number for number, token in enumerate(tokens) if token.start == start)
    last = next(number for number, token in enumerate(tokens) if token.end == end)
    return {"start": start, "end": end, "token_start": first, "token_end": last, "label": label}


def _options(content: Content) -> list[dict[str, str]]:
    verdicts = [
        {"id": f"{VERDICT_MARK}{word}", "text": MEANINGS[word]} for word in VERDICT_WORDS[content.request.blind]
    ]
    return [*verdicts, *({"id": intent, "text": intent} for intent in content.labels.intents)]


def _configuration(content: Content) -> dict[str, Any]:
    """One text in two locales has one input hash, so a task is known by its own."""
    configuration: dict[str, Any] = {
        "view_id": "blocks",
        "blocks": [
            {"view_id": "ner_manual"},
            {"view_id": "choice", "text": None},
            {"view_id": "text_input", "field_id": "note", "field_label": "Note"},
        ],
        "labels": list(content.labels.slots),
        "choice_style": "multiple",
        "exclude_by": "task",
    }
    if content.request.overlap > 1:
        configuration |= {"feed_overlap": False, "annotations_per_task": content.request.overlap}
    return configuration
