import pytest

from analysis.counts import NO_UNITS, FlipCounts


@pytest.mark.parametrize("counts", [(0, -1, 1, 0, 0, 0), (5, 1, 1, 1, 1, 0), (-1, -1, 0, 0, 0, 0)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"negative|not the sum"):
        FlipCounts(*counts)


def test_disjoint_slices_add_up() -> None:
    assert FlipCounts(3, 1, 1, 1, 0, 0) + FlipCounts(2, 0, 0, 0, 1, 1) == FlipCounts(5, 1, 1, 1, 1, 1)
    assert sum([FlipCounts(1, 1, 0, 0, 0, 0)], NO_UNITS) == FlipCounts(1, 1, 0, 0, 0, 0)


def test_margins() -> None:
    counts = FlipCounts(31, 1, 2, 4, 8, 16)
    assert (counts.n_both_wrong, counts.n_baseline_correct) == (24, 3)
    assert (counts.n_candidate_correct, counts.n_candidate_wrong) == (5, 26)
