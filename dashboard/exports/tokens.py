"""A text cut into tokens that an annotator can mark: words, and single signs."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from analysis.graphemes import is_border

_OF_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han are written without spaces: there each sign is a token."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text in code points, end exclusive; `space` says that one space follows it."""

    text: str
    start: int
    end: int
    space: bool


def tokenise(text: str, borders: Collection[int] = ()) -> list[Token]:
    """Cut a text at white space, at signs that belong to no word, and at the `borders` that are asked for.

    No other cut falls within a grapheme cluster. Tokens and their spaces are the whole text, so white space that is
    more than one space after a token is a token too.

    >>> [token.text for token in tokenise("wake me at 5:30!", [6])]
    ['wake', 'm', 'e', 'at', '5', ':', '30', '!']
    """
    return list(_tokens(text, sorted({*_cuts(text), *borders, len(text)})))


def _cuts(text: str) -> Iterator[int]:
    base = 0
    for i in range(len(text)):
        if not is_border(text, i):
            continue
        if not (i and _is_of_word(text[base]) and _is_of_word(text[i])):
            yield i
        base = i


def _is_of_word(letter: str) -> bool:
    return (letter.isalnum() or letter == "_") and not _OF_SPACELESS.match(letter)


def _tokens(text: str, cuts: list[int]) -> Iterator[Token]:
    known, after_space = set(cuts), -1
    for start, end in pairwise(cuts):
        if end == after_space:
            continue
        piece = text[start:end]
        spaced = not piece.isspace() and text[end : end + 1] == " " and end + 1 in known
        after_space = end + 1 if spaced else -1
        yield Token(piece, start, end, spaced)
