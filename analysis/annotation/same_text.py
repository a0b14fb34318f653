"""The same text with different golds: within a locale, and within one context where the model sees more than the text.

Of a text with label counts c_k, a label's score is the share of the others, 1 - c_k / sum(c): a gold that stands once
beside nine of another is nearly sure to be odd, of two that differ none is. The minority is flagged; where several
labels are the most frequent nobody can tell which is right, and all of them are. Klie, Webber and Gurevych (2023)
describe the family; the entropy is H = -sum(p log2 p) in bits.

Labels that changed once, `analysis.annotation.changed_text`, are no noise, and said to be none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

import numpy as np

from analysis.annotation.changed_text import ByGold, Changed, find_changes
from analysis.annotation.golds import Golds, together, word_of
from analysis.annotation.label_pairs import pair_of_readings
from analysis.annotation.suspect import LabelPair, Shown, Suspect, Suspects, suspects_of
from analysis.arrow_codes import Codes
from analysis.suspicion import OtherGold, Reading, describe_suspicion

SAME_TEXT: Final = "same_text"
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Use:
    """How often a gold stands at a text, by whom (sorted) and from when to when; empty where the set does not say."""

    gold: Reading
    n: int
    annotators: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class SameText:
    """All golds of a text in a locale, the most frequent first; `own` is the one in question.

    `changed` where the golds changed on one day.
    """

    locale: str
    own: Use
    uses: tuple[Use, ...]
    changed: Changed | None = None

    @property
    def entropy(self) -> float:
        """How mixed the golds of the text are, in bits."""
        return entropy(use.n for use in self.uses)

    def reason(self, shown: Shown = str) -> str:
        """Return what else the text is labelled, how often, by whom and when."""
        others = tuple((use.gold, use.n) for use in self.uses if use.gold != self.own.gold)
        told = describe_suspicion(OtherGold(self.locale, self.own.n, others), shown)
        whom = [_when(use, label, shown) for use, label in ((self.own, "This one"), (self._first_other(), "the other"))]
        signed = "; ".join(one for one in whom if one)
        told = f"{told} {signed[0].upper()}{signed[1:]}." if signed else told
        return f"{told} {self.changed.reason(shown)}" if self.changed else told

    def likelier(self) -> LabelPair | None:
        """Return what the first of the most frequent other golds has instead."""
        return pair_of_readings(self.own.gold, self._first_other().gold)

    def _first_other(self) -> Use:
        return next(use for use in self.uses if use.gold != self.own.gold)


def entropy(counts: Iterable[int]) -> float:
    """Return the entropy of label counts in bits; 0 of one label, and of none.

    >>> round(entropy([3, 1]), 6), round(entropy([9, 1]), 6), entropy([2, 1, 1]), entropy([])
    (0.811278, 0.468996, 1.5, 0.0)
    """
    there = [count for count in counts if count > 0]
    return sum(-count / sum(there) * log2(count / sum(there)) for count in there) + 0.0


def minority_share(counts: Sequence[int]) -> float | None:
    """Return the share of all labels but the most frequent one, None of no labels.

    >>> minority_share([3, 1]), minority_share([2, 1, 1]), minority_share([])
    (0.25, 0.5, None)
    """
    return 1 - max(counts) / sum(counts) if sum(counts) else None


def find_same_text(golds: Golds, context: Sequence[str] = ()) -> Suspects:
    """Find golds that are not alone with their text; `context` names further columns that the model is given.

    A column of the context that `golds` was not read with raises KeyError.
    """
    groups = together(golds.locales.codes, golds.normal.codes, *(golds.further[column].codes for column in context))
    found: list[Suspect] = []
    texts = [
        _golds_of(golds, places.tolist()) for places in groups_that_differ(groups, golds.frame_keys().astype(np.int64))
    ]
    for by_gold, changed in zip(texts, find_changes(golds, texts), strict=True):
        found += _of_text(golds, by_gold, changed)
    return suspects_of(SAME_TEXT, found)


def groups_that_differ(groups: Codes, labels: Codes) -> list[Codes]:
    """Return the places of each group that has more than one label, ascending within it."""
    if not len(groups):
        return []
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    held = labels[order]
    mixed = np.minimum.reduceat(held, starts) != np.maximum.reduceat(held, starts)
    ends = np.append(starts[1:], len(order))
    return [order[start:end] for start, end in zip(starts[mixed], ends[mixed], strict=True)]


def _golds_of(golds: Golds, places: list[int]) -> ByGold:
    """Gather places by their gold, the most frequent first."""
    by_gold: ByGold = defaultdict(list)
    for place in places:
        by_gold[golds.reading(place)].append(place)
    return dict(sorted(by_gold.items(), key=lambda one: (-len(one[1]), one[0].intent, one[0].slots)))


def _of_text(golds: Golds, by_gold: ByGold, changed: Changed | None) -> list[Suspect]:
    uses = tuple(_use(golds, gold, of_gold) for gold, of_gold in by_gold.items())
    n, most = sum(use.n for use in uses), uses[0].n
    tied = uses[1].n == most
    found = []
    for use in uses:
        if use.n == most and not tied:
            continue
        of_gold = by_gold[use.gold]
        evidence = SameText(word_of(golds.locales, of_gold[0]), use, uses, changed)
        found += [Suspect(int(golds.rows[place]), 1 - use.n / n, True, evidence) for place in of_gold]
    return found


def _use(golds: Golds, gold: Reading, places: list[int]) -> Use:
    annotators = Counter(filter(None, _words(golds, "annotator", places)))
    days = sorted(filter(None, _words(golds, "annotated_at", places)))
    first, last = (days[0], days[-1]) if days else ("", "")
    return Use(gold, len(places), tuple(sorted(annotators)), first, last)


def _words(golds: Golds, column: str, places: list[int]) -> list[str]:
    return [word_of(golds.further[column], place) for place in places] if column in golds.further else []


def _when(use: Use, label: str, shown: Shown) -> str:
    named = ", ".join(map(shown, use.annotators[:_MOST_NAMED]))
    more = f" and {len(use.annotators) - _MOST_NAMED} more" if len(use.annotators) > _MOST_NAMED else ""
    days = shown(use.first) if use.first == use.last else f"{shown(use.first)} to {shown(use.last)}"
    by, on = (f" by {named}{more}" if named else ""), (f" on {days}" if use.first else "")
    return f"{label} is{by}{on}" if by or on else ""
