"""What is wrong with a regular expression, for whoever typed it: where, what RE2 does not know, and what to do.

RE2 knows neither lookaround nor back-references: without them its time grows with the text alone
(https://github.com/google/re2/wiki/Syntax). Its own message is a kind and the piece that it stopped at.
"""

import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(r"(?P<class>\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])|\\.|.", re.DOTALL)


def explain_error(expression: str, reason: str) -> str:
    r"""Return a clause for RE2's `reason` ("kind: piece") not to take an expression; an unknown kind stays as it is.

    >>> explain_error("play(", "missing ): play(")
    'the bracket ( at character 5 after the / is never closed; add a ), or write \\( to find the bracket itself'
    """
    kind, _, piece = reason.partition(": ")
    explain = _EXPLAINED.get(kind)
    return f"{reason}; see github.com/google/re2/wiki/Syntax" if explain is None else explain(expression, piece)


def _never_closed(expression: str, _piece: str) -> str:
    opened: list[int] = []
    for token in _TOKEN.finditer(expression):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")" and opened:
            opened.pop()
    place = _at(opened[-1] if opened else None)
    return f"the bracket ({place} is never closed; add a ), or write \\( to find the bracket itself"


def _never_opened(expression: str, _piece: str) -> str:
    n_open = 0
    for token in _TOKEN.finditer(expression):
        n_open += {"(": 1, ")": -1}.get(token[0], 0)
        if n_open < 0:
            return (
                f"the bracket ){_at(token.start())} closes none; take it out, or write \\) to find the bracket itself"
            )
    return "a bracket ) closes none; take it out, or write \\) to find the bracket itself"


def _class_not_closed(expression: str, piece: str) -> str:
    place = _at(len(expression) - len(piece))
    return f"the class of characters [{place} is never closed; add a ], or write \\[ to find the bracket itself"


def _unknown_group(expression: str, piece: str) -> str:
    place = _place(expression, piece)
    if piece in ("(?=", "(?!", "(?<=", "(?<!"):
        return (
            f"RE2 knows no lookaround ({piece}{place}); write what shall stand there as part of the expression, or "
            "narrow the list by a filter instead"
        )
    if re.fullmatch(r"\(\?[imsU-]+", piece):
        return f"the group {piece}{place} is never closed; add a )"
    if piece == "(?<":
        return f"RE2 knows no group (?<name>…){place}; write (?P<name>…)"
    if piece == "(?P" and _starts(expression, "(?P="):
        return _no_reference("(?P=", _place(expression, "(?P="))
    return f"RE2 knows no group {piece}…){place}; write (?:…) for a group, or \\( to find the bracket itself"


def _wrong_name(expression: str, piece: str) -> str:
    return f"the group {piece}{_place(expression, piece)} has no right name; write (?P<name>…), with letters and digits"


def _unknown_escape(expression: str, piece: str) -> str:
    place = _place(expression, piece)
    if re.fullmatch(r"\\[1-9k]", piece):
        return _no_reference(piece, place)
    return f"RE2 does not know {piece}{place}; write \\\\ to find a backslash itself"


def _no_reference(piece: str, place: str) -> str:
    return f"RE2 knows no back-references ({piece}{place}); write out what shall come again"


def has_newer_group(expression: str) -> bool:
    """Has it a group (?<name>…), which the RE2 in Arrow takes and the one in DuckDB does not?"""
    return bool(_starts(expression, "(?<"))


def _nothing_to_repeat(expression: str, piece: str) -> str:
    return f"there is nothing for {piece} to repeat{_place(expression, piece)}; write \\{piece} to find it itself"


def _repeated_twice(expression: str, piece: str) -> str:
    return (
        f"{piece}{_place(expression, piece)} repeats twice; keep one of them, or write \\{piece[-1]} to find it itself"
    )


def _unknown_class(expression: str, piece: str) -> str:
    if re.fullmatch(r"\S+-\S+", piece):
        return f"the range {piece}{_place(expression, piece)} runs backwards; turn it round, or put the - last"
    place = _place(expression, piece)
    return f"RE2 knows no class {piece}{place}; known are \\d, \\w, \\s, [[:alpha:]], \\pL and \\p{{Greek}} for example"


def _wrong_size(expression: str, piece: str) -> str:
    return f"{piece}{_place(expression, piece)} cannot be counted; write {{least,most}}, up to 1000"


def _ends_early(expression: str, _piece: str) -> str:
    return f"it ends with a backslash{_at(len(expression) - 1)}; write \\\\ to find a backslash itself"


_EXPLAINED: Final[dict[str, Callable[[str, str], str]]] = {
    "missing )": _never_closed,
    "unexpected )": _never_opened,
    "missing ]": _class_not_closed,
    "invalid perl operator": _unknown_group,
    "invalid named capture group": _wrong_name,
    "invalid escape sequence": _unknown_escape,
    "no argument for repetition operator": _nothing_to_repeat,
    "bad repetition operator": _repeated_twice,
    "invalid character class range": _unknown_class,
    "invalid repetition size": _wrong_size,
    "trailing \\": _ends_early,
}


def _place(expression: str, piece: str) -> str:
    """Return where a piece stands first as syntax, for an escaped bracket is none; where nowhere, in a class."""
    start = next(iter(_starts(expression, piece)), expression.find(piece))
    return _at(start if start >= 0 else None)


def _starts(expression: str, piece: str) -> list[int]:
    found = (token.start() for token in _TOKEN.finditer(expression))
    return [start for start in found if expression.startswith(piece, start)]


def _at(start: int | None) -> str:
    return "" if start is None else f" at character {start + 1} after the /"
