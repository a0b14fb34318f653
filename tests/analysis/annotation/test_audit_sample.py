"""The audit sample: who can be drawn, how many of each stratum, and that its beginning is a sample too."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit_sample import ASSUMED, AuditSample, draw_audit_sample, order_of_strata
from analysis.sampling import draw

N = 200


def sample_of(n_likely: int, size: int, seed: int = 0, n_ranked: int = 160) -> AuditSample:
    """Of 200 utterances row 199 is the most suspect, then 198 and so on; every third ranked one can look wrong."""
    ranked = np.arange(N)[::-1][:n_ranked]
    likely = np.zeros(n_ranked, dtype=np.bool_)
    likely[::3][:n_likely] = True
    return draw_audit_sample(ranked, likely, N, size, seed)


def members() -> list[list[int]]:
    """The strata of `sample_of(20, ...)` by a plain look at each utterance in turn."""
    found: list[list[int]] = [[], [], [], []]
    for place, row in enumerate(range(199, -1, -1)):
        if place % 3 == 0 and place < 60:
            found[0].append(row)
        elif len(found[1]) < 10:
            found[1].append(row)
        elif len(found[2]) < 40:
            found[2].append(row)
        else:
            found[3].append(row)
    return found


def variance(sizes: tuple[int, ...], drawn: tuple[int, ...]) -> float:
    """Of the estimated number, but for what no allocation changes."""
    return sum(n * n * a * (1 - a) / k for n, a, k in zip(sizes, ASSUMED, drawn, strict=True))


def test_strata_follow_what_looks_wrong_and_the_ranking() -> None:
    sample = sample_of(20, N)
    assert sample.sizes == (20, 10, 40, 130)
    for number, rows in enumerate(members()):
        assert sorted(sample.rows[sample.strata == number].tolist()) == sorted(rows)


@pytest.mark.parametrize("sizes", [(3, 4, 5, 9), (1, 1, 40, 300), (30, 20, 10, 5)])
@pytest.mark.parametrize("size", [4, 7, 12])
def test_no_other_allocation_has_less_variance(sizes: tuple[int, ...], size: int) -> None:
    order = order_of_strata(sizes, size)
    drawn = tuple(np.bincount(order, minlength=4).tolist())
    every = (one for one in product(*(range(1, n + 1) for n in map(min, sizes, [size] * 4))) if sum(one) == size)
    assert variance(sizes, drawn) == pytest.approx(min(variance(sizes, one) for one in every))


def test_large_samples_are_in_proportion_to_size_times_spread() -> None:
    sizes = (1_000, 4_000, 10_000, 200_000)
    drawn = np.bincount(order_of_strata(sizes, 2_000))
    wanted = np.array([n * sqrt(a * (1 - a)) for n, a in zip(sizes, ASSUMED, strict=True)])
    assert np.abs(drawn - 2_000 * wanted / wanted.sum()).max() < 1


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4), st.integers(0, 60))
def test_no_stratum_gives_more_than_it_has_and_a_larger_sample_begins_with_the_smaller(
    sizes: list[int], size: int
) -> None:
    order = order_of_strata(sizes, size)
    assert len(order) == min(size, sum(sizes))
    assert (np.bincount(order, minlength=4) <= sizes).all()
    assert order_of_strata(sizes, size + 5)[: len(order)].tolist() == order.tolist()


@given(st.integers(0, 53), st.integers(0, N), st.integers(0, N), st.integers(0, 2**40))
def test_a_sample_grows_and_repeats(n_likely: int, n_ranked: int, size: int, seed: int) -> None:
    small, large = (sample_of(n_likely, n, seed, n_ranked) for n in (size, size + 7))
    assert large.rows[: len(small)].tolist() == small.rows.tolist()
    assert sample_of(n_likely, size, seed, n_ranked).rows.tolist() == small.rows.tolist()
    assert len(set(small.rows.tolist())) == len(small) == size
    assert sum(small.sizes) == N


def test_within_a_stratum_the_seed_alone_decides() -> None:
    sample = sample_of(20, 60, 9)
    for number, rows in enumerate(members()):
        numbers = draw(np.array(rows, dtype=np.int64), 9).tolist()
        in_order = [row for _, row in sorted(zip(numbers, rows, strict=True))]
        taken = sample.rows[sample.strata == number].tolist()
        assert taken
        assert taken == in_order[: len(taken)]
    assert sample.rows.tolist() != sample_of(20, 60, 10).rows.tolist()


def test_every_utterance_of_a_stratum_is_drawn_equally_often() -> None:
    n = np.zeros(N)
    for seed in range(2_000):
        n[sample_of(20, 40, seed).rows] += 1
    drawn = np.bincount(sample_of(20, 40).strata, minlength=4)
    for number, rows in enumerate(members()):
        chance = drawn[number] / len(rows)
        error = sqrt(2_000 * chance * (1 - chance)) or 1
        assert np.abs(n[rows] - 2_000 * chance).max() < 4 * error


def test_a_set_without_suspects_is_one_stratum() -> None:
    nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.bool_)
    sample = draw_audit_sample(*nothing, 5, 3, 0)
    assert sample.sizes == (0, 0, 0, 5)
    assert len(sample) == 3
    assert len(draw_audit_sample(*nothing, 0, 3, 0)) == 0
