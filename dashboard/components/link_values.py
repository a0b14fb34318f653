"""What a link says, parameter by parameter: one value of several, a whole number, and how either is told."""

from collections.abc import Mapping
from typing import Final

_MOST_DIGITS: Final = 18
"""So many fit every engine's whole numbers."""

_MOST_QUOTED: Final = 40


def first_value(parameters: Mapping[str, list[str]], name: str) -> str:
    """Return the first value of a parameter, "" where the link does not have it.

    >>> first_value({"q": ["rain", "snow"]}, "q"), first_value({}, "q")
    ('rain', '')
    """
    return (parameters.get(name) or [""])[0]


def whole_number(text: str) -> int | None:
    """Return the number that is written, from 0 on; None of anything else, or of too many digits.

    >>> whole_number("12"), whole_number("-1"), whole_number("²"), whole_number("9" * 19)
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def quoted(text: str) -> str:
    """Return what a link says in quotation marks, its beginning where it is long.

    >>> quoted("rain"), len(quoted("rain" * 100))
    ('“rain”', 43)
    """
    return f"“{text[:_MOST_QUOTED]}…”" if len(text) > _MOST_QUOTED else f"“{text}”"
