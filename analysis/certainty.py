"""How sure a slice's figures are: an interval of each metric, and whether the change could be chance.

Rates have Wilson's interval, the accuracy change Tango's. The accuracy change is tested with McNemar's mid-p, NFR
against a tolerated rate with the exact binomial test; each family of tests (the slices of one unit) is adjusted by
Benjamini and Hochberg, after the slices were left out that could never be significant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from analysis.intervals import Interval, tango, wilson
from analysis.many_slices import benjamini_hochberg, mcnemar_p_values
from analysis.metrics import METRICS, Metric
from analysis.power import detectable_nfr
from analysis.tests_of_change import ALPHA, mcnemar_mid_p, nfr_p_value, p_in_words
from analysis.traffic import TrafficCounts
from analysis.traffic_rates import RATES, estimate

TOLERATED_NFR: Final = 0.01
"""NFR that is tolerated where nobody says otherwise."""


@dataclass(frozen=True)
class Certainty:
    """The tests of one slice; a value is None where a test does not apply.

    `p_value` and `q_value`: accuracy change; `nfr_p_value` and `nfr_q_value`: NFR above the tolerated rate. The
    overall slice belongs to no family, so it has no q.
    """

    p_value: float | None
    q_value: float | None
    nfr_p_value: float | None
    nfr_q_value: float | None


NOT_TESTED: Final = Certainty(None, None, None, None)
"""What weighted sums say: they are no numbers of independent units."""


def interval_of(metric: Metric, counts: FlipCounts) -> Interval | None:
    """Return the 95 % interval of a metric of counts; None where it is undefined, or a ratio that needs a bootstrap.

    >>> from analysis.metrics import METRICS
    >>> nfr = next(metric for metric in METRICS if metric.name == "nfr")
    >>> interval_of(nfr, FlipCounts(10, 6, 1, 2, 1, 0))  # doctest: +ELLIPSIS
    Interval(low=0.01787..., high=0.40415...)
    """
    if metric.measure == "rate_difference":
        return tango(counts.n_positive_flips, counts.n_negative_flips, counts.n)
    value, n = metric.function(counts), getattr(counts, metric.denominator)
    return None if value is None or metric.measure == "ratio" else wilson(round(value * n), n)


def intervals_of(
    counts: FlipCounts, *, weighted: bool = False, traffic: TrafficCounts | None = None
) -> dict[str, Interval | None]:
    """Return the interval of every metric but ratios, by name.

    Of weighted sums only rates that `analysis.traffic_rates` estimates have one, from `traffic`, the same units with
    their squared weights; None where that says too little, or is not given.
    """
    rates = [metric for metric in METRICS if metric.measure != "ratio"]
    if not weighted:
        return {metric.name: interval_of(metric, counts) for metric in rates}
    estimates = {} if traffic is None else dict(estimate(traffic))
    return {
        metric.name: estimates[metric.name].interval if metric.name in RATES and estimates else None for metric in rates
    }


def judge_slices(slices: Sequence[Slice], tolerated: float = TOLERATED_NFR) -> tuple[Certainty, ...]:
    """Test slices of one or several units, each unit a family; weighted slices are not tested.

    Raises ValueError unless `0 <= tolerated < 1`.
    """
    found: dict[int, Certainty] = {}
    for unit in dict.fromkeys(part.unit for part in slices):
        family = [index for index, part in enumerate(slices) if part.unit == unit and part.weight is None]
        counts = [slices[index].counts for index in family]
        p_values = [nfr_p_value(one.n_negative_flips, one.n, tolerated) for one in counts]
        q_values, nfr_q_values = benjamini_hochberg(mcnemar_p_values(counts)), benjamini_hochberg(p_values)
        for index, one, q, nfr_p, nfr_q in zip(family, counts, q_values, p_values, nfr_q_values, strict=True):
            p = mcnemar_mid_p(one.n_negative_flips, one.n_positive_flips) if one.n else None
            found[index] = Certainty(p, q, nfr_p, nfr_q)
    return tuple(found.get(index, NOT_TESTED) for index in range(len(slices)))


def judge_whole(slice_: Slice, tolerated: float = TOLERATED_NFR) -> Certainty:
    """Test everything together: one test of each kind, so there is nothing to adjust for."""
    (tested,) = judge_slices((slice_,), tolerated)
    return Certainty(tested.p_value, None, tested.nfr_p_value, None)


def say_certainty(counts: FlipCounts, tolerated: float = TOLERATED_NFR) -> str:
    """Say in words whether the change could be chance, and whether NFR is above the tolerated rate.

    Where it is not shown to be, the regression that would have been found follows. "" of nothing.

    >>> say_certainty(FlipCounts(1000, 900, 12, 28, 60, 0))
    'The accuracy change is hardly chance (p = 0.012). NFR is not shown to be above the tolerated 1 % (p = 0.303): \
so many utterances would show an NFR of 1.92 % or more, four times in five.'
    """
    p = nfr_p_value(counts.n_negative_flips, counts.n, tolerated)
    if p is None:
        return ""
    change = mcnemar_mid_p(counts.n_negative_flips, counts.n_positive_flips)
    chance = "is hardly chance" if change <= ALPHA else "could be chance"
    above = f"above the tolerated {100 * tolerated:g} % ({p_in_words(p)})"
    said = f"The accuracy change {chance} ({p_in_words(change)}). NFR is"
    if p <= ALPHA:
        return f"{said} {above}."
    seen = detectable_nfr(counts.n, tolerated)
    if seen is None:
        return f"{said} not shown to be {above}: so few utterances could not show it."
    return (
        f"{said} not shown to be {above}: so many utterances would show an NFR of {100 * seen:.2f} % or more, "
        "four times in five."
    )
