"""What would have stood out: tried flip by flip, with scipy's hypergeometric distribution."""

from dataclasses import replace

import pytest
from scipy.stats import hypergeom

from analysis.slice_power import least_flips_to_stand_out
from analysis.slice_search import SliceSearch

SEARCH = SliceSearch("frame", ("locale",), 3, 30, 3_000, 120, 500, 500, ())


def by_trying(search: SliceSearch, n: int) -> int | None:
    n_flips = search.n_negative_flips
    for k in range(min(n, n_flips) + 1):
        n_rest, k_rest = search.n - n, n_flips - k
        if k_rest > n_rest:
            continue
        chance = hypergeom.sf(k - 1, search.n, n_flips, n) * search.n_looked_at
        far = k * n_rest >= 1.5 * k_rest * n
        if far and chance <= 0.05:
            return k
    return None


@pytest.mark.parametrize("n", [1, 3, 30, 300, 1_500, 2_950, 3_000])
@pytest.mark.parametrize("n_flips", [1, 5, 120, 2_999])
def test_it_is_the_fewest_that_stand_out(n: int, n_flips: int) -> None:
    search = replace(SEARCH, n_negative_flips=n_flips)
    assert least_flips_to_stand_out(search, n) == by_trying(search, n)


def test_where_nothing_broke_or_the_slice_is_too_large_nothing_stands_out() -> None:
    assert least_flips_to_stand_out(replace(SEARCH, n_negative_flips=0), 30) is None
    assert least_flips_to_stand_out(SEARCH, 0) is None
    assert least_flips_to_stand_out(SEARCH, 3_001) is None


def test_a_larger_slice_needs_more_flips_but_a_lower_rate() -> None:
    small, large = (least_flips_to_stand_out(SEARCH, n) or 0 for n in (30, 300))
    assert small < large
    assert small / 30 > large / 300
