"""Texts for CSV and TSV that no spreadsheet takes for a formula, and the way back.

A spreadsheet evaluates a cell whose first sign is one of `SIGNS`. Characters that are not seen, white space, and the
quotation mark that says "this is text" are looked through, for it may drop them. A spreadsheet that cuts lines at
other signs than the file's takes what follows a comma, a semicolon, a tab or a line break for a cell of its own, so a
formula is looked for there too. Source: OWASP, CSV injection.
"""

import unicodedata
from typing import Final

SIGNS: Final = frozenset("=+-@＝＋－＠﹦﹢﹣﹫−")
"""Signs that begin a formula, in any width, and the minus sign."""

_QUOTE: Final = "'"
_CELL_ENDS: Final = ",;\t\r\n"
_NOT_SEEN: Final = frozenset(("Cf", "Cc", "Zs", "Zl", "Zp"))


def guard(text: str) -> str:
    """Return the text with a quotation mark before each place where a formula could begin.

    >>> guard("=1+1"), guard("\\u200b@sum"), guard("9-5"), guard("a;=1+1")
    ("'=1+1", "'\\u200b@sum", '9-5', "a;'=1+1")
    """
    pieces, reached = [], 0
    for place in _places(text):
        pieces += [text[reached:place], _QUOTE]
        reached = place
    return "".join([*pieces, text[reached:]])


def unguard(cell: str) -> str:
    """Return the text that `guard` was given.

    >>> unguard("'=1+1"), unguard("'tis"), unguard(guard("'=1"))
    ('=1+1', "'tis", "'=1")
    """
    pieces, reached = [], 0
    for place in _places(cell):
        if cell[place] == _QUOTE:
            pieces.append(cell[reached:place])
            reached = place + 1
    return "".join([*pieces, cell[reached:]])


def _places(text: str) -> list[int]:
    """Find where to guard; a quotation mark put there or taken away changes no place."""
    tab_first = text.lstrip(_QUOTE)[:1] in ("\t", "\r")
    if not tab_first and SIGNS.isdisjoint(text):
        return []
    places, dangerous = [], False
    for i in range(len(text) - 1, -1, -1):
        if text[i] in SIGNS:
            dangerous = True
        elif text[i] != _QUOTE and unicodedata.category(text[i]) not in _NOT_SEEN:
            dangerous = False
        if (dangerous and (i == 0 or text[i - 1] in _CELL_ENDS)) or (tab_first and i == 0):
            places.append(i)
    return places[::-1]
