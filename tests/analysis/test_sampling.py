from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sampling import allocate, at_random, draw, most_frequent, stratified

_SIZES = st.lists(st.integers(0, 60), min_size=1, max_size=8)


def ints(values: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(values, dtype=np.int64)


def test_the_numbers_are_those_of_splitmix64() -> None:
    """The first outputs of the published generator for the seed 1234567, which row 0, 1, ... of a mixed seed are."""
    mask = 2**64 - 1

    def published(state: int) -> int:
        z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & mask
        return z ^ (z >> 31)

    start = published((1234567 + 0x9E3779B97F4A7C15) & mask)
    assert start == 6457827717110365317
    expected = [published((start + (row + 1) * 0x9E3779B97F4A7C15) & mask) for row in (0, 1, 9)]
    assert draw(ints([0, 1, 9]), 1234567).tolist() == expected


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 99)), unique_by=lambda one: one[1]), st.integers(0, 12))
def test_the_most_frequent_are_a_sorted_list(items: list[tuple[int, int]], size: int) -> None:
    expected = [row for traffic, row in sorted(items, key=lambda one: (-one[0], one[1]))][:size]
    found = most_frequent(ints([row for _, row in items]), ints([traffic for traffic, _ in items]), size)
    assert found.tolist() == expected


@given(st.sets(st.integers(0, 10_000), max_size=40), st.integers(0, 2**63 - 1), st.integers(0, 50))
def test_a_larger_sample_begins_with_the_smaller_one(rows: set[int], seed: int, size: int) -> None:
    drawn = at_random(ints(sorted(rows)), size, seed).tolist()
    more = at_random(ints(sorted(rows, reverse=True)), size + 7, seed).tolist()
    assert more[:size] == drawn
    assert len(drawn) == len(set(drawn)) == min(size, len(rows))
    assert set(drawn) <= rows
    fewer = rows - set(drawn[:1])
    assert at_random(ints(sorted(fewer)), size, seed).tolist()[: max(size - 1, 0)] == drawn[1:size]


def test_each_row_is_drawn_equally_often() -> None:
    drawn = Counter(row for seed in range(4_000) for row in at_random(ints(list(range(10))), 3, seed).tolist())
    deviations = [(n - 1_200) / (4_000 * 0.3 * 0.7) ** 0.5 for n in drawn.values()]
    assert len(drawn) == 10
    assert max(map(abs, deviations)) < 4


@given(_SIZES, st.integers(0, 200), st.integers(0, 10))
def test_a_share_is_within_its_limits(sizes: list[int], size: int, floor: int) -> None:
    floors = [min(one, floor) for one in sizes]
    total = min(size, sum(sizes))
    if sum(floors) > total:
        with pytest.raises(ValueError, match=f"a floor of {floor} items in each stratum"):
            allocate(ints(sizes), size, floor)
        return
    shares = allocate(ints(sizes), size, floor).tolist()
    assert sum(shares) == total
    assert all(low <= share <= high for low, share, high in zip(floors, shares, sizes, strict=True))
    above = [i for i, share in enumerate(shares) if share > floors[i]]
    for i in above:
        for j in above:
            # Strata above their floor stay in proportion, to one item.
            assert abs(shares[i] * sizes[j] - shares[j] * sizes[i]) <= sizes[i] + sizes[j]


@given(_SIZES.filter(lambda sizes: sum(sizes) > 0), st.integers(0, 60))
def test_without_a_floor_it_is_the_method_of_largest_remainders(sizes: list[int], size: int) -> None:
    total = min(size, sum(sizes))
    exact = [one * total / sum(sizes) for one in sizes]
    shares = allocate(ints(sizes), size, 0).tolist()
    assert all(abs(share - wanted) < 1 for share, wanted in zip(shares, exact, strict=True))
    given_up = [e - s for e, s in zip(exact, shares, strict=True) if s < e]
    given_more = [e - (s - 1) for e, s in zip(exact, shares, strict=True) if s > e]
    assert max(given_up, default=0) <= min(given_more, default=1) + 1e-9


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.integers(0, 45), st.integers(0, 3), st.integers(0, 9))
def test_each_stratum_gives_its_share_of_what_is_drawn_first(
    strata: list[int], size: int, floor: int, seed: int
) -> None:
    sizes = [strata.count(i) for i in range(max(strata) + 1)]
    if sum(min(one, floor) for one in sizes) > min(size, len(strata)):
        return
    rows = list(range(100, 100 + len(strata)))
    kept, shares = stratified(ints(rows), ints(strata), size, floor, seed)
    assert shares.tolist() == allocate(ints(sizes), size, floor).tolist()
    expected: list[int] = []
    taken: Counter[int] = Counter()
    for row in at_random(ints(rows), len(rows), seed).tolist():
        stratum = strata[row - 100]
        if taken[stratum] < shares[stratum]:
            taken[stratum] += 1
            expected.append(row)
    assert kept.tolist() == expected


def test_nothing_gives_nothing() -> None:
    none = ints([])
    assert most_frequent(none, none, 3).tolist() == at_random(none, 3, 1).tolist() == []
    assert allocate(ints([0]), 3, 2).tolist() == [0]
