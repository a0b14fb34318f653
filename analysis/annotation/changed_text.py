"""Texts whose gold changed on one day: labels of before and after differ, and the guideline did too, it seems.

Of the two most frequent golds of a text it is tested whether one day sets them apart, by
`analysis.annotation.label_change`, corrected by Benjamini and Hochberg over all texts with labels enough to show it.
Whoever labelled such a text before that day labelled it as one did then: no noise, yet to be labelled anew.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from analysis.annotation.days import day_of
from analysis.annotation.golds import Golds, word_of
from analysis.annotation.label_change import can_change, single_change
from analysis.annotation.suspect import Shown
from analysis.many_slices import benjamini_hochberg
from analysis.suspicion import Reading, describe_reading

ALPHA: Final = 0.05

ByGold = dict[Reading, list[int]]
"""The places of a text by their gold."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A text labelled `before` till the day `since` and `after` from then on, as many times of all labels that are one.

    `q` is the p of that, corrected for all texts.
    """

    before: Reading
    after: Reading
    since: str
    n_before: int
    n_all_before: int
    n_after: int
    n_all_after: int
    q: float

    def reason(self, shown: Shown = str) -> str:
        """Return what the text was labelled before and since."""
        before, after = (describe_reading(gold, shown) for gold in (self.before, self.after))
        return (
            f"Before {shown(self.since)} it is {before} {self.n_before:,} of {self.n_all_before:,} times, since then "
            f"{after} {self.n_after:,} of {self.n_all_after:,} times: that looks like a changed guideline, not like "
            f"noise (q = {self.q:.1g})."
        )


def find_changes(golds: Golds, texts: Sequence[ByGold]) -> list[Changed | None]:
    """Return of each text, its places by gold, the most frequent first, how it changed; None where none is certain."""
    found = [_change(golds, by_gold) for by_gold in texts]
    q_values = benjamini_hochberg([one.q if one else None for one in found])
    return [
        replace(one, q=q) if one and q is not None and q <= ALPHA else None
        for one, q in zip(found, q_values, strict=True)
    ]


def _change(golds: Golds, by_gold: ByGold) -> Changed | None:
    """Return how the two most frequent golds of a text changed, with the p of this text alone as `q`."""
    if "annotated_at" not in golds.further:
        return None
    first, second = list(by_gold)[:2]
    dated = [
        (day_of(time), gold == second)
        for gold in (first, second)
        for place in by_gold[gold]
        if (time := word_of(golds.further["annotated_at"], place))
    ]
    days, hits = [day for day, _ in dated], [hit for _, hit in dated]
    change = single_change(days, hits) if can_change(len(hits), sum(hits), ALPHA) else None
    if change is None:
        return None
    n_after, n_after_hits = len(hits) - change.n_before, sum(hits) - change.n_before_hits
    if change.n_before_hits * n_after < n_after_hits * change.n_before:
        counts = change.n_before - change.n_before_hits, change.n_before, n_after_hits, n_after
        return Changed(first, second, change.since, *counts, change.p)
    counts = change.n_before_hits, change.n_before, n_after - n_after_hits, n_after
    return Changed(second, first, change.since, *counts, change.p)
