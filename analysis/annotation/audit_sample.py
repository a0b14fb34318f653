"""Which utterances a person looks at, to tell how many labels are wrong: a stratified random sample of the whole set.

| stratum | what is in it | share wrong that is assumed |
|---|---|---|
| `likely_wrong` | what is more likely wrong than right by the ranking | 0.5 |
| `next` | the most suspect of the others, 5 % of the set | 0.1 |
| `middle` | those after them, 20 % of the set | 0.03 |
| `rest` | all else | 0.01 |

Of N_h utterances n_h are drawn, each with the chance n_h / N_h. So that the interval is narrow, the next utterance is
always of the stratum with the largest `N_h s_h / sqrt(n_h (n_h + 1))`, s_h the standard deviation `sqrt(a (1 - a))` of
the assumed share: no other whole numbers of that sum make the variance less (Wright 2012). A wrong assumption makes the
interval wider, never wrong. The sample is a sequence: its beginning is a stratified sample too, whoever stops early has
judged one, and a larger sample begins with the smaller one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.arrow_codes import Codes
from analysis.sampling import at_random

LIKELY_WRONG: Final = "likely_wrong"
STRATA: Final = (LIKELY_WRONG, "next", "middle", "rest")

ASSUMED: Final = (0.5, 0.1, 0.03, 0.01)
"""Share of wrong labels that is assumed of each of `STRATA` where nobody looked yet."""

_SHARES: Final = (0.05, 0.2)
"""How much of the set `next` and `middle` are, where so many utterances are ranked."""


@dataclass(frozen=True, eq=False)
class AuditSample:
    """Utterances in the order drawn: their column `row`, and the place of their stratum in `STRATA`.

    `sizes` has the number of utterances of each stratum; they add up to the whole set.
    """

    sizes: tuple[int, ...]
    rows: Codes
    strata: Codes

    def __len__(self) -> int:
        """Number of utterances drawn."""
        return len(self.rows)


def draw_audit_sample(ranked: Codes, likely: NDArray[np.bool_], n_utterances: int, size: int, seed: int) -> AuditSample:
    """Draw so many of `n_utterances`, whose rows count from 0; all where there are no more.

    `ranked` are the rows of a ranking, the most suspect first, and `likely` tells which are more likely wrong than
    right. The same ranking, size and seed draw the same.
    """
    members = _members(ranked, likely, n_utterances)
    sizes = tuple(len(rows) for rows in members)
    strata = order_of_strata(sizes, size)
    rows = np.empty(len(strata), dtype=np.int64)
    for number, of_stratum in enumerate(members):
        taken = strata == number
        rows[taken] = at_random(of_stratum, int(taken.sum()), seed)
    return AuditSample(sizes, rows, strata)


def order_of_strata(sizes: Sequence[int], size: int, assumed: Sequence[float] = ASSUMED) -> Codes:
    """Return the stratum of the first drawn utterance, the second, and so on; a stratum gives no more than it has.

    Each that has any gives one first, in their order.

    >>> order_of_strata((1, 5, 0, 200), 6).tolist()
    [0, 1, 3, 3, 3, 3]
    """
    spreads = [n * sqrt(share * (1 - share)) for n, share in zip(sizes, assumed, strict=True)]
    drawn = [0] * len(sizes)
    order: list[int] = []
    for _ in range(min(size, sum(sizes))):
        left = [number for number, n in enumerate(sizes) if drawn[number] < n]
        chosen = max(left, key=lambda number: (_priority(spreads[number], drawn[number]), -number))
        drawn[chosen] += 1
        order.append(chosen)
    return np.array(order, dtype=np.int64)


def _priority(spread: float, n_drawn: int) -> float:
    return spread / sqrt(n_drawn * (n_drawn + 1)) if n_drawn else inf


def _members(ranked: Codes, likely: NDArray[np.bool_], n_utterances: int) -> list[Codes]:
    """Return the rows of each stratum."""
    others = ranked[~likely]
    next_, middle = np.cumsum([round(share * n_utterances) for share in _SHARES])
    named = [ranked[likely], others[:next_], others[next_:middle]]
    rest = np.setdiff1d(np.arange(n_utterances, dtype=np.int64), np.concatenate(named), assume_unique=True)
    return [*named, rest]
