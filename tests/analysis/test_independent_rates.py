import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from analysis.independent_rates import fisher_can_reach, fisher_mid_p, newcombe_independent

TWO_RATES = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)).map(
    lambda of: (min(of[0], of[1]), max(of[0], of[1]), min(of[2], of[3]), max(of[2], of[3]))
)


@pytest.mark.parametrize(
    ("rates", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17:873, table II, method 10.
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ],
)
def test_the_published_intervals(rates: tuple[int, int, int, int], low: float, high: float) -> None:
    found = newcombe_independent(*rates)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(TWO_RATES)
def test_swapping_the_samples_turns_the_interval_and_keeps_p(rates: tuple[int, int, int, int]) -> None:
    turned = (*rates[2:], *rates[:2])
    one, other = newcombe_independent(*rates), newcombe_independent(*turned)
    assert (one is None) == (rates[1] == 0 or rates[3] == 0)
    if one is not None and other is not None:
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
        assert -1 <= one.low <= rates[0] / rates[1] - rates[2] / rates[3] <= one.high <= 1
    assert fisher_mid_p(*rates) == pytest.approx(fisher_mid_p(*turned))


@given(TWO_RATES)
def test_fisher_equals_the_hypergeometric_distribution(rates: tuple[int, int, int, int]) -> None:
    hits, n, other_hits, n_other = rates
    drawn = hypergeom(n + n_other, hits + other_hits, n)
    at_hand = drawn.pmf(hits)
    tails = (drawn.cdf(hits) - at_hand / 2, drawn.sf(hits - 1) - at_hand / 2)
    assert fisher_mid_p(*rates) == pytest.approx(min(1.0, 2 * min(tails)), abs=1e-9)


def test_many_utterances_are_no_trouble() -> None:
    assert fisher_mid_p(1_000, 1_000_000, 1_000, 1_000_000) == pytest.approx(1, abs=0.01)
    assert 0 < fisher_mid_p(1_200, 1_000_000, 1_000, 1_000_000) < 1e-4


@given(st.integers(0, 12), st.integers(1, 40), st.integers(1, 40))
def test_a_slice_can_reach_what_its_best_table_reaches(hits: int, n: int, n_other: int) -> None:
    tables = [(x, n, hits - x, n_other) for x in range(hits + 1) if x <= n and hits - x <= n_other]
    best = min((fisher_mid_p(*table) for table in tables), default=1.0)
    assert not tables or fisher_can_reach(hits, n, n_other) == (best <= 0.05)


def test_what_is_no_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="is no rate"):
        fisher_mid_p(3, 2, 0, 5)
    with pytest.raises(ValueError, match="is no rate"):
        newcombe_independent(1, 3, 6, 5)
