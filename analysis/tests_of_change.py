"""Could it be chance? Tests of the accuracy change, and of the rate of negative flips itself.

McNemar's test asks whether fixes and breaks differ; three hundred of each give p = 1. A gate therefore needs the
second test, of NFR against the rate that is tolerated.
"""

from functools import lru_cache
from typing import Final

from analysis.binomial import at_least

ALPHA: Final = 0.05
"""A finding is called significant where its q, or the p of a single test, is at most this."""


def mcnemar_exact(n_broke: int, n_fixed: int) -> float:
    """Return the exact two-sided p of McNemar's test, `min(1, 2 P(Bin(m, 1/2) <= min(b, c)))`; 1 without flips.

    >>> round(mcnemar_exact(1, 7), 7)
    0.0703125
    """
    m = _require_counts(n_broke, n_fixed)
    return min(1.0, 2 * at_least(max(n_broke, n_fixed), m, 0.5)) if m else 1.0


@lru_cache(maxsize=8_192)
def mcnemar_mid_p(n_broke: int, n_fixed: int) -> float:
    """Return the two-sided mid-p of McNemar's test: the exact p less the chance of just this table; 1 without flips.

    It keeps the nominal level where the exact test is too shy (Fagerland et al. 2013). Remembered, for a page asks for
    the same hundred cells at each rerun, and a cell of ten million utterances takes milliseconds.

    >>> round(mcnemar_mid_p(1, 7), 7), mcnemar_mid_p(0, 1)
    (0.0390625, 0.5)
    """
    m = _require_counts(n_broke, n_fixed)
    if m == 0:
        return 1.0
    more = max(n_broke, n_fixed)
    tail, beyond = at_least(more, m, 0.5), at_least(more + 1, m, 0.5)
    return 1 - (tail - beyond) / 2 if n_broke == n_fixed else min(1.0, tail + beyond)


def nfr_p_value(n_negative_flips: int, n: int, tolerated: float) -> float | None:
    """Return the chance of so many negative flips or more where the true NFR is just the tolerated one.

    Exact and one-sided: `P(Bin(n, tolerated) >= n_negative_flips)`. None of nothing. Raises ValueError unless the
    counts fit and `0 <= tolerated < 1`.
    """
    if not 0 <= n_negative_flips <= n:
        raise ValueError(f"{n_negative_flips} of {n} is no rate")
    if not 0 <= tolerated < 1:
        raise ValueError(f"a tolerated NFR lies in [0, 1), not {tolerated}")
    if n == 0:
        return None
    if n_negative_flips == 0:
        return 1.0
    if tolerated == 0:
        return 0.0
    from scipy.special import betainc

    return float(betainc(n_negative_flips, n - n_negative_flips + 1, tolerated))


def p_in_words(p: float, name: str = "p") -> str:
    """Write a p, or an adjusted q, as it is read.

    >>> p_in_words(0.0004), p_in_words(0.0123), p_in_words(0.05, "q")
    ('p < 0.001', 'p = 0.012', 'q = 0.050')
    """
    return f"{name} < 0.001" if p < 0.001 else f"{name} = {p:.3f}"


def _require_counts(n_broke: int, n_fixed: int) -> int:
    if min(n_broke, n_fixed) < 0:
        raise ValueError(f"a count is negative: {n_broke}, {n_fixed}")
    return n_broke + n_fixed
