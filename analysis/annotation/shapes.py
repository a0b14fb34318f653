"""Utterances without the values of their slots: the set of their words, each slot one word, its name."""

from dataclasses import dataclass

import numpy as np

from analysis.annotation.golds import together
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import keys_of_groups, runs
from analysis.annotation.words import BORDER
from analysis.arrow_codes import Codes


@dataclass(frozen=True, eq=False)
class Shapes:
    """Distinct shapes within a locale. Shape s has the words `words[offsets[s] : offsets[s + 1]]`, ascending.

    `shape_of[t]` is that of the labelled text t. Shapes with one number in `kinds` have one locale and the same slot
    names; others are not to be compared, for there the slots tell them apart.
    """

    shape_of: Codes
    words: Codes
    offsets: Codes
    kinds: Codes

    def __len__(self) -> int:
        """Number of shapes."""
        return len(self.kinds)


def find_shapes(places: SlotPlaces) -> Shapes:
    """Put a word for its name in place of each slot, and gather texts that then have the same words."""
    n_texts = len(places.whole)
    codes = places.words.codes.copy()
    wide = int(codes.max(initial=0)) + 1
    codes[runs(places.first, places.lengths)] = BORDER
    codes[places.first] = wide + places.names
    n_words = int(codes.max(initial=0)) + 1
    owner = np.repeat(np.arange(n_texts), places.words.lengths)
    held = codes[runs(places.words.starts, places.words.lengths)]
    text, word = np.divmod(np.unique((owner * n_words + held)[held != BORDER]), n_words)
    slots = word >= wide
    bounds = np.arange(n_texts + 1)
    whole = keys_of_groups(word, np.searchsorted(text, bounds))
    names = keys_of_groups(word[slots], np.searchsorted(text[slots], bounds))
    kinds = together(places.locales, np.unique(names, return_inverse=True)[1])
    shape_of = together(kinds, np.unique(whole, return_inverse=True)[1])
    _, first = np.unique(shape_of, return_index=True)
    lengths = np.bincount(text, minlength=n_texts)
    starts = np.cumsum(lengths) - lengths
    offsets = np.concatenate([[0], np.cumsum(lengths[first])]).astype(np.int64)
    return Shapes(shape_of, word[runs(starts[first], lengths[first])], offsets, kinds[first])
