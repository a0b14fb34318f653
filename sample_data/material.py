"""Reads the language material: what can be asked, and how each locale says it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sample_data import HERE

LOCALES: Final = ("en-US", "de-DE", "fr-FR", "es-ES", "it-IT", "hi-IN", "ja-JP", "ar-SA")
TEMPLATES: Final = "abcdef"

CARRIERS_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "o": ("plain", "hey", "please"),
    "q": ("plain", "hey"),
    "b": ("plain",),
}


@dataclass(frozen=True)
class Intent:
    """One intent of the catalogue: the kind letter of each template, its test share, the values to omit."""

    name: str
    kinds: str
    n_test: int
    omitted_values: frozenset[str]

    @property
    def domain(self) -> str:
        """The part of the name before the dot."""
        return domain_of(self.name)


@dataclass(frozen=True)
class Catalogue:
    """The intents in file order, and the value class of the slots that are not named like theirs."""

    intents: tuple[Intent, ...]
    class_of_slot: Mapping[str, str]


@dataclass(frozen=True)
class Language:
    """One locale: carriers by id, forms by value class and value id, templates by intent and letter."""

    locale: str
    carriers: Mapping[str, str]
    values: Mapping[str, Mapping[str, Mapping[str, str]]]
    templates: Mapping[str, Mapping[str, str]]


def domain_of(intent: str) -> str:
    """The domain of an intent name such as ``timer.start``."""
    return intent.partition(".")[0]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / "language" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def catalogue() -> Catalogue:
    """The language-independent catalogue of intents."""
    raw = _read("catalogue")
    intents = tuple(
        Intent(name, entry["kinds"], entry["test"], frozenset(entry.get("omit", ())))
        for name, entry in raw["intents"].items()
    )
    return Catalogue(intents, raw["classes"])


@cache
def language(locale: str) -> Language:
    """The material of one locale; raises FileNotFoundError for a locale that has none."""
    raw = _read(locale)
    values = {
        value_class: {key: {"n": form} if isinstance(form, str) else form for key, form in entries.items()}
        for value_class, entries in raw["values"].items()
    }
    return Language(locale, raw["carriers"], values, raw["templates"])
