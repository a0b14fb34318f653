"""Many slices, many tests: which findings survive the number of looks (Benjamini and Hochberg 1995)."""

from collections.abc import Sequence

from analysis.counts import FlipCounts
from analysis.tests_of_change import mcnemar_mid_p


def benjamini_hochberg(p_values: Sequence[float | None]) -> tuple[float | None, ...]:
    """Return the adjusted p (q) of each test in the order given; None stays None and is not counted as a test.

    `q_(i) = min over k >= i of (m / k) p_(k)`. Reporting all with q at most 0.05 keeps the expected share of false
    findings at 5 % at most, for independent and positively dependent tests.

    >>> benjamini_hochberg([0.04, None, 0.001, 0.5, 0.03])
    (0.05333333333333334, None, 0.004, 0.5, 0.05333333333333334)
    """
    tested = sorted((p, index) for index, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    smallest = 1.0
    for rank in range(len(tested), 0, -1):
        p, index = tested[rank - 1]
        smallest = min(smallest, p * len(tested) / rank)
        adjusted[index] = smallest
    return tuple(adjusted)


def can_reach(n_flips: int, alpha: float = 0.05) -> bool:
    """Could McNemar's mid-p of a slice with so many flips ever be at most `alpha`?

    A slice that cannot is left out before tests are counted; the filter looks at the number of flips, never at
    their direction, which would bias what is left.

    >>> can_reach(4), can_reach(5)
    (False, True)
    """
    return mcnemar_mid_p(0, n_flips) <= alpha


def resamples_can_reach(n_flipped: int, n: int, alpha: float = 0.05) -> bool:
    """Could the bootstrap's p of the accuracy change ever be at most `alpha`, where so many of n clusters flipped?

    At best all changed the same way. Then a draw shows no change where it holds none of them, which happens with
    probability (1 - n_flipped / n)**n, about e**-n_flipped, and the two-sided p is twice that. As in `can_reach`, what
    counts is how many clusters hold a flip, never its direction.

    >>> resamples_can_reach(3, 200), resamples_can_reach(4, 200), resamples_can_reach(0, 0)
    (False, True, False)
    """
    return n > 0 and 2 * (1 - n_flipped / n) ** n <= alpha


def mcnemar_p_values(slices: Sequence[FlipCounts]) -> tuple[float | None, ...]:
    """Return McNemar's mid-p of each slice; None where it could never be significant."""
    return tuple(
        mcnemar_mid_p(counts.n_negative_flips, counts.n_positive_flips)
        if can_reach(counts.n_negative_flips + counts.n_positive_flips)
        else None
        for counts in slices
    )
