"""MASSIVE 1.1 as published: JSONL with `id`, `scenario`, `utt`, `annot_utt`; ids are the same in all locales."""

from collections.abc import Mapping
from typing import Any

_NAMES = {"scenario": "domain", "utt": "text", "annot_utt": "annotated_text", "worker_id": "annotator"}


def is_massive(values: Mapping[str, Any]) -> bool:
    """Tell whether an object is a MASSIVE record."""
    return {"id", "annot_utt", "intent"} <= values.keys()


def translate_massive(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a MASSIVE record in our words; the id links the locales, so it is the `parallel_id` too."""
    translated = {_NAMES.get(name, name): value for name, value in values.items() if name != "id"}
    identity = values.get("utterance_id", values.get("id"))
    return {"utterance_id": identity, "parallel_id": identity, **translated}
