"""Slots written into the text: `wake me at [time : five am]`."""

import re
from typing import Final

from loaders.formats.slots import Slot

_BRACKET: Final = re.compile(r"[\[\]]")


def parse_annotated_text(annotated: str) -> tuple[str, list[Slot]]:
    """Return the plain text and its slots with code point offsets.

    Raises `ValueError` (with the character, counted from 1) for a bracket that is not closed, not opened,
    nested, or lacks the ` : ` between name and value.

    >>> parse_annotated_text("wake me at [time : five am] please")
    ('wake me at five am please', [Slot(name='time', value='five am', start=11, end=18)])
    """
    parts: list[str] = []
    slots: list[Slot] = []
    length = position = 0
    while found := _BRACKET.search(annotated, position):
        opening = found.start()
        if found[0] == "]":
            raise ValueError(f"']' at character {opening + 1} closes no bracket")
        closing = _BRACKET.search(annotated, opening + 1)
        if closing is None or closing[0] == "[":
            raise ValueError(f"'[' at character {opening + 1} is not closed; write [name : value]")
        name, colon, value = (part.strip() for part in annotated[opening + 1 : closing.start()].partition(":"))
        if not (colon and name and value):
            raise ValueError(f"bracket at character {opening + 1} lacks a name or a value; write [name : value]")
        parts += [annotated[position:opening], value]
        start = length + opening - position
        length = start + len(value)
        slots.append(Slot(name, value, start, length))
        position = closing.end()
    return "".join([*parts, annotated[position:]]), slots
