"""Where a text may be cut: between grapheme clusters, the characters that a reader sees as one.

The rules of Unicode's annex 29 that matter for display, from the standard library alone: combining and spacing marks,
joiners, variation selectors, skin tones, tags, flags, conjuncts of Indic scripts, Hangul syllables, CR LF. Where the
annex and this module differ, this module keeps more together, so it never cuts what belongs together in these scripts.
"""

import unicodedata
from typing import Final

ZERO_WIDTH_JOINER: Final = "\u200d"
ZERO_WIDTH_NON_JOINER: Final = "\u200c"

_VIRAMA_CLASS: Final = 9
_EXTENDING: Final = (
    ("\u0e33", "\u0e33"),  # Thai sara am
    ("\u0eb3", "\u0eb3"),  # Lao sara am
    ("\u1160", "\u11ff"),  # Hangul vowels and final consonants
    ("\ud7b0", "\ud7fb"),  # more of these
    ("\uff9e", "\uff9f"),  # half-width voicing marks
    ("\U0001f3fb", "\U0001f3ff"),  # skin tones
    ("\U000e0020", "\U000e007f"),  # tags of regional flags
)


def is_border(text: str, position: int) -> bool:
    r"""May the text be cut before the character at `position`? Both ends may.

    >>> [i for i in range(5) if is_border("a\u0301 कि", i)]
    [0, 2, 3]
    """
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    return not (
        _extends(after)
        or before == ZERO_WIDTH_JOINER
        or (before, after) == ("\r", "\n")
        or (unicodedata.combining(before) == _VIRAMA_CLASS and after.isalpha())
        or (_is_leading_jamo(before) and _starts_syllable(after))
        or (_is_flag_letter(after) and _flag_letters_before(text, position) % 2 == 1)
    )


def widen(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Return the smallest stretch around `start` to `end` whose both ends are borders.

    >>> widen("e\u0301te\u0301", 3, 4)
    (3, 5)
    """
    while not is_border(text, start):
        start -= 1
    while not is_border(text, end):
        end += 1
    return start, end


def _extends(character: str) -> bool:
    if character in (ZERO_WIDTH_JOINER, ZERO_WIDTH_NON_JOINER) or unicodedata.category(character)[0] == "M":
        return True
    return any(first <= character <= last for first, last in _EXTENDING)


def _is_leading_jamo(character: str) -> bool:
    return "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c"


def _starts_syllable(character: str) -> bool:
    return _is_leading_jamo(character) or "\uac00" <= character <= "\ud7a3"


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, position: int) -> int:
    count = 0
    while count < position and _is_flag_letter(text[position - 1 - count]):
        count += 1
    return count
