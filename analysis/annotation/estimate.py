"""How many labels are wrong, from an audit sample that people judged, with an interval that holds for few judgements.

`N_wrong = sum of N_h k_h / n_h` over the strata (`analysis.annotation.audit_sample`): k_h wrong ones of n_h judged
wrong or right, of N_h utterances. What is unclear, or not judged yet, is in neither; both are told beside it.

The interval: of each stratum the exact limits L_h and U_h of its number of wrong ones (the tails of the hypergeometric
distribution, 2.5 % each), then by square and add (Zou, Huang and Zhang 2009, as Newcombe's of a difference)

    low = N_wrong - sqrt(sum of (N_h k_h / n_h - L_h)²),    high = N_wrong + sqrt(sum of (U_h - N_h k_h / n_h)²).

None wrong of n judged still has an upper limit; a stratum that was judged whole adds no width. Simulated over strata
and shares of many kinds it covers the true number in 95 % of the samples or more; `tests/` has that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import sqrt
from typing import Final, Literal

from analysis.annotation.audit_sample import LIKELY_WRONG
from analysis.intervals import LEVEL, Interval

Label = Literal["right", "wrong", "unclear"]
"""What annotators together say of a gold."""


@dataclass(frozen=True)
class JudgedStratum:
    """One stratum of an audit sample: `n_drawn` of `n_utterances`, and what those who judged them say.

    `n_waiting` are judged and do not count yet (`analysis.annotation.audit_votes`).
    """

    name: str
    n_utterances: int
    n_drawn: int
    n_right: int = 0
    n_wrong: int = 0
    n_unclear: int = 0
    n_waiting: int = 0

    @property
    def n_judged(self) -> int:
        """How many count: wrong or right."""
        return self.n_right + self.n_wrong

    @property
    def n_open(self) -> int:
        """How many were drawn and not judged yet."""
        return self.n_drawn - self.n_judged - self.n_unclear - self.n_waiting


@dataclass(frozen=True)
class WrongLabels:
    """How many labels of `n_utterances` are wrong, and their interval.

    None where a stratum that has utterances has none judged: of it nothing is known.
    """

    n_utterances: int
    n_wrong: float | None
    interval: Interval | None

    @property
    def share(self) -> float | None:
        """The share of wrong labels, within [0, 1]; None where the number is, and of no utterance."""
        return None if self.n_wrong is None or not self.n_utterances else self.n_wrong / self.n_utterances

    @property
    def share_interval(self) -> Interval | None:
        """The limits of the share."""
        if self.interval is None or not self.n_utterances:
            return None
        return Interval(self.interval.low / self.n_utterances, self.interval.high / self.n_utterances)


def estimate_wrong(strata: Sequence[JudgedStratum], level: float = LEVEL) -> WrongLabels:
    """Estimate the number of wrong labels in these strata together; strata without utterances say nothing.

    >>> found = estimate_wrong([JudgedStratum("a", 100, 20, 12, 8), JudgedStratum("b", 900, 30, 30, 0)])
    >>> found.n_wrong, round(found.interval.low), round(found.interval.high)
    (40.0, 21, 144)
    """
    there = [one for one in strata if one.n_utterances]
    n_utterances = sum(one.n_utterances for one in there)
    if not all(one.n_judged for one in there):
        return WrongLabels(n_utterances, None, None)
    value = below = above = 0.0
    for one in there:
        point = one.n_utterances * one.n_wrong / one.n_judged
        low, high = limits_of_stratum(one.n_wrong, one.n_judged, one.n_utterances, level)
        value, below, above = value + point, below + (point - low) ** 2, above + (high - point) ** 2
    # What was seen is certain: so many are wrong, and so many right.
    seen, right = (sum(getattr(one, name) for one in there) for name in ("n_wrong", "n_right"))
    limits = Interval(max(seen, value - sqrt(below)), min(n_utterances - right, value + sqrt(above)))
    return WrongLabels(n_utterances, value, limits)


def precision_of_likely(strata: Sequence[JudgedStratum], level: float = LEVEL) -> WrongLabels:
    """Estimate how many of those that look wrong are: its share is their precision."""
    return estimate_wrong([one for one in strata if one.name == LIKELY_WRONG], level)


@cache
def limits_of_stratum(n_wrong: int, n_judged: int, n_utterances: int, level: float = LEVEL) -> tuple[int, int]:
    """Return the exact limits of how many of `n_utterances` are wrong where `n_wrong` of `n_judged` drawn ones are.

    The least and the greatest number that would give as many wrong ones or more, or as few or fewer, with a chance of
    more than `(1 - level) / 2`. Raises ValueError unless `0 <= n_wrong <= n_judged <= n_utterances`, with one judged.

    >>> limits_of_stratum(0, 30, 900), limits_of_stratum(3, 30, 30), limits_of_stratum(8, 20, 100)
    ((0, 102), (3, 3), (21, 61))
    """
    if not (0 <= n_wrong <= n_judged <= n_utterances and n_judged):
        raise ValueError(f"{n_wrong} wrong of {n_judged} judged of {n_utterances} cannot be")
    from scipy.stats import hypergeom

    tail = (1 - level) / 2 + _ROUNDING
    fewest, most = n_wrong, n_utterances - (n_judged - n_wrong)

    def so_many(n: int) -> bool:
        return bool(hypergeom.sf(n_wrong - 1, n_utterances, n, n_judged) > tail)

    def so_few(n: int) -> bool:
        return bool(hypergeom.cdf(n_wrong, n_utterances, n, n_judged) > tail)

    low, high = fewest, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if so_many(middle) else (middle + 1, high)
    least = low
    low, high = fewest, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if so_few(middle) else (low, middle - 1)
    return least, low


_ROUNDING: Final = 1e-12
"""Tails that are equal but for rounding count as equal on every machine."""
