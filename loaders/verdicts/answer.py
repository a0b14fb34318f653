"""What every reader yields: an annotator's answer to one item, as the tool wrote it, before anything is looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from loaders.errors import Rejection
from loaders.formats.lines import shown

KEYS: Final = ("item_id", "export_id", "utterance_id", "locale", "text", "text_sha")
"""Keys of an item that are looked at when it comes back; `loaders.exchange.ITEM_KEYS` has all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file as it can be shown, and a line counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled stretch of the text, in the tool's own offsets; `text` is what the tool says stands there."""

    start: int
    end: int
    label: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One annotator's answer. Empty is not said; `slots` are spans, or a cell as `loaders.exchange` writes them.

    `refused` says that the annotator refused what was shown to them. `untouched` says that the tool gives back items
    that nobody looked at, as they were sent. `annotator` is a name or what the tool has for one, `alias` what else it
    has; `judged_at` is the tool's time.
    """

    place: Place
    tool: str
    row_id: str
    keys: Mapping[str, str]
    annotator: str = ""
    verdict: str = ""
    intents: tuple[str, ...] = ()
    slots: tuple[Span, ...] | str | None = None
    note: str = ""
    judged_at: str = ""
    refused: bool = False
    untouched: bool = False
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that says nothing, or nothing new, and why."""

    place: Place
    reason: str

    def __str__(self) -> str:
        """The row as one line: `tasks.json line 41: skipped by the annotator`."""
        return f"{self.place.file} line {self.place.line}: {self.reason}"


Read: TypeAlias = Answer | Skipped | Rejection
Answers: TypeAlias = Iterator[Read]
"""What a file holds, in its order; what cannot be read comes as its rejection."""


def rejected(place: Place, reason: object, column: str = "") -> Rejection:
    """Return the rejection of what stands at a place, as one printable line."""
    return Rejection(place.file, place.line, shown(column), shown(str(reason)))


def keys_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys of an item that a record has; raises ValueError for one that is nested."""
    return {key: as_text(values[key], key) for key in KEYS if values.get(key) is not None}


def as_text(value: object, what: str) -> str:
    """Return a text, or a number as text; null is empty. Raises ValueError for anything nested.

    >>> as_text("a", "note"), as_text(17.0, "utterance_id"), as_text(None, "note")
    ('a', '17', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"{what}: {brief(value)} is no text")
    return str(value)


def brief(value: object) -> str:
    """Return a value as it can stand in a reason.

    >>> brief([1, 2]), brief("x" * 99)[-4:]
    ('[1, 2]', 'xxx…')
    """
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
