"""Text of others as HTML that shows every character and obeys none: escaped, control characters as marked tokens.

A character that turns the direction of what follows, or that has no width, can make a text look like another one.
Joiners stay as they are: emoji and several scripts are written with them.
"""

import unicodedata
from html import escape
from typing import Final

from analysis.graphemes import widen

_NAMES: Final = {
    0x061C: "ALM",
    0x00AD: "SHY",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
    0x0009: "TAB",
    0x000A: "LF",
    0x000D: "CR",
}
_LONGEST: Final = 240


def is_control(character: str) -> bool:
    """Would a reader not see this character, or only what it does to others?"""
    # Not all of the category "format": joiners and tags build emoji and words, some Arabic signs are seen.
    if ord(character) in _NAMES or "\u2060" <= character <= "\u206f":
        return True
    return unicodedata.category(character) in ("Cc", "Cs")


def visible(text: str) -> str:
    """Return text as HTML, escaped, each control character as a small token with its name.

    >>> visible("<b>")
    '&lt;b&gt;'
    """
    if text.isprintable():
        return escape(text)
    return "".join(_token(one) if is_control(one) else escape(one) for one in text)


def named_controls(text: str) -> str:
    r"""Return text with the names of its control characters instead of them, for places without HTML.

    >>> named_controls("a\u202eb")
    'a[RLO]b'
    """
    if text.isprintable():
        return text
    return "".join(f"[{_name(one)}]" if is_control(one) else one for one in text)


def shortened(text: str, most: int = _LONGEST) -> str:
    """Return a text, cut between grapheme clusters where it is very long; then it says how long it was.

    >>> shortened("abcdef", 3)
    'abc… (6 characters)'
    """
    if len(text) <= most:
        return text
    _, end = widen(text, 0, most)
    return f"{text[:end]}… ({len(text):,} characters)"


def _token(character: str) -> str:
    title = unicodedata.name(character, "control character").capitalize()
    return f'<span class="control" dir="ltr" title="{escape(title)}">{_name(character)}</span>'


def _name(character: str) -> str:
    return _NAMES.get(ord(character)) or f"U+{ord(character):04X}"
