"""Numbers spread over 64 bits, and runs of numbers: what tables of a million texts are put together from."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.arrow_codes import Codes

_MIX: Final = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB)


def mixed(codes: NDArray[Any]) -> NDArray[np.uint64]:
    """Spread numbers evenly over 64 bits, one to one (the finaliser of splitmix64)."""
    first, second, third = (np.uint64(one) for one in _MIX)
    mixing = (codes.astype(np.uint64) + np.uint64(1)) * first
    mixing = (mixing ^ (mixing >> np.uint64(30))) * second
    mixing = (mixing ^ (mixing >> np.uint64(27))) * third
    return mixing ^ (mixing >> np.uint64(31))


def runs(starts: Codes, lengths: Codes) -> Codes:
    """Return the numbers of each run, one run after the other.

    >>> runs(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.repeat(starts, lengths) + within


def keys_of_groups(members: Codes, offsets: Codes) -> NDArray[np.uint64]:
    """Return a number for each group that is equal where the members are, in any order, duplicates counted.

    Group i has the members from `offsets[i]` to `offsets[i + 1]`. Different groups share one with odds of 2^-64.
    """
    sums = np.zeros(len(members) + 1, dtype=np.uint64)
    np.cumsum(mixed(members), out=sums[1:])
    return np.asarray(sums[offsets[1:]] - sums[offsets[:-1]], dtype=np.uint64)
