"""Two rates of different utterances: the interval of their difference, and could it be chance?

For two rates of the *same* utterances take `analysis.intervals.tango` and `analysis.tests_of_change.mcnemar_mid_p`.
"""

from math import exp, lgamma, sqrt
from typing import Final

from analysis.intervals import LEVEL, Interval, wilson

_NEGLIGIBLE: Final = 1e-17
"""A term below this share of the sum no longer changes it."""


def newcombe_independent(n_hits: int, n: int, n_other_hits: int, n_other: int, level: float = LEVEL) -> Interval | None:
    """Return Newcombe's hybrid score interval of `n_hits / n - n_other_hits / n_other`; None where a rate has no n.

    From the Wilson limits (l, u) of both rates p and q: `p - q - sqrt((p - l_p)² + (u_q - q)²)` to
    `p - q + sqrt((u_p - p)² + (q - l_q)²)` (Newcombe 1998, method 10). Raises ValueError unless hits fit.

    >>> newcombe_independent(56, 70, 48, 80)  # doctest: +ELLIPSIS
    Interval(low=0.0524..., high=0.3338...)
    """
    of_one, of_other = wilson(n_hits, n, level), wilson(n_other_hits, n_other, level)
    if of_one is None or of_other is None:
        return None
    p, q = n_hits / n, n_other_hits / n_other
    below = sqrt((p - of_one.low) ** 2 + (of_other.high - q) ** 2)
    above = sqrt((of_one.high - p) ** 2 + (q - of_other.low) ** 2)
    return Interval(p - q - below, p - q + above)


def fisher_mid_p(n_hits: int, n: int, n_other_hits: int, n_other: int) -> float:
    """Return the two-sided mid-p of Fisher's test that two rates are equal; 1 where a rate has no n.

    With all hits fixed, those of the first sample are hypergeometric; the p is twice the smaller tail, the table at
    hand counted half: `2 min(P(X < x), P(X > x)) + P(X = x)`. Raises ValueError unless hits fit.

    >>> round(fisher_mid_p(3, 3, 0, 3), 6), fisher_mid_p(0, 5, 0, 7)
    (0.05, 1.0)
    """
    if not (0 <= n_hits <= n and 0 <= n_other_hits <= n_other):
        raise ValueError(f"{n_hits} of {n} or {n_other_hits} of {n_other} is no rate")
    at_hand = _chance(n_hits, n, n_other_hits, n_other)
    # The tail away from the middle is short, and exact to the last digit; the other is what it leaves.
    fewer = n_hits * n_other <= n_other_hits * n
    beyond = (
        _beyond(at_hand, n_hits, n, n_other_hits, n_other)
        if fewer
        else _beyond(at_hand, n_other_hits, n_other, n_hits, n)
    )
    return min(1.0, 2 * min(beyond, max(0.0, 1 - at_hand - beyond)) + at_hand)


def fisher_can_reach(n_hits_in_all: int, n: int, n_other: int, alpha: float = 0.05) -> bool:
    """Could Fisher's mid-p of two samples with so many hits in all ever be at most `alpha`?

    It looks at sizes alone, never at where the hits fell, which would bias what is left of many tests.

    >>> fisher_can_reach(2, 30, 30), fisher_can_reach(5, 30, 30)
    (False, True)
    """
    fewest, most = max(0, n_hits_in_all - n_other), min(n, n_hits_in_all)
    return any(fisher_mid_p(x, n, n_hits_in_all - x, n_other) <= alpha for x in (fewest, most))


def _beyond(at_hand: float, fewer: int, n: int, more: int, n_other: int) -> float:
    """Return the chance of less than `fewer` hits in the sample of n, all hits and sizes being as they are."""
    term, total = at_hand, 0.0
    while fewer > 0:
        term *= fewer * (n_other - more) / ((n - fewer + 1) * (more + 1))
        fewer, more = fewer - 1, more + 1
        if term <= total * _NEGLIGIBLE:
            break
        total += term
    return total


def _chance(n_hits: int, n: int, n_other_hits: int, n_other: int) -> float:
    ways = _log_choose(n, n_hits) + _log_choose(n_other, n_other_hits)
    return exp(ways - _log_choose(n + n_other, n_hits + n_other_hits))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
