"""Texts as numbered words, all below each other: what windows of words are looked up in."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.arrow_codes import Codes

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts that write no space between words, of which a letter is a word here: Thai, Khmer, Kana, Han and others."""
_MARKS: Final = "!-/:-@\\[-`{-~¡¿،؛؟۔、。！？・“”„‘’…«»–—"
_WORD: Final = re.compile(f"[^\\s{_UNSPACED}{_MARKS}]+|[{_UNSPACED}]|[{_MARKS}]")
BORDER: Final = 0
"""Number of what stands before the first and behind the last word of a text."""


def words(text: str) -> list[str]:
    """Cut a text into words; each punctuation mark, and each letter of a script without spaces, is one.

    >>> words("à l'aéroport"), words("7時に"), words("तीन बजे")
    (['à', 'l', "'", 'aéroport'], ['7', '時', 'に'], ['तीन', 'बजे'])
    """
    return _WORD.findall(text)


def spans_of_words(text: str) -> list[tuple[int, int]]:
    """Return where each word starts and ends."""
    return [found.span() for found in _WORD.finditer(text)]


@dataclass(frozen=True, eq=False)
class NumberedWords:
    """Text i has the words `codes[starts[i] : starts[i] + lengths[i]]`, with a `BORDER` before and behind."""

    codes: Codes
    starts: Codes
    lengths: Codes


class Vocabulary:
    """Gives each distinct word a number, from 1, as it comes."""

    def __init__(self) -> None:
        """Know no word but the border."""
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> list[int]:
        """Return the numbers of a text's words."""
        numbers = self._numbers
        return [numbers.setdefault(word, len(numbers) + 1) for word in words(text)]


def below_each_other(texts: list[list[int]]) -> NumberedWords:
    """Put numbered texts below each other, a border before, between and behind.

    >>> below_each_other([[1, 2], [], [3]]).codes.tolist()
    [0, 1, 2, 0, 0, 3, 0]
    """
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    starts = 1 + np.concatenate([[0], np.cumsum(lengths + 1)[:-1]]).astype(np.int64) if texts else lengths
    codes = np.full(int((lengths + 1).sum()) + 1, BORDER, dtype=np.int64)
    places = np.arange(int(lengths.sum())) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
    codes[places] = np.fromiter((word for text in texts for word in text), dtype=np.int64, count=len(places))
    return NumberedWords(codes, starts, lengths)
