"""The same request in other locales: most of them have another gold intent, or other slot names.

A request is what shares a `parallel_id`. In each locale its first utterance speaks; a locale is held against the
others only. The score is the share of the other locales that agree on something else than this gold; it takes more
than half of them, and two at least. Translations drift, and a language may need a slot that another does not.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.annotation.golds import Golds, together, word_of
from analysis.annotation.label_pairs import pair_of_slot_names
from analysis.annotation.same_text import groups_that_differ
from analysis.annotation.spread import keys_of_groups, mixed
from analysis.annotation.suspect import LabelPair, Shown, Suspect, Suspects, suspects_of
from analysis.arrow_codes import Codes
from analysis.suspicion import OtherLocales, describe_suspicion, other_locales

PARALLEL: Final = "parallel_requests"
_LOCALES_NEEDED: Final = 2

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherIntent:
    """The gold intent of most other locales is another."""

    told: OtherLocales

    def reason(self, shown: Shown = str) -> str:
        """Return how many of how many other locales say what."""
        return describe_suspicion(self.told, shown)

    def likelier(self) -> LabelPair:
        """Return the intent of most other locales."""
        return LabelPair("intent", self.told.gold_intent, self.told.intent)


@dataclass(frozen=True, slots=True)
class OtherSlotNames:
    """Most other locales have the slot names `names`, sorted, duplicates kept; this gold has `own`."""

    own: Names
    names: Names
    n: int
    n_others: int

    def reason(self, shown: Shown = str) -> str:
        """Return what this gold lacks or has beyond the others, and how many locales say so."""
        lacks, beyond = Counter(self.names) - Counter(self.own), Counter(self.own) - Counter(self.names)
        told = [
            f"{word} {', '.join(map(shown, sorted(names.elements())))}"
            for word, names in (("lacks the slot", lacks), ("has besides the slot", beyond))
            if names
        ]
        where = f"in {self.n:,} of {self.n_others:,} other locales"
        return f"The same request has other slots {where}: this gold {' and '.join(told)}."

    def likelier(self) -> LabelPair | None:
        """Return the first slot that this gold has beyond the others, and the first that it lacks."""
        return pair_of_slot_names(self.own, self.names)


def find_parallel(golds: Golds) -> Suspects:
    """Find golds that most other locales of their request contradict, read with `parallel_id`; without it none."""
    requests = golds.further.get("parallel_id")
    if requests is None:
        return suspects_of(PARALLEL, [])
    there = np.flatnonzero(np.array([value is not None for value in requests.values], dtype=np.bool_)[requests.codes])
    groups, labels = together(requests.codes[there]), _labels(golds)[there]
    found: list[Suspect] = []
    for places in groups_that_differ(groups, labels):
        found += _of_request(golds, there[places].tolist())
    return suspects_of(PARALLEL, found)


def _labels(golds: Golds) -> Codes:
    """Return a number an utterance, equal where intent and slot names are."""
    names = keys_of_groups(golds.slots.names.codes, golds.slots.offsets)
    return np.asarray(mixed(golds.intents.codes) * np.uint64(3) + names).astype(np.int64)


def _of_request(golds: Golds, places: list[int]) -> list[Suspect]:
    locales = [word_of(golds.locales, place) for place in places]
    intents = [word_of(golds.intents, place) for place in places]
    names = [tuple(sorted(name for name, _ in golds.slots.of(place))) for place in places]
    spoken: dict[str, int] = {}
    for index, locale in enumerate(locales):
        spoken.setdefault(locale, index)
    found = []
    if len(spoken) <= _LOCALES_NEEDED:
        return []
    for index, place in enumerate(places):
        others = [one for locale, one in spoken.items() if locale != locales[index]]
        said = other_locales(intents[index], [intents[one] for one in others])
        if said:
            found.append(_suspect(golds, place, said.n / said.n_others, OtherIntent(said)))
            continue
        slots = other_names(names[index], [names[one] for one in others if intents[one] == intents[index]])
        if slots:
            found.append(_suspect(golds, place, slots.n / slots.n_others, slots))
    return found


def _suspect(golds: Golds, place: int, score: float, evidence: OtherIntent | OtherSlotNames) -> Suspect:
    return Suspect(int(golds.rows[place]), score, True, evidence, of_slots=isinstance(evidence, OtherSlotNames))


def other_names(own: Names, others: list[Names]) -> OtherSlotNames | None:
    """Hold the slot names of a gold against those of the same request elsewhere, where the intent is the same.

    >>> other_names((), [("time",), ("time",), ()])
    OtherSlotNames(own=(), names=('time',), n=2, n_others=3)
    >>> other_names((), [("time",)]) is None
    True
    """
    counts = Counter(others)
    if not counts:
        return None
    names, n = min(counts.items(), key=lambda found: (-found[1], found[0]))
    if names == own or n < _LOCALES_NEEDED or 2 * n <= counts.total():
        return None
    return OtherSlotNames(own, names, n, counts.total())
