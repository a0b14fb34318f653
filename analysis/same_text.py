"""The other utterances with the same text in the same locale."""

import unicodedata
from collections.abc import Callable
from typing import Final

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns

MOST_DOUBLES: Final = 1_000


def spellings(text: str, normalise: Callable[[str], str]) -> tuple[str, ...]:
    """Return the ways to write a text that an engine can look up without reading each text letter by letter.

    As it stands, normalised, in lower case and capitalised, each in both Unicode forms: all normalise to the same.

    >>> spellings("Stop it", str.casefold)
    ('Stop it', 'stop it')
    """
    normal = normalise(text)
    written = (text, text.strip(), normal, normal.lower(), normal[:1].upper() + normal[1:])
    found = {unicodedata.normalize(form, one) for one in written for form in ("NFC", "NFD")} | {text}
    return tuple(sorted(one for one in found if normalise(one) == normal))


def rows_of_text(
    pairs: Frame, row: int, locale: str, text: str, normalise: Callable[[str], str], most: int = MOST_DOUBLES
) -> tuple[int, ...]:
    """Return the other rows of a locale with this text, in one of its `spellings`, in the order of `row`.

    Other ways to write it, letters in mixed case or spaces doubled, are not found: to look through them reads all
    texts of the set, seven times as long. Raises `UnknownColumn`.
    """
    lazy = as_lazy(pairs)
    require_columns(lazy, ("row", "locale", "text"))
    same = (nw.col("locale") == locale) & nw.col("text").is_in(spellings(text, normalise)) & (nw.col("row") != row)
    return tuple(found["row"] for found in collect_rows(lazy.filter(same).select("row").sort("row").head(most)))
