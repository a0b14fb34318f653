"""What everyone else would have marked: the same request elsewhere, a tagger that did not see the text, its words.

Of each slot, and of each one that is missing, the first of these speaks that knows something:

the slot names of the others of its request, `vote_of_others`; which words they are there, nobody can say here
a tagger trained on the other texts, `learned_slots`, where it would send the slot to a person; its word also goes for
    where the borders are
the same words in the same surroundings, `variation`, likewise

What none of them objects to is as others would mark it. An objection in favour of a name that the intent hardly has
tells of a tagger that mixes things up, and does not count.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.comparable import Comparable, Label
from analysis.annotation.golds import Golds, word_of
from analysis.annotation.learned_slots import UnlikelySlot
from analysis.annotation.others_vote import vote_of_others
from analysis.annotation.spread import keys_of_groups
from analysis.annotation.suspect import NO_SLOT, Suspects
from analysis.annotation.variation import Variation
from analysis.arrow_codes import Codes

FEWEST_USES: Final = 3
"""So many slots of an intent have a name that others could expect there."""

_NOTHING: Final = ""
_MARKED: Final = "slot"
"""What variation calls a slot of any name."""


@dataclass(frozen=True, slots=True)
class _Objection:
    """What others would label instead, and what is there: names, "" for no slot, None for other borders."""

    expected: str
    given: Label


def comparable_slots(golds: Golds, tagger: Suspects, variation: Suspects) -> tuple[Comparable, Comparable]:
    """Compare the slots that others would mark, and those that the gold marks with what others would do.

    The first is about `slot`, the second about `added`. `tagger` and `variation` are what `find_learned_slots` and
    `find_variation` found.
    """
    used, votes, confirmed = _used(golds), *_votes(golds)
    objections = {
        (place, slot): said
        for (place, slot), said in (_objections(golds, variation) | _objections(golds, tagger)).items()
        if (not said.expected or (word_of(golds.intents, place), said.expected) in used)
        and (said.given is None or not confirmed[place])
    }
    names: tuple[Label, ...] = (_NOTHING, None, *(str(name) for name in golds.slots.names.values))
    codes = {name: code for code, name in enumerate(names)}
    disputed = np.union1d(list(votes), [place for place, _ in objections]).astype(np.int64)
    entries = [
        (place, slot, codes[said.expected], codes[said.given])
        for place in disputed.tolist()
        for slot, said in _compare(place, _names(golds, place), votes.get(place), objections)
    ]
    agreed = _agreed(golds, disputed, codes)
    columns = np.concatenate([agreed, np.array(entries, dtype=np.int64).reshape(-1, 4)])
    marked = columns[columns[:, 2] != codes[_NOTHING]]
    place, slot, expected, given = columns[columns[:, 1] != NO_SLOT].T
    own = np.where(given == codes[None], expected, given)
    # Whatever else others would mark these words as, here it is only asked whether they would mark them.
    added = np.stack([place, slot, own, np.where(expected == codes[_NOTHING], expected, own)], axis=1)
    return Comparable("slot", *_one_each(marked), names), Comparable("added", *_one_each(added), names)


def _agreed(golds: Golds, disputed: Codes, codes: dict[Label, int]) -> Codes:
    """Return an entry for each slot that nobody objects to."""
    offsets = golds.slots.offsets
    places = np.repeat(np.arange(len(golds)), np.diff(offsets))
    index = np.arange(len(places)) - offsets[places]
    of_name = np.array([codes[str(name)] for name in golds.slots.names.values], dtype=np.int64)
    names = of_name[golds.slots.names.codes] if len(places) else places
    kept = ~np.isin(places, disputed)
    return np.stack([places, index, names, names], axis=1)[kept]


def _one_each(entries: Codes) -> tuple[Codes, Codes, Codes, Codes]:
    """Keep one entry an utterance and expected label, the first that is labelled otherwise if there is one."""
    place, _, expected, given = entries.T
    order = np.lexsort((given == expected, expected, place))
    kept = entries[order]
    first = np.ones(len(kept), dtype=np.bool_)
    first[1:] = (np.diff(kept[:, 0]) != 0) | (np.diff(kept[:, 2]) != 0)
    place, slot, expected, given = kept[first].T
    return place, slot, expected, given


def _objections(golds: Golds, found: Suspects) -> dict[tuple[int, int], _Objection]:
    said: dict[tuple[int, int], tuple[float, _Objection]] = {}
    places = np.searchsorted(golds.rows, found.rows)
    for entry in np.flatnonzero(found.flags).tolist():
        key, score = (int(places[entry]), int(found.slots[entry])), float(found.scores[entry])
        objection = _read(found.evidence(entry))
        if objection is not None and (key not in said or said[key][0] < score):
            said[key] = score, objection
    return {key: objection for key, (_, objection) in said.items()}


def _used(golds: Golds) -> set[tuple[str, str]]:
    """Return intents with the names that they have `FEWEST_USES` times, in any locale."""
    intents = np.repeat(golds.intents.codes, np.diff(golds.slots.offsets))
    wide = len(golds.slots.names.values)
    keys, n = np.unique(intents * wide + golds.slots.names.codes, return_counts=True)
    return {
        (str(golds.intents.values[key // wide]), str(golds.slots.names.values[key % wide]))
        for key in keys[n >= FEWEST_USES].tolist()
    }


def _read(evidence: object) -> _Objection | None:
    match evidence:
        case UnlikelySlot(given=given, other=other):
            return _Objection(other, None if given == other else given)
        case Variation(own=own, labels=((label, _), *_)) if label is not None and _MARKED not in (own, label):
            return _Objection(label, own)
    return None


def _votes(golds: Golds) -> tuple[dict[int, tuple[str, ...]], NDArray[np.bool_]]:
    """Return the slot names that the others of a request agree on, by utterance, where its own are others.

    And of each utterance, whether they agree on its own names.
    """
    keys = keys_of_groups(golds.slots.names.codes, golds.slots.offsets)
    _, first, labels = np.unique(keys, return_index=True, return_inverse=True)
    voted = vote_of_others(golds, labels.astype(np.int64))
    differing = np.flatnonzero((voted >= 0) & (voted != labels))
    return {place: _names(golds, int(first[voted[place]])) for place in differing.tolist()}, voted == labels


def _names(golds: Golds, place: int) -> tuple[str, ...]:
    codes = golds.slots.names.codes[golds.slots.offsets[place] : golds.slots.offsets[place + 1]]
    return tuple(str(golds.slots.names.values[code]) for code in codes.tolist())


def _compare(
    place: int, own: tuple[str, ...], voted: tuple[str, ...] | None, objections: dict[tuple[int, int], _Objection]
) -> Iterator[tuple[int, _Objection]]:
    if voted is None:
        for slot, name in enumerate(own):
            yield slot, objections.get((place, slot), _Objection(name, name))
        missed = objections.get((place, NO_SLOT))
        if missed and missed.expected and missed.given == _NOTHING:
            yield NO_SLOT, missed
        return
    lacking, beyond = Counter(voted) - Counter(own), Counter(own) - Counter(voted)
    # With one name for another, this was it; of several nobody knows which.
    instead = next(iter(lacking)) if lacking.total() == beyond.total() == 1 else _NOTHING
    for slot, name in enumerate(own):
        if beyond[name]:
            beyond[name] -= 1
            yield slot, _Objection(instead, name)
        else:
            moved = (place, slot) in objections and objections[place, slot].given is None
            yield slot, _Objection(name, None if moved else name)
    if not instead:
        for name in lacking.elements():
            yield NO_SLOT, _Objection(name, _NOTHING)
