"""The values of a policy's tables, each held to its kind; a message names the file, the key's path, what is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, TypeVar

from analysis.gate.policy import Condition

Choice = TypeVar("Choice", bound=str)

MAX_TEXT: Final = 1_000
MAX_COLUMNS: Final = 5
MAX_WHOLE: Final = 10**12

_SHOWN: Final = 60


class PolicyError(ValueError):
    """A policy that is none; the message is one line for its author."""


def shortly(value: object) -> str:
    """Show a value of a policy in a message, cut where it is long.

    >>> shortly("x" * 99)[-3:], shortly(True)
    ('xx…', 'true')
    """
    if isinstance(value, int) and abs(value) > 2**64:
        return "a number of many digits"
    said = str(value).lower() if isinstance(value, bool) else repr(value)
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


@dataclass(frozen=True)
class Table:
    """A table of the file: `file` as it is called, `place` its path (`check[2]`, counted from 1), and its values."""

    file: str
    place: str
    values: Mapping[str, Any]

    def error(self, key: str, said: str) -> PolicyError:
        """Return the error of a key, or of the table as a whole."""
        shown = key if len(key) <= _SHOWN else f"{key[: _SHOWN - 1]}…"
        path = ".".join(part for part in (self.place, shown) if part)
        return PolicyError(f"{self.file}: {path}: {said}" if path else f"{self.file}: {said}")

    def require_keys(self, allowed: Sequence[str], of_what: str = "") -> None:
        """Refuse the first key that is not allowed."""
        for key in self.values:
            if key not in allowed:
                what = f"the keys {of_what} are" if of_what else "the keys are" if len(allowed) > 1 else "the key is"
                raise self.error(key, f"no such key; {what}: {', '.join(allowed)}")

    def tables(self, key: str, most: int) -> list["Table"]:
        """Return an array of tables, one at least."""
        found = self.values.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.error(key, f"write each check under a line [[{key}]]")
        if not found:
            raise self.error("", f"no check, so nothing would be held back; write one under a line [[{key}]]")
        if len(found) > most:
            raise self.error(key, f"{len(found):,} checks; {most:,} at most")
        return [Table(self.file, f"{key}[{number}]", one) for number, one in enumerate(found, start=1)]

    def text(self, key: str) -> str | None:
        """Return a text that is not empty; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip() or len(value) > MAX_TEXT:
            raise self.error(key, f"{shortly(value)} is no text of 1 to {MAX_TEXT:,} characters")
        return value

    def choice(self, key: str, allowed: Sequence[Choice], default: Choice | None = None) -> Choice:
        """Return one of the allowed words; the default where the key is not there."""
        value = self.values.get(key, default)
        if value is None:
            raise self.error(key, f"missing; choose from {', '.join(allowed)}")
        for one in allowed:
            if value == one:
                return one
        raise self.error(key, f"{shortly(value)} is none of: {', '.join(allowed)}")

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is not there."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(key, f"{shortly(value)} is neither true nor false")
        return value

    def number(self, key: str) -> float | None:
        """Return a finite number; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"{shortly(value)} is no number")
        if abs(value) > MAX_WHOLE or not isfinite(value):
            raise self.error(key, f"{shortly(value)} is no number that a figure could reach")
        return float(value)

    def whole(self, key: str) -> int | None:
        """Return a whole number of 1 or more; None where the key is not there."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_WHOLE:
            raise self.error(key, f"{shortly(value)} is no whole number of 1 or more")
        return value

    def share(self, key: str) -> float | None:
        """Return a number above 0 and below 1; None where the key is not there."""
        value = self.number(key)
        if value is not None and not 0 < value < 1:
            raise self.error(key, f"{shortly(value)} does not lie between 0 and 1")
        return value

    def columns(self, key: str) -> tuple[str, ...]:
        """Return the names of columns, each once: a text or a list of texts; none where the key is not there."""
        value = self.values.get(key, [])
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
            raise self.error(key, f'{shortly(value)} names no columns; write them as in {key} = ["locale", "domain"]')
        if key in self.values and not 1 <= len(set(found)) <= MAX_COLUMNS:
            raise self.error(key, f"name 1 to {MAX_COLUMNS} columns, or leave it out")
        return tuple(dict.fromkeys(found))

    def conditions(self, key: str) -> tuple[Condition, ...]:
        """Return the conditions of a table of columns, each with a value or alternative values; "" is null."""
        found = self.values.get(key, {})
        if not isinstance(found, dict) or (key in self.values and not found):
            raise self.error(key, f'{shortly(found)} is no condition; write it as in {key} = {{ locale = "de-DE" }}')
        return tuple((column, self._alternatives(f"{key}.{column}", value)) for column, value in found.items())

    def _alternatives(self, path: str, value: object) -> tuple[str | None, ...]:
        given = value if isinstance(value, list) else [value]
        found = [one for one in given if isinstance(one, str) or (isinstance(one, int) and abs(one) <= MAX_WHOLE)]
        if not found or len(found) < len(given):
            raise self.error(path, f"{shortly(value)} is neither a text or whole number nor a list of those")
        return tuple(dict.fromkeys(_as_written(one) for one in found))


def _as_written(value: str | int) -> str | None:
    return (str(value).lower() if isinstance(value, bool) else str(value)) or None
