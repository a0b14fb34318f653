"""Where the slots of the gold stand among the words of its texts, each distinct labelled text once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds, together, word_of
from analysis.annotation.words import NumberedWords, Vocabulary, below_each_other, words
from analysis.arrow_codes import Codes
from analysis.suspicion import Normalise


@dataclass(frozen=True, eq=False)
class SlotPlaces:
    """Distinct labelled texts (locale, normalised text, gold), their words, and their slots one below the other.

    `text_of[i]` is the text of utterance i; `locales` and `intents` are the codes of each text's. Slot s is number
    `index[s]` of the slots of its text `texts[s]`, has the name `names[s]` and is the words `first[s]` to `first[s] +
    lengths[s]` of `words.codes`. `whole[t]` is false where a slot of text t is no run of whole words, so that what is
    left unmarked is not known.
    """

    words: NumberedWords
    text_of: Codes
    locales: Codes
    intents: Codes
    whole: NDArray[np.bool_]
    texts: Codes
    index: Codes
    names: Codes
    first: Codes
    lengths: Codes


def place_slots(golds: Golds, normalise: Normalise) -> SlotPlaces:
    """Find the slots among the words; one that is no run of whole words is left out."""
    golds_seen = np.unique(golds.frame_keys(), return_inverse=True)[1]
    text_of = together(golds.locales.codes, golds.normal.codes, golds_seen)
    _, representatives = np.unique(text_of, return_index=True)
    vocabulary = Vocabulary()
    numbered = [vocabulary.number(text) for text in golds.normal.values]  # type: ignore[arg-type]
    texts = [numbered[code] for code in golds.normal.codes[representatives].tolist()]
    below = below_each_other(texts)
    whole = np.ones(len(texts), dtype=np.bool_)
    found: list[tuple[int, int, int, int, int]] = []
    values = [vocabulary.number(value) for value in golds.slots.values.values]  # type: ignore[arg-type]
    names, codes, starts = (
        column.tolist() for column in (golds.slots.names.codes, golds.slots.values.codes, golds.slots.starts)
    )
    offsets, begins = golds.slots.offsets.tolist(), below.starts.tolist()
    for text, place in enumerate(representatives.tolist()):
        taken: set[int] = set()
        for index, slot in enumerate(range(offsets[place], offsets[place + 1])):
            value = values[codes[slot]]
            hint = -1 if starts[slot] < 0 else _words_before(golds, place, starts[slot], normalise)
            first = _find(texts[text], value, hint, taken)
            if first is None:
                whole[text] = False
                continue
            taken.update(range(first, first + len(value)))
            found.append((text, index, names[slot], begins[text] + first, len(value)))
    columns = np.array(found, dtype=np.int64).reshape(-1, 5).T
    locales, intents = (column.codes[representatives] for column in (golds.locales, golds.intents))
    return SlotPlaces(below, text_of, locales, intents, whole, *columns)


def _words_before(golds: Golds, place: int, start: int, normalise: Normalise) -> int:
    return len(words(normalise(word_of(golds.texts, place)[:start])))


def _find(text: list[int], value: list[int], hint: int, taken: set[int]) -> int | None:
    """Return where the value stands in a text: nearest to the hint, else the first place that no other slot has."""
    n = len(value)
    if not n:
        return None
    if hint >= 0 and text[hint : hint + n] == value:
        return hint
    places = [i for i in range(len(text) - n + 1) if text[i] == value[0] and text[i : i + n] == value]
    free = [i for i in places if taken.isdisjoint(range(i, i + n))]
    if hint >= 0:
        free = [i for i in free if abs(i - hint) <= 1]
    return min(free, key=lambda i: (abs(i - hint) if hint >= 0 else 0, i), default=None)
