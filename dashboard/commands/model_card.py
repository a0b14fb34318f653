"""Reads the `--manifest` of a run: what the user says of the model behind it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.manifest import ModelCard

_KINDS: Final[dict[str, tuple[type, str]]] = {
    "model_version": (str, "a text"),
    "parameters": (dict, "an object"),
    "quantisation": (str, "a text"),
    "training_data": (str, "a text"),
}
_ALLOWED: Final = ", ".join(f"{name} ({kind})" for name, (_, kind) in _KINDS.items())


def read_model_card(path: Path | None, model_version: str | None) -> ModelCard:
    """Return what file and option say together; `--model-version` wins.

    Raises `InputError` for a file that is no JSON object, an unknown key or a value of another type.
    """
    card = ModelCard() if path is None else ModelCard(**_read(path))
    return card if model_version is None else replace(card, model_version=model_version)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise InputError(f"{shown(path)}: not JSON in UTF-8 ({error}); write an object with {_ALLOWED}") from error
    if not isinstance(values, dict):
        raise InputError(f"{shown(path)}: not a JSON object; write one with {_ALLOWED}")
    for name, value in values.items():
        if name not in _KINDS:
            raise InputError(f"{shown(path)}: unknown key {name!r}; allowed are {_ALLOWED}")
        kind, said = _KINDS[name]
        if not (isinstance(value, kind) or value is None):
            raise InputError(f"{shown(path)}, {name}: {value!r} is not {said}; allowed are {_ALLOWED}")
    return {name: value for name, value in values.items() if value is not None}
