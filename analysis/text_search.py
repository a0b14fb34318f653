"""Words looked for in texts: plain, whatever their case, or a regular expression written /like this/.

Plain words are found where a run of whole characters of the text equals them after Unicode casefolding: `STRASSE`
finds `Straße`, `İSTANBUL` finds `İstanbul`. They become an expression of character classes, so every engine finds the
same. Expressions are RE2's (https://github.com/google/re2/wiki/Syntax), whose time grows with the text alone, and find
letters of either case unless they say `(?-i)`. RE2 is in DuckDB and in Arrow, so both find the same too.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Final

from analysis.expression_errors import explain_error, has_newer_group

MOST_CHARACTERS: Final = 200
"""How long an expression may be."""

MOST_STEPS: Final = 400
"""How large it may be once its repetitions are written out, a character counting 1, a class of Unicode 40."""

_UNICODE_CLASS: Final = 40
_LAST_WITH_CASE: Final = 0x1FFFF
_TOKEN: Final = re.compile(
    r"""(?P<class>\\[pP](?:\{[^}]*\}|.)? | \[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\])
      | \\x\{[^}]*\} | \\.
      | \{(?P<least>\d+)(?P<comma>,(?P<most>\d*))?\}
      | (?P<other>.)""",
    re.DOTALL | re.VERBOSE,
)


def is_expression(search: str) -> bool:
    """Is this a regular expression rather than plain words?

    >>> is_expression("/wake.*five/"), is_expression("and/or"), is_expression("//")
    (True, False, False)
    """
    return len(search) > 2 and search[0] == search[-1] == "/"


def pattern_of(search: str) -> str:
    """Return the expression that finds what is searched for, in the syntax of RE2.

    >>> pattern_of("/set.*alarm/")
    '(?i)set.*alarm'
    """
    return f"(?i){search[1:-1]}" if is_expression(search) else words_pattern(search)


def words_pattern(words: str) -> str:
    """Return the expression that finds plain words, whatever their case, on every engine.

    >>> words_pattern("a.ß")
    '[aA]\\\\.(?:[sSſ][sSſ]|[ßẞ])'
    """
    return _folded_pattern(words.casefold())


def check_search(search: str) -> None:
    """Raise ValueError for an expression that RE2 does not take, or that could take very long.

    >>> check_search("/(/")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: '/(/' is no regular expression: the bracket ( at character 1 after the / is never closed; add a ), ...
    """
    if not is_expression(search):
        return
    if len(search) > MOST_CHARACTERS or _n_steps(search[1:-1]) > MOST_STEPS:
        shown = search if len(search) <= 60 else f"{search[:59]}…"
        raise ValueError(
            f"{shown!r} could take very long to search for: an expression has {MOST_CHARACTERS} characters at most, "
            "and few and small counts such as {2,5}"
        )
    if refusal := _refusal(search[1:-1]):
        raise ValueError(f"'{search}' is no regular expression: {explain_error(search[1:-1], refusal)}")


def _refusal(expression: str) -> str:
    """Return why RE2 does not take an expression, in its own words; "" where it does."""
    # Imported here, for most commands search nothing.
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        pc.match_substring_regex(pa.array([""]), expression)
    except pa.ArrowInvalid as error:
        return str(error).removeprefix("Invalid regular expression: ")
    return "invalid perl operator: (?<" if has_newer_group(expression) else ""


def _n_steps(expression: str) -> int:
    """Return about how large an expression is when its counted repetitions are written out."""
    sizes, last = [0], 0
    for token in _TOKEN.finditer(expression):
        if token["least"] is not None:
            times = max(int(token["least"]), int(token["most"] or 0), 1)
            sizes[-1] += last * (times - 1)
            last *= times
        elif token["other"] == "(":
            sizes.append(0)
        elif token["other"] == ")" and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif token["other"] not in ("?", "*", "+", "|"):
            last = _UNICODE_CLASS if re.search(r"\\[pP]", token["class"] or "") else 1
            sizes[-1] += last
    return sum(sizes)


def _folded_pattern(folded: str) -> str:
    """Return an expression of the texts that casefold to this one.

    Cut in the middle, the two halves stand behind each other; where a character of the text folds to several, of
    which some are left and some right of the cut, it stands between what is left of the halves.
    """
    if len(folded) < 2:
        return _characters(folded) if folded else ""
    middle = len(folded) // 2
    ways = [_folded_pattern(folded[:middle]) + _folded_pattern(folded[middle:])]
    for start in range(max(0, middle - 2), middle):
        for end in range(middle + 1, min(len(folded), middle + 2) + 1):
            if folded[start:end] in _unfolded():
                between = _characters(folded[start:end])
                ways.append(_folded_pattern(folded[:start]) + between + _folded_pattern(folded[end:]))
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _characters(folded: str) -> str:
    """Return an expression of the single characters that casefold to this."""
    characters = [re.escape(character) for character in _unfolded().get(folded, [folded])]
    return characters[0] if len(characters) == 1 else f"[{''.join(characters)}]"


@cache
def _unfolded() -> dict[str, list[str]]:
    """Return, for each text that a character with case folds to, all characters that do."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for character in map(chr, range(_LAST_WITH_CASE)):
        folded = character.casefold()
        if folded != character:
            found[folded].append(character)
    return {folded: [*([folded] if len(folded) == 1 else []), *characters] for folded, characters in found.items()}
