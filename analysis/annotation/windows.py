"""Looks up where the words of slots stand in all texts of a set, in the same surroundings: marked, or not."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import mixed, runs
from analysis.annotation.words import NumberedWords
from analysis.arrow_codes import Codes

Surroundings = Literal["neighbours", "intent", "locale"]
"""What must be the same besides the words: one word before and one behind (or the border) in the locale; the intent in
the locale; the locale alone."""

LONGEST: Final = 8
"""Words of a slot that is looked up; one of more is too long to be met often."""

_Keys = NDArray[np.uint64]
_STEP: Final = np.uint64(0x5851F42D4C957F2D)
_TABLE_BITS: Final = 22


@dataclass(frozen=True, eq=False)
class Met:
    """Places where words of a slot stand in known surroundings, one below the other.

    Places with one number in `windows`, from 0, have the same words and surroundings. Place i is the words `first[i]`
    to `first[i] + lengths[i]` of the text `texts[i]`.
    """

    windows: Codes
    texts: Codes
    first: Codes
    lengths: Codes


def meet(places: SlotPlaces, surroundings: Surroundings) -> Met:
    """Find every place of all texts with the words and surroundings of some slot; slots meet themselves.

    Words are compared by a number of 64 bits: two that differ share one with odds of 2^-64.
    """
    codes = places.words.codes
    text_at = _text_at(places.words)
    around = _around(places, surroundings, text_at)
    spread = mixed(codes)
    hashed = np.zeros(len(codes) + 1, dtype=np.uint64)
    windows, first, lengths = (
        [np.zeros(0, dtype=np.uint64)],
        [np.zeros(0, dtype=np.int64)],
        [np.zeros(0, dtype=np.int64)],
    )
    for length in range(1, min(LONGEST, len(codes) - 2) + 1):
        hashed = hashed[:-1] * _STEP + spread[length - 1 :]
        of_slots = places.first[places.lengths == length]
        if not len(of_slots):
            continue
        keys = hashed * _STEP ^ (around[: len(hashed)] + mixed(np.array([length])))
        if surroundings == "neighbours":
            keys = mixed(keys) ^ (spread[np.arange(len(keys)) - 1] * _STEP + np.append(spread[length:], spread[:1]))
        keys = mixed(keys)
        known = np.unique(keys[of_slots])
        found = np.flatnonzero(_may_be_in(keys, known))
        found = found[np.isin(keys[found], known)]
        windows.append(keys[found])
        first.append(found)
        lengths.append(np.full(len(found), length, dtype=np.int64))
    places_met = np.concatenate(first)
    numbers = np.unique(np.concatenate(windows), return_inverse=True)[1].astype(np.int64)
    return Met(numbers, text_at[places_met], places_met, np.concatenate(lengths))


def _around(places: SlotPlaces, surroundings: Surroundings, text_at: Codes) -> _Keys:
    """Return a number for each word that is equal where the locale is, and the intent where that counts."""
    of_text = places.locales
    if surroundings == "intent":
        of_text = of_text * (int(places.intents.max(initial=0)) + 1) + places.intents
    return mixed(np.append(of_text, -1)[text_at])


def _may_be_in(keys: _Keys, known: _Keys) -> NDArray[np.bool_]:
    """Leave out most of what is not there, without a sort."""
    table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
    mask = np.uint64((1 << _TABLE_BITS) - 1)
    table[known & mask] = True
    return np.asarray(table[keys & mask], dtype=np.bool_)


def _text_at(numbered: NumberedWords) -> Codes:
    """Return the text of each word, -1 for borders."""
    text_at = np.full(len(numbered.codes), -1, dtype=np.int64)
    text_at[runs(numbered.starts, numbered.lengths)] = np.repeat(np.arange(len(numbered.lengths)), numbered.lengths)
    return text_at
