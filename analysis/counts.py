"""The five counts of which every metric without probabilities is a function."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class FlipCounts:
    """How many units had each outcome; with weights, how much weight. Adds up over disjoint slices.

    Raises ValueError where a count is negative or `n` is not the sum of the five others.

    >>> v1 = FlipCounts(10, 6, 2, 1, 1, 0)
    >>> (v1 + v1).n_negative_flips
    4
    """

    n: int
    n_both_correct: int
    n_negative_flips: int
    n_positive_flips: int
    n_both_wrong_same: int
    n_both_wrong_different: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        # Not by `astuple`, which copies deeply: pages add up thousands of these at a click.
        parts = (
            self.n_both_correct,
            self.n_negative_flips,
            self.n_positive_flips,
            self.n_both_wrong_same,
            self.n_both_wrong_different,
        )
        if min(parts) < 0:
            raise ValueError(f"a count is negative: {self}")
        if self.n != sum(parts):
            raise ValueError(f"n is not the sum of the outcomes: {self}")

    def __add__(self, other: "FlipCounts") -> "FlipCounts":
        """Return the counts of both slices together."""
        return FlipCounts(
            self.n + other.n,
            self.n_both_correct + other.n_both_correct,
            self.n_negative_flips + other.n_negative_flips,
            self.n_positive_flips + other.n_positive_flips,
            self.n_both_wrong_same + other.n_both_wrong_same,
            self.n_both_wrong_different + other.n_both_wrong_different,
        )

    @property
    def n_both_wrong(self) -> int:
        """WW: units that neither run got right."""
        return self.n_both_wrong_same + self.n_both_wrong_different

    @property
    def n_baseline_correct(self) -> int:
        """CC + NF: units that the baseline got right."""
        return self.n_both_correct + self.n_negative_flips

    @property
    def n_baseline_wrong(self) -> int:
        """PF + WW: errors of the baseline."""
        return self.n_positive_flips + self.n_both_wrong

    @property
    def n_candidate_correct(self) -> int:
        """CC + PF: units that the candidate got right."""
        return self.n_both_correct + self.n_positive_flips

    @property
    def n_candidate_wrong(self) -> int:
        """NF + WW: errors of the candidate."""
        return self.n_negative_flips + self.n_both_wrong


NO_UNITS: Final = FlipCounts(0, 0, 0, 0, 0, 0)
"""Counts of an empty slice, and the start of a sum."""
