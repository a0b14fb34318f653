"""The most unusual stretch of days against every stretch, and its false alarms by simulation."""

from itertools import combinations_with_replacement
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.window_scan import MOST_DAYS, most_unusual_stretch

utterances = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=15)


def tail(k: int, n_all: int, n_hits: int, n: int) -> float:
    """P(X >= k) by counting, of n utterances drawn from n_all with n_hits."""
    ways = sum(comb(n_hits, i) * comb(n_all - n_hits, n - i) for i in range(k, min(n, n_hits) + 1))
    return ways / comb(n_all, n)


@given(utterances, st.integers(0, 10), st.integers(0, 10))
def test_every_stretch_is_looked_at(own: list[tuple[int, bool]], n_others: int, n_other_hits: int) -> None:
    n_all = len(own) + n_others + n_other_hits
    n_all_hits = sum(hit for _, hit in own) + n_other_hits
    days, hits = np.array([day for day, _ in own]), np.array([hit for _, hit in own])
    found = most_unusual_stretch(days, hits, n_all, n_all_hits)
    if not hits.any():
        assert found is None
        return
    distinct = sorted(set(days.tolist()))
    p_of = {}
    for first, last in combinations_with_replacement(distinct, 2):
        inside = [hit for day, hit in own if first <= day <= last]
        p_of[first, last] = tail(sum(inside), n_all, n_all_hits, len(inside))
    assert found is not None
    stretches = len(distinct) * (len(distinct) + 1) / 2
    assert found.p == pytest.approx(min(1.0, min(p_of.values()) * stretches))
    assert p_of[found.first, found.last] == pytest.approx(min(p_of.values()))
    assert found.n == sum(found.first <= day <= found.last for day in days)
    assert found.n_hits == sum(found.first <= day <= found.last and hit for day, hit in own)


def test_all_days_together_is_one_look() -> None:
    days, hits = np.array([0, 3, 5]), np.array([True, True, False])
    found = most_unusual_stretch(days, hits, 10, 2, whole=True)
    assert found is not None
    assert (found.first, found.last, found.n, found.n_hits) == (0, 5, 3, 2)
    assert found.p == pytest.approx(tail(2, 10, 2, 3))


def test_many_days_are_put_together() -> None:
    days = np.arange(500)
    found = most_unusual_stretch(days, (days >= 200) & (days < 300), 5_000, 100)
    assert found is not None
    assert found.p < 1e-60
    assert abs(found.first - 200) <= 500 / MOST_DAYS + 1
    assert abs(found.last - 299) <= 500 / MOST_DAYS + 1


@pytest.mark.parametrize("n_hits", [5, 20, 60])
def test_false_alarms_are_as_rare_as_stated(n_hits: int) -> None:
    """Hits fall by chance on 200 utterances, 100 of them of the annotator on 30 days; 1,000 times."""
    chance = np.random.default_rng(11)
    days, alarms = np.repeat(np.arange(30), 4)[:100], 0
    for _ in range(1_000):
        hits = np.zeros(200, dtype=np.bool_)
        hits[chance.choice(200, n_hits, replace=False)] = True
        found = most_unusual_stretch(days, hits[:100], 200, n_hits)
        alarms += found is not None and found.p <= 0.05
    # At most 5 % are expected; 71 of 1,000 would happen once in a thousand times if it were exactly 5 %.
    assert alarms <= 71


def test_a_drift_of_one_fortnight_is_seen() -> None:
    days = np.repeat(np.arange(30), 4)
    hits = (days >= 10) & (days < 20) & (np.arange(120) % 4 != 0)
    found = most_unusual_stretch(days, hits, 400, int(hits.sum()) + 6)
    assert found is not None
    assert (found.first, found.last) == (10, 19)
    assert found.p < 1e-6
