"""Utterances like another one, by the characters of their text: did only this one break, or all of its kind?

Two texts are as alike as the share of their character n-grams that both have (Jaccard): 1 for the same text, 0 where
they share none. Characters rather than words, so it works without a tokeniser, in any script, and survives inflection.
Two steps keep the work the same at any size: `rows_to_compare` picks a stated number of rows from narrow columns, then
`most_alike` reads their texts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

import narwhals as nw

from analysis.frames import Frame, as_lazy, collect_rows, require_columns

MOST_COMPARED: Final = 3_000
"""How many texts an utterance is compared with, the first in the order of the set."""

_SIZES: Final = (2, 3)
_LONGEST: Final = 200
"""Characters of a text that count; what makes two utterances alike stands in far fewer."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a row, its locale and its gold intent."""

    row: int
    locale: str
    intent: str
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A text and its likeness within (0, 1]; `n` rows have it, the first of them stands for all."""

    text: Text
    likeness: float
    n: int


def rows_to_compare(
    pairs: Frame, row: int, locale: str, intents: Collection[str], most: int = MOST_COMPARED
) -> tuple[int, ...]:
    """Return the other rows whose gold intent is one of these, those of the locale first, each in the order of `row`.

    `intents` are those in question: of the gold and of both answers. Empty where no other row has one. Raises
    `UnknownColumn`.
    """
    lazy = as_lazy(pairs)
    require_columns(lazy, ("row", "locale", "intent"))
    of_intents = lazy.select("row", "locale", "intent").filter(nw.col("intent").is_in(sorted(intents)))
    elsewhere = (nw.col("locale") != locale).cast(nw.Int64)
    others = of_intents.filter(nw.col("row") != row).select("row", _elsewhere=elsewhere)
    return tuple(found["row"] for found in collect_rows(others.sort("_elsewhere", "row").head(most)))


def most_alike(
    utterance: Text, others: Iterable[Text], normalise: Callable[[str], str], most: int
) -> tuple[Neighbour, ...]:
    """Return the texts most like an utterance's: its locale first, then the likeness, then the row.

    Rows of one locale, gold intent and normalised text are one neighbour. Texts that share no n-gram are left out, so
    there may be fewer than `most`, or none.

    >>> others = [Text(1, "en", "play", "jazz"), Text(2, "en", "stop", "stop"), Text(3, "en", "play", "jazz now")]
    >>> [found.text.row for found in most_alike(Text(0, "en", "play", "jazz now"), others, str.casefold, 5)]
    [3, 1]
    """
    keyed = [((one.locale, one.intent, _shortened(one.text, normalise)), one) for one in others]
    counts = Counter(key for key, _ in keyed)
    first: dict[tuple[str, str, str], Text] = {}
    for key, one in keyed:
        if key not in first or one.row < first[key].row:
            first[key] = one
    own = ngrams(_shortened(utterance.text, normalise))
    found = [Neighbour(one, likeness(own, ngrams(key[2])), counts[key]) for key, one in first.items()]
    alike = (neighbour for neighbour in found if neighbour.likeness > 0)

    def order(neighbour: Neighbour) -> tuple[bool, float, int]:
        return neighbour.text.locale != utterance.locale, -neighbour.likeness, neighbour.text.row

    return tuple(sorted(alike, key=order)[:most])


def _shortened(text: str, normalise: Callable[[str], str]) -> str:
    return normalise(text[:_LONGEST])


def ngrams(text: str) -> frozenset[str]:
    """Return the n-grams of two and three characters of a text with a space at both ends.

    >>> sorted(ngrams("hi"))
    [' h', ' hi', 'hi', 'hi ', 'i ']
    """
    padded = f" {text} "
    return frozenset(padded[i : i + size] for size in _SIZES for i in range(len(padded) - size + 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the n-grams of two texts that both have; 0 where there is none."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0
