"""doccano, project type "Intent Detection and Slot Filling": one JSON object a line, and the labels to import first."""

import json
from pathlib import Path
from typing import Any, Final

from dashboard.exports.content import Content, beside
from dashboard.exports.items import Item
from loaders.exchange import VERDICT_MARK, VERDICT_WORDS

_COLOURS: Final = ("#2a6fb5", "#7a5195")
"""Of intents and slots, and of verdicts; a label needs one."""


def write_doccano(content: Content, folder: Path, name: str) -> list[str]:
    """Write the examples and the labels; return the names of the files."""
    intents, slots = beside(name, "intents.json"), beside(name, "slots.json")
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        for item in content.items():
            print(json.dumps(_example(item), ensure_ascii=False), file=stream)
    verdicts = [_label(f"{VERDICT_MARK}{word}", _COLOURS[1]) for word in VERDICT_WORDS[content.request.blind]]
    _write(folder / intents, [*verdicts, *(_label(intent, _COLOURS[0]) for intent in content.labels.intents)])
    _write(folder / slots, [_label(slot, _COLOURS[0]) for slot in content.labels.slots])
    return [name, intents, slots]


def _example(item: Item) -> dict[str, Any]:
    prefill = item.prefill
    categories = [prefill.intent] if prefill and prefill.intent else []
    spans = [list(span) for span in prefill.spans] if prefill else []
    others = {key: value for key, value in item.values.items() if key != "text"}
    return {"text": item.text, "cats": categories, "entities": spans, **others}


def _label(text: str, colour: str) -> dict[str, Any]:
    keys = {"prefix_key": None, "suffix_key": None}
    return {"text": text, **keys, "background_color": colour, "text_color": "#ffffff"}


def _write(path: Path, labels: list[dict[str, Any]]) -> None:
    path.write_text(f"{json.dumps(labels, ensure_ascii=False, indent=1)}\n", encoding="utf-8")
