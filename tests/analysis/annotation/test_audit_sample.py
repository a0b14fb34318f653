"""The audit sample: who can be drawn, how many of each stratum, and that its beginning is a sample too."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.audit_sample import ASSUMED, STRATA, draw_audit_sample, order_of_strata
from analysis.annotation.ranking import Ranking, rank
from analysis.annotation.suspect import NO_SLOT, Suspects
from analysis.sampling import draw


def ranking(n_suspects: int, n_flagged: int, n_utterances: int) -> Ranking:
    """The first rows are suspects, the first of them the most; of these `n_flagged` are flagged."""
    rows = np.arange(n_suspects, dtype=np.int64)
    scores = np.linspace(1, 0.5, n_suspects)
    slots = np.full(n_suspects, NO_SLOT, dtype=np.int64)
    found = Suspects("one", rows, slots, scores, rows < n_flagged, lambda _entry: None)  # type: ignore[arg-type, return-value]
    return rank([found], n_utterances)


def variance(sizes: tuple[int, ...], drawn: tuple[int, ...]) -> float:
    """Of the estimated number, but for what no allocation changes."""
    return sum(n * n * a * (1 - a) / k for n, a, k in zip(sizes, ASSUMED, drawn, strict=True))


def test_strata_follow_the_flags_and_the_ranking() -> None:
    sample = draw_audit_sample(ranking(60, 30, 200), 200, 200, 0)
    assert sample.sizes == (3, 7, 20, 170)
    of = dict(zip(sample.rows.tolist(), (STRATA[one] for one in sample.strata), strict=True))
    assert sorted(of) == list(range(200))
    assert [of[row] for row in (0, 2, 3, 9, 10, 29, 30, 59, 199)] == [
        *("flagged_first", "flagged_first", "flagged_next", "flagged_next", "flagged_last", "flagged_last"),
        *("not_flagged", "not_flagged", "not_flagged"),
    ]


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


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 30), st.integers(0, 2**40))
def test_a_sample_grows_and_repeats(n_suspects: int, n_flagged: int, size: int, seed: int) -> None:
    of = ranking(n_suspects, min(n_flagged, n_suspects), 50)
    small, large = (draw_audit_sample(of, 50, n, seed) for n in (size, size + 7))
    assert large.rows[: len(small)].tolist() == small.rows.tolist()
    assert draw_audit_sample(of, 50, size, seed).rows.tolist() == small.rows.tolist()
    assert len(set(small.rows.tolist())) == len(small) == min(size, 50)
    assert sum(small.sizes) == 50


def test_within_a_stratum_the_seed_alone_decides() -> None:
    sample = draw_audit_sample(ranking(60, 30, 200), 200, 60, 9)
    for number, rows in enumerate((range(3), range(3, 10), range(10, 30), range(30, 200))):
        numbers = draw(np.array(rows, dtype=np.int64), 9).tolist()
        in_order = [row for _, row in sorted(zip(numbers, rows, strict=True))]
        taken = sample.rows[sample.strata == number].tolist()
        assert taken == in_order[: len(taken)]
    assert sample.rows.tolist() != draw_audit_sample(ranking(60, 30, 200), 200, 60, 10).rows.tolist()


def test_every_utterance_of_a_stratum_is_drawn_equally_often() -> None:
    of, n = ranking(60, 30, 200), np.zeros(200)
    for seed in range(2_000):
        sample = draw_audit_sample(of, 200, 40, seed)
        n[sample.rows] += 1
    drawn = np.bincount(draw_audit_sample(of, 200, 40, 0).strata, minlength=4)
    for number, rows in enumerate((slice(0, 3), slice(3, 10), slice(10, 30), slice(30, 200))):
        chance = drawn[number] / (rows.stop - rows.start)
        error = sqrt(2_000 * chance * (1 - chance)) or 1
        assert np.abs(n[rows] - 2_000 * chance).max() < 4 * error


def test_a_set_without_suspects_is_one_stratum() -> None:
    sample = draw_audit_sample(rank([], 5), 5, 3, 0)
    assert sample.sizes == (0, 0, 0, 5)
    assert len(sample) == 3
    assert len(draw_audit_sample(rank([], 0), 0, 3, 0)) == 0
