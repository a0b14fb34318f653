"""One change of a text's gold: the exact p against all orders, one by one, and how often chance alone shows one."""

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from analysis.annotation.label_change import MOST_EXACT, can_change, single_change

labels = st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=2, max_size=8)


def least_tail(days: list[int], hits: list[bool]) -> float:
    """Fisher's exact test, one-sided, at each border; both sides."""
    found = []
    n, k = len(days), sum(hits)
    for day in sorted(set(days))[1:]:
        before = [hit for one, hit in zip(days, hits, strict=True) if one < day]
        i = len(before)
        p = [comb(k, h) * comb(n - k, i - h) / comb(n, i) if h <= i else 0.0 for h in range(k + 1)]
        found += [sum(p[: sum(before) + 1]), sum(p[sum(before) :])]
    return min(found)


def test_the_tail_is_that_of_fishers_test() -> None:
    days, hits = [1, 1, 2, 2, 2, 2, 2], [True, True, True, False, False, False, False]
    assert least_tail(days, hits) == pytest.approx(fisher_exact([[2, 0], [1, 4]], "greater").pvalue)


@given(labels)
@settings(max_examples=60)
def test_all_orders_one_by_one(drawn: list[tuple[int, bool]]) -> None:
    drawn.sort()
    days, hits = [day for day, _ in drawn], [hit for _, hit in drawn]
    found = single_change([f"2026-03-{day:02}" for day in days], hits)
    if len(set(days)) == 1 or len(set(hits)) == 1:
        assert found is None
        return
    assert found is not None
    observed = least_tail(days, hits)
    reached = [
        least_tail(days, [i in chosen for i in range(len(days))]) <= observed * (1 + 1e-9)
        for chosen in combinations(range(len(days)), sum(hits))
    ]
    assert found.p == pytest.approx(sum(reached) / comb(len(days), sum(hits)))
    before = [hit for day, hit in drawn if f"2026-03-{day:02}" < found.since]
    assert (found.n_before, found.n_before_hits) == (len(before), sum(before))


def test_the_order_of_the_labels_does_not_matter() -> None:
    days = ["2026-03-04", "2026-03-01", "2026-03-03", "2026-03-02"]
    found = single_change(days, [True, False, True, False])
    assert found is not None
    assert (found.since, found.n_before, found.n_before_hits) == ("2026-03-03", 2, 0)
    assert found.p == pytest.approx(1 / 3)


def test_chance_alone_shows_a_change_as_rarely_as_stated() -> None:
    chance = np.random.default_rng(5)
    days = [f"2026-03-{day:02}" for day in range(1, 21)]
    p = [single_change(days, chance.permutation([True] * 8 + [False] * 12).tolist()) for _ in range(2_000)]
    # 5 % are expected at most; more than 130 of 2,000 would happen once in a thousand times.
    assert sum(one is not None and one.p <= 0.05 for one in p) <= 130


def test_many_labels_are_tested_by_a_bound() -> None:
    n = MOST_EXACT + 100
    days = [f"2026-{1 + i // 28:02}-{1 + i % 28:02}" for i in range(n)]
    chance = np.random.default_rng(6)
    noise = single_change(days, chance.permutation([True] * 100 + [False] * (n - 100)).tolist())
    sharp = single_change(days, [False] * (n - 100) + [True] * 100)
    assert noise is not None
    assert noise.p > 0.05
    assert sharp is not None
    assert (sharp.since, sharp.p < 1e-50) == (days[n - 100], True)


@pytest.mark.parametrize(("n", "k"), [(5, 2), (6, 3), (8, 4), (20, 1)])
def test_whether_a_change_could_be_seen(n: int, k: int) -> None:
    found = single_change([f"2026-03-{day:02}" for day in range(1, n + 1)], [False] * (n - k) + [True] * k)
    assert found is not None
    assert can_change(n, k, 0.05) == (2 / comb(n, k) <= 0.05)
    if 2 * k != n or k != 1:
        assert found.p >= 1 / comb(n, k)
    assert can_change(n, k, found.p) == (found.p >= 2 / comb(n, k))
