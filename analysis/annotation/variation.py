"""Variation n-grams for slots: the same words in the same surroundings, here labelled so, there otherwise.

After Dickinson and Meurers (2003). Every place of the set where the words of a slot stand in the same surroundings is
looked at, also where no slot marks them: a span that was forgotten is no span to be found. Each place has one label:
the name of the slot that marks exactly these words, nothing, or other borders. Surroundings, each within a locale:

`neighbours`  one word before and one behind, or the border of the text
`intent`      the same intent
`locale`      any: here only what is mostly marked counts, and only whether it is marked so, not as what, for one word
              may be a city in one intent and a destination in the other

Of words with label counts c_k, a place scores 1 - c_k / sum(c), by `WEIGHTS`: the less is the same, the less it says.
It is flagged where its label is rarer than the most frequent one. A place has an entry for the surroundings in which it
scores most.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds, word_of
from analysis.annotation.label_counts import LabelCounts, count_labels
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.spread import runs
from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspects, quoted
from analysis.annotation.windows import LONGEST, Met, Surroundings, meet
from analysis.annotation.words import spans_of_words
from analysis.arrow_codes import Codes

VARIATION: Final = "variation"
WEIGHTS: Final[dict[Surroundings, float]] = {"neighbours": 1.0, "intent": 1.0, "locale": 0.8}

UNMARKED: Final = -1
OTHER_BORDERS: Final = -2
"""Labels beside the codes of slot names."""
_MARKED: Final = 0


@dataclass(frozen=True, slots=True)
class Variation:
    """Words in their surroundings, how they are labelled here, and how in all places, the most frequent label first.

    A label is a slot's name ("slot" for any), "" for no slot, None for a slot with other borders. `where` says what
    else is the same, `before` and `behind` the words around, empty at the border of the text.
    """

    words: str
    where: Surroundings
    before: str
    behind: str
    intent: str
    own: str | None
    labels: tuple[tuple[str | None, int], ...]

    def reason(self, shown: Shown = str) -> str:
        """Return what the words are elsewhere, how often, and what they are here."""
        label, n = self._most_frequent_other()
        total = sum(n for _, n in self.labels)
        told = (
            f"“{shown(quoted(self.words))}”{self._where(shown)} is {_said(label, shown)} in {n:,} of {total:,} places"
        )
        return f"{told}; here it is {_said(self.own, shown)}."

    def likelier(self) -> LabelPair | None:
        """Return the most frequent other label; None where it is not told as which slot the words are marked."""
        label, _ = self._most_frequent_other()
        if self.where == "locale" or (label or self.own) in ("", None):
            return None
        if label is None or self.own is None:
            # The borders are in question, of the slot that is told.
            told = str(label or self.own)
            return LabelPair("slot", told, told)
        return LabelPair("slot", self.own, label)

    def _most_frequent_other(self) -> tuple[str | None, int]:
        return next((label, n) for label, n in self.labels if label != self.own)

    def _where(self, shown: Shown) -> str:
        if self.where == "intent":
            return f" in {shown(self.intent)}"
        if self.where == "locale":
            return ""
        before = f"after “{shown(quoted(self.before))}”" if self.before else "at the start"
        return f" {before} and {f'before “{shown(quoted(self.behind))}”' if self.behind else 'at the end'}"


def _said(label: str | None, shown: Shown) -> str:
    if label is None:
        return "marked with other borders"
    return f"marked as {shown(label)}" if label else "not marked"


@dataclass(frozen=True, eq=False)
class _Found:
    """Places in one kind of surroundings that vary, with their labels, slots, scores and flags."""

    where: Surroundings
    met: Met
    labels: Codes
    counts: LabelCounts
    slots: Codes
    odd: Codes
    scores: NDArray[np.float64]
    flags: NDArray[np.bool_]


def find_variation(golds: Golds, places: SlotPlaces) -> Suspects:
    """Find slots, and words without one, that are labelled otherwise than the same words in the same surroundings."""
    times = np.bincount(places.text_of, minlength=len(places.whole)).astype(np.int64)
    found = [_vary(places, where, times) for where in WEIGHTS]
    kinds = np.concatenate([np.full(len(one.odd), kind) for kind, one in enumerate(found)])
    entries = np.concatenate([one.odd for one in found])
    columns = zip(*((one.met.first, one.met.texts, one.slots, one.labels) for one in found), strict=True)
    firsts, texts, slots, labels = (
        np.concatenate([held[one.odd] for one, held in zip(found, column, strict=True)]) for column in columns
    )
    scores = np.concatenate([one.scores for one in found])
    flags = np.concatenate([one.flags for one in found])
    # The same words in another kind of surroundings, or other words of the same slot, say the same thing once more.
    same = np.where(slots == NO_SLOT, -1 - firsts, slots)
    # Of equal scores, what these words are elsewhere says more than what other words are nowhere else.
    best = _first_of_each(texts, same, np.lexsort((labels, -scores, same, texts)))
    # A text stands for all its utterances: each gets the entries of its text.
    n = times[texts[best]]
    entry = np.repeat(best, n)
    by_text, ends = np.argsort(places.text_of, kind="stable"), np.cumsum(times)
    utterances = by_text[runs(ends[texts[best]] - n, n)]
    order = np.lexsort((-scores[entry], slots[entry], utterances))
    entry, utterances = entry[order], utterances[order]

    def evidence(i: int) -> Variation:
        one = found[int(kinds[entry[i]])]
        return _evidence(golds, places, one, int(entries[entry[i]]), int(utterances[i]))

    return Suspects(VARIATION, golds.rows[utterances], slots[entry], scores[entry], flags[entry], evidence)


def _first_of_each(texts: Codes, same: Codes, order: Codes) -> Codes:
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(texts[order]) != 0) | (np.diff(same[order]) != 0)
    return order[first]


def _vary(places: SlotPlaces, where: Surroundings, times: Codes) -> _Found:
    met = meet(places, where)
    labels, slots, known = _label(places, met)
    if where == "locale":
        labels = np.minimum(labels, _MARKED)
    met = Met(*(column[known] for column in (met.windows, met.texts, met.first, met.lengths)))
    labels, slots = labels[known], slots[known]
    counts = count_labels(met.windows, labels, times[met.texts])
    own, most = counts.own, counts.most[met.windows]
    odd = (own < counts.total[met.windows]) & ((own < most) | (counts.n_most[met.windows] > 1))
    if where == "locale":
        odd &= (labels != _MARKED) & (own < most) & (counts.first_most[met.windows] == _MARKED)
    scores = WEIGHTS[where] * (1 - own / np.maximum(counts.total[met.windows], 1))
    return _Found(where, met, labels, counts, slots, np.flatnonzero(odd), scores[odd], (own < most)[odd])


def _label(places: SlotPlaces, met: Met) -> tuple[Codes, Codes, NDArray[np.bool_]]:
    """Return the label of each place, the slot of its utterance that is concerned, and whether the label is known."""
    n_slots = len(places.first)
    starting, marking = (np.full(len(places.words.codes), -1, dtype=np.int64) for _ in range(2))
    starting[places.first] = np.arange(n_slots)
    marking[runs(places.first, places.lengths)] = np.repeat(np.arange(n_slots), places.lengths)
    slot = starting[met.first]
    exact = (slot >= 0) & (np.append(places.lengths, -1)[slot] == met.lengths)
    touched = np.full(len(met.first), -1, dtype=np.int64)
    for step in range(LONGEST):
        inside = np.minimum(met.first + step, len(marking) - 1)
        touched = np.where((touched < 0) & (step < met.lengths), marking[inside], touched)
    slot = np.where(exact, slot, touched)
    labels = np.where(exact, np.append(places.names, UNMARKED)[slot], np.where(slot >= 0, OTHER_BORDERS, UNMARKED))
    return labels, np.append(places.index, NO_SLOT)[slot], (slot >= 0) | places.whole[met.texts]


def _evidence(golds: Golds, places: SlotPlaces, found: _Found, place: int, utterance: int) -> Variation:
    text = word_of(golds.normal, utterance)
    spans = spans_of_words(text)
    first = int(found.met.first[place] - places.words.starts[found.met.texts[place]])
    past = first + int(found.met.lengths[place])

    def name(label: int) -> str | None:
        if label < 0:
            return "" if label == UNMARKED else None
        return "slot" if found.where == "locale" else str(golds.slots.names.values[label])

    return Variation(
        text[spans[first][0] : spans[past - 1][1]],
        found.where,
        text[slice(*spans[first - 1])] if first else "",
        text[slice(*spans[past])] if past < len(spans) else "",
        word_of(golds.intents, utterance),
        name(int(found.labels[place])),
        tuple((name(label), n) for label, n in found.counts.of_window(int(found.met.windows[place]))),
    )
