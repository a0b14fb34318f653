"""Every request that the catalogue allows, before any language puts it into words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from sample_data.material import CARRIERS_OF_KIND, TEMPLATES, Catalogue, Intent, Language

REFERENCE: Final = re.compile(r"\{([a-z_]+(?:#2)?)")


@dataclass(frozen=True)
class Request:
    """One thing to ask: intent, template letter, carrier, and a value id for each slot reference."""

    intent: str
    template: str
    carrier: str
    values: tuple[tuple[str, str], ...]


def _choices(intent: Intent, pattern: str, catalogue: Catalogue, source: Language) -> list[list[str]]:
    choices = []
    for reference in sorted(REFERENCE.findall(pattern)):
        name = reference.removesuffix("#2")
        values = source.values[catalogue.class_of_slot.get(name, name)]
        choices.append([value for value in values if value not in intent.omitted_values])
    return choices


def requests_of(intent: Intent, template: str, catalogue: Catalogue, source: Language) -> Iterator[Request]:
    """All requests of one template, in a fixed order; no value is used for two slots of one request."""
    pattern = source.templates[intent.name][template]
    references = sorted(REFERENCE.findall(pattern))
    kind = intent.kinds[TEMPLATES.index(template)]
    for values in product(*_choices(intent, pattern, catalogue, source)):
        if len(set(values)) == len(values):
            for carrier in CARRIERS_OF_KIND[kind]:
                yield Request(intent.name, template, carrier, tuple(zip(references, values, strict=True)))
