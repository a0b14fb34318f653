"""Which utterances that broke a report shows: few, and those that say most."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from analysis.breakdown import Slice
from analysis.flips import page_rows
from analysis.frames import Frame
from analysis.frequencies import FREQUENCY
from analysis.metrics import nfr
from analysis.selection import Selection

MOST_EXAMPLES: Final = 25
"""Utterances that broke and are shown."""


def most_asked(pairs: Frame, broke: Selection, most: int = MOST_EXAMPLES) -> tuple[int, ...]:
    """Return rows of those that broke, the most traffic first."""
    return page_rows(pairs, broke, FREQUENCY, descending=True, limit=most)


def of_each_locale(
    pairs: Frame, broke: Selection, locales: Sequence[Slice], most: int = MOST_EXAMPLES
) -> tuple[int, ...]:
    """Return rows of each locale in turn, the one with the highest NFR first."""
    ranked = sorted(locales, key=lambda part: (-(nfr(part.counts) or 0), str(part.values["locale"])))[:most]
    each = -(-most // max(1, len(ranked)))
    found = [
        page_rows(pairs, replace(broke, where=(("locale", (part.values["locale"],)),)), limit=each) for part in ranked
    ]
    in_turn = (row for rows in zip_longest(*found) for row in rows if row is not None)
    return tuple(in_turn)[:most]
