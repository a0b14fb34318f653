"""The shape of what every detector finds: which golds are suspect, how much, and why, in a sentence.

A detector has one entry for each utterance, or each of its slots, of which it has something to say. A score means
something only beside others of its detector: higher is more suspect. What it says nothing of has no entry, which is
not the same as a score of 0: a text that stands in the set once can not disagree with itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.graphemes import widen

NO_SLOT: Final = -1
"""In `Suspects.slots`: the entry is about the utterance, or about words that no slot of the gold marks."""

Shown = Callable[[str], str]
"""Writes a word that came from the data, as HTML say."""

_LONGEST_QUOTED: Final = 200


def quoted(text: str) -> str:
    """Return words as a reason quotes them: a very long text is cut between grapheme clusters.

    >>> quoted("wake me up"), len(quoted("a" * 1_000))
    ('wake me up', 201)
    """
    if len(text) <= _LONGEST_QUOTED:
        return text
    _, end = widen(text, 0, _LONGEST_QUOTED)
    return f"{text[:end]}…"


@dataclass(frozen=True, slots=True)
class LabelPair:
    """The label of a gold, and the one that a detector holds against it: two intents, or the names of two slots.

    "" is no slot. Twice the same slot name tells that its borders are in question.
    """

    kind: Literal["intent", "slot"]
    gold: str
    likelier: str

    @property
    def text(self) -> str:
        """Return both in one line, by which a pair is told from all others.

        >>> LabelPair("intent", "play", "stop").text, LabelPair("slot", "time", "").text
        ('play -> stop', 'slot time -> no slot')
        """
        if self.kind == "intent":
            return f"{self.gold} -> {self.likelier}"
        likelier = "other borders" if self.likelier == self.gold else _slot_label(self.likelier)
        return f"{_slot_label(self.gold)} -> {likelier}"


def _slot_label(name: str) -> str:
    return f"slot {name}" if name else "no slot"


class Evidence(Protocol):
    """What a person needs to check an entry: a frozen dataclass of the detector's own."""

    def reason(self, shown: Shown = str) -> str:
        """Return the evidence in a plain sentence; `shown` writes each word that came from the data."""

    def likelier(self) -> LabelPair | None:
        """Return the label in question and the likelier one; None where the evidence names no single one."""


@dataclass(frozen=True, eq=False)
class Suspects:
    """What one detector found, entry by entry.

    `rows` holds the column `row` of the utterance, ascending; `slots` the index of the gold slot, from 0, or `NO_SLOT`;
    `scores` finite numbers, higher = more suspect; `flags` whether the detector by itself would send it to a person.
    `evidence(i)` returns that of entry i; it may be worked out only then, so that a detector can score a million
    utterances and explain ten. `of_slots` is for a detector that looks at both: which entries are about the slots, not
    the intent; None where each is about whatever the detector looks at. `expected_share` is the share of wrong ones
    that a detector's own model expects among the labels it speaks of, None where it has no such model.

    Raises ValueError where the columns differ in length, the rows are not in order or a score is no finite number.
    """

    detector: str
    rows: NDArray[np.int64]
    slots: NDArray[np.int64]
    scores: NDArray[np.float64]
    flags: NDArray[np.bool_]
    evidence: Callable[[int], Evidence]
    of_slots: NDArray[np.bool_] | None = None
    expected_share: float | None = None

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        lengths = {len(column) for column in (self.rows, self.slots, self.scores, self.flags)}
        if len(lengths) > 1:
            raise ValueError(f"{self.detector}: columns of {sorted(lengths)} entries")
        if not np.isfinite(self.scores).all():
            raise ValueError(f"{self.detector}: a score is no finite number")
        if (np.diff(self.rows) < 0).any():
            raise ValueError(f"{self.detector}: the rows are not in order")

    def __len__(self) -> int:
        """Number of entries."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Suspect:
    """One entry, for detectors that find few."""

    row: int
    score: float
    flag: bool
    evidence: Evidence
    slot: int = NO_SLOT
    of_slots: bool | None = None


def suspects_of(detector: str, found: Sequence[Suspect]) -> Suspects:
    """Put entries into columns, by row, slot, and the highest score first; none gives columns of no length."""
    ordered = sorted(found, key=lambda one: (one.row, one.slot, -one.score))
    evidence = [one.evidence for one in ordered]
    return Suspects(
        detector,
        np.array([one.row for one in ordered], dtype=np.int64),
        np.array([one.slot for one in ordered], dtype=np.int64),
        np.array([one.score for one in ordered], dtype=np.float64),
        np.array([one.flag for one in ordered], dtype=np.bool_),
        evidence.__getitem__,
        None if None in (told := [one.of_slots for one in ordered]) else np.array(told, dtype=np.bool_),
    )


def worst_of_each(suspects: Suspects, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Return one entry an utterance, its most suspect one (of equals the first), as places in `suspects`, by row.

    Only the entries `among` count, where it is given.
    """
    there = np.arange(len(suspects)) if among is None else np.flatnonzero(among)
    rows = suspects.rows[there]
    if (np.diff(rows) > 0).all():
        return there.astype(np.int64)
    order = there[np.lexsort((-suspects.scores[there], rows))]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = np.diff(suspects.rows[order]) > 0
    return order[first].astype(np.int64)
