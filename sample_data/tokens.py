"""Cuts a text into tokens: what a slot tagger labels and what an annotator marks."""

import re
from typing import Final

# Combining vowel signs are no \\w in Python, so a word is whatever is neither space nor punctuation.
WORD: Final = re.compile(r"[^\s.,!?'’،؟、。-]+['’]?|[.,!?'’،؟、。-]")
ARABIC_AND: Final = re.compile(r"و(?=ال|[^\s]*معجون)")


def tokens(text: str, locale: str) -> list[tuple[int, int]]:
    """The spans ``(start, end)`` of the tokens, in code points, end exclusive.

    Japanese is cut into characters; an Arabic "and" written onto a noun is cut off.

    >>> tokens("à l'aéroport", "fr-FR")
    [(0, 1), (2, 4), (4, 12)]
    >>> tokens("7時に", "ja-JP")
    [(0, 1), (1, 2), (2, 3)]
    """
    if locale == "ja-JP":
        return [(index, index + 1) for index, letter in enumerate(text) if not letter.isspace()]
    spans = []
    for found in WORD.finditer(text):
        start, end = found.span()
        if locale == "ar-SA" and end - start > 4 and ARABIC_AND.match(text, start):
            spans.append((start, start + 1))
            start += 1
        spans.append((start, end))
    return spans
