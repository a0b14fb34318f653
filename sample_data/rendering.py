"""Turns a request into the sentence of one locale, with slots at code point offsets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sample_data.material import Language
from sample_data.pool import Request

PLACEHOLDER: Final = re.compile(r"\{([a-z_]+(?:#2)?)(?::([a-z]+))?\}")
MARKED: Final = re.compile(r"\[(.*?)\]")


@dataclass(frozen=True)
class Slot:
    """A slot of a text; ``start`` and ``end`` count code points, ``end`` is exclusive."""

    name: str
    value: str
    start: int
    end: int

    def as_json(self) -> dict[str, str | int]:
        """The slot as the data contract writes it."""
        return {"name": self.name, "value": self.value, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class Sentence:
    """A text and its slots, in the order of the text."""

    text: str
    slots: tuple[Slot, ...]


def split_form(form: str) -> tuple[str, str, str]:
    """What stands before the slot value, the value, and what stands after it.

    >>> split_form("in der [Küche]")
    ('in der ', 'Küche', '')
    >>> split_form("cuisine")
    ('', 'cuisine', '')
    """
    found = MARKED.search(form)
    if found is None:
        return "", form, ""
    return form[: found.start()], found.group(1), form[found.end() :]


def _form(forms: Mapping[str, str], wanted: str | None) -> str:
    return forms.get(wanted or "n", forms["n"])


def render(request: Request, language: Language, class_of_slot: Mapping[str, str]) -> Sentence:
    """The sentence in which a locale makes the request."""
    carrier = language.carriers[request.carrier]
    pattern = carrier.replace("{}", language.templates[request.intent][request.template])
    chosen = dict(request.values)
    text, slots, position = "", [], 0
    for found in PLACEHOLDER.finditer(pattern):
        reference, form_name = found.groups()
        name = reference.removesuffix("#2")
        forms = language.values[class_of_slot.get(name, name)][chosen[reference]]
        before, value, after = split_form(_form(forms, form_name))
        text += pattern[position : found.start()] + before
        slots.append(Slot(name, value, len(text), len(text) + len(value)))
        text += value + after
        position = found.end()
    return Sentence(text + pattern[position:], tuple(slots))
