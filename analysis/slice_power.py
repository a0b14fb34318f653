"""What a search for slices could have found: beside "no slice is far above the rest" stands what would have been."""

from analysis.enrichment import enrichment_p_value
from analysis.slice_choice import MIN_TIMES, SIGNIFICANCE
from analysis.slice_search import SliceSearch


def least_flips_to_stand_out(search: SliceSearch, n: int) -> int | None:
    """Return how many of a slice's n pairs have to be negative flips for it to stand out from all other pairs.

    With the flips that there are, and the number of slices that were looked at. None where not even the worst slice
    of that size would, or there is none. It is a necessary condition: a slice has to say something of its own too.
    """
    n_rest = search.n - n
    if n < 1 or n_rest < 0 or not search.n_negative_flips:
        return None

    def stands_out(k: int) -> bool:
        if k * n_rest < MIN_TIMES * (search.n_negative_flips - k) * n:
            return False
        return enrichment_p_value(k, n, search.n_negative_flips, search.n) * search.n_looked_at <= SIGNIFICANCE

    low, high = max(0, search.n_negative_flips - n_rest), min(n, search.n_negative_flips)
    if not stands_out(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if stands_out(middle) else (middle + 1, high)
    return low
