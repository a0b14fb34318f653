"""The normaliser of slot values: NFC, casefold, white space collapsed and trimmed.

Number words, punctuation and spelling variants stay as they are: folding them would hide real flips.
A change of these rules needs a new `loaders.schema.NORMALISER_VERSION`.
"""

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Final

ZERO_WIDTH_SPACE: Final = "\u200b"

_PLAIN = re.compile(r"[!-@\[-~]+( [!-@\[-~]+)*")
_LAST: Final = 0xFFFF
_CONJOINING_JAMO: Final = (range(0x1161, 0x1176), range(0x11A8, 0x11C3))


def normalise(value: str) -> str:
    """Return the form in which two slot values are compared.

    Casefolding rather than lowering: the German sharp s equals "ss", the final sigma equals the other one.
    A zero-width space counts as white space.

    >>> normalise("  Straße\\t9 "), normalise("FÜNF Uhr")
    ('strasse 9', 'fünf uhr')
    """
    if _PLAIN.fullmatch(value):
        return value
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).casefold())
    return " ".join(folded.replace(ZERO_WIDTH_SPACE, " ").split())


@cache
def already_normal() -> str:
    """Return a pattern (RE2 and `re` alike) of values that `normalise` leaves unchanged.

    It spares the loader a look at nearly every value of a large file, in any script: characters that neither fold
    nor compose with the one before, single marks behind them, single spaces between. Some normal values do not
    match; each that matches is normal.
    """
    return _pattern(_inert())


@cache
def normal_in_lower_case() -> str:
    """Return a pattern of values that `normalise` only turns into lower case, each character into one other."""
    small = {c for c in _inert() if c.lower() == c}
    capital = (c for c in map(chr, range(0x21, _LAST + 1)) if c.lower() != c and c.lower() in small)
    lowered = {c for c in capital if c.casefold() == c.lower() and unicodedata.is_normalized("NFC", c)}
    return _pattern(frozenset(small | lowered))


@cache
def _inert() -> frozenset[str]:
    """Characters that stand for themselves wherever they stand: they neither fold, nor compose, nor are space."""
    composing = {chr(point) for jamo in _CONJOINING_JAMO for point in jamo}
    for point in range(_LAST + 1):
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            composing.add(chr(int(parts[1], 16)))
    return frozenset(c for c in map(chr, range(0x21, _LAST + 1)) if c not in composing and _stands_for_itself(c))


def _stands_for_itself(character: str) -> bool:
    if character == ZERO_WIDTH_SPACE or unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"}:
        return False
    return character.casefold() == character and unicodedata.is_normalized("NFC", character)


def _pattern(characters: frozenset[str]) -> str:
    letters = _character_class(sorted(c for c in characters if not unicodedata.combining(c)))
    marks = _character_class(sorted(c for c in characters if unicodedata.combining(c)))
    word = f"(?:{letters}{marks}?)+"
    return f"{word}(?: {word})*"


def _character_class(characters: list[str]) -> str:
    ranges = []
    for _, run in groupby(enumerate(characters), key=lambda place: ord(place[1]) - place[0]):
        points = [character for _, character in run]
        ranges.append(f"{_escaped(points[0])}-{_escaped(points[-1])}")
    return f"[{''.join(ranges)}]"


def _escaped(character: str) -> str:
    return f"\\{character}" if character in "\\]^-[" else character
