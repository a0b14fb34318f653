"""SLURP: the gold of its test sets and the predictions of its evaluation scripts.

Its label is `scenario_action` (the gold's own `intent` field is another label set), its slots are `entities`:
token spans in the gold, fillers in the predictions. One utterance has several recordings; predictions on text
are keyed by `slurp_id`, those on speech by recording `file`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from loaders.formats.slots import Slot, locate_tokens

BY_RECORDING = {"utterance_id": "file"}
"""The column mapping that makes a recording, not a sentence, the utterance of an evaluation set."""


def is_slurp(values: Mapping[str, Any]) -> bool:
    """Tell whether an object is a SLURP record, gold or prediction."""
    return {"scenario", "action", "entities"} <= values.keys()


def translate_slurp(values: Mapping[str, Any], mapping: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield a SLURP record in our words: one row, or one a recording where `utterance_id` is mapped to `file`.

    Raises `ValueError` for entities that point at no token.
    """
    if "sentence" not in values:
        yield _prediction(values)
        return
    row = _gold(values)
    if mapping.get("utterance_id") == "file":
        for recording in values.get("recordings", []):
            yield {**row, "utterance_id": recording["file"]}
    else:
        yield row


def _label(values: Mapping[str, Any]) -> str:
    return f"{values['scenario']}_{values['action']}"


def _prediction(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "utterance_id": values.get("slurp_id", values.get("file")),
        "locale": "en-US",
        "intent": _label(values),
        "slots": [{"name": entity["type"], "value": entity["filler"]} for entity in values["entities"]],
    }


def _gold(values: Mapping[str, Any]) -> dict[str, Any]:
    surfaces = {token["id"]: token["surface"] for token in values["tokens"]}
    places = locate_tokens(values["sentence"], list(surfaces.values()))
    spans = dict(zip(surfaces, places, strict=True)) if places else {}
    return {
        "utterance_id": values["slurp_id"],
        "parallel_id": str(values["slurp_id"]),
        "locale": "en-US",
        "domain": values["scenario"],
        "intent": _label(values),
        "text": values["sentence"],
        "slots": [_slot(entity, surfaces, spans, values["sentence"])._asdict() for entity in values["entities"]],
    }


def _slot(
    entity: Mapping[str, Any], surfaces: Mapping[int, str], spans: Mapping[int, tuple[int, int]], text: str
) -> Slot:
    ids = entity["span"]
    if not ids or any(i not in surfaces for i in ids):
        raise ValueError(f"entity '{entity['type']}' spans tokens {ids}, which the sentence does not have")
    value = " ".join(surfaces[i] for i in ids)
    if ids[0] in spans:
        start, end = spans[ids[0]][0], spans[ids[-1]][1]
        if text[start:end] == value:
            return Slot(entity["type"], value, start, end)
    return Slot(entity["type"], value)
