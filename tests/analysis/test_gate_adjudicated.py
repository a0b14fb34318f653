"""NFR after verdicts for a gate: the figure of `adjudicate`, and the raw NFR where the judged flips tell nothing."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from analysis.adjudication import AuditSlice
from analysis.adjudication_words import Sample
from analysis.gate.adjudicated import figures_of_slices
from analysis.gate.decision import CheckDecision
from analysis.gate.figures import Figure
from analysis.standing import EXCUSED, STANDINGS, Standing
from analysis.traffic import Mass, TrafficCounts
from tests.analysis.gate_parts import check, judged

SAMPLES: Sequence[Sample] = ("random", "chosen")


def plain(n: int) -> Mass:
    return Mass(n, n, float(n))


def slice_of(n: int, n_flips: int, **said: int) -> AuditSlice:
    counts = TrafficCounts(plain(n - n_flips), plain(n_flips), Mass(), Mass())
    return AuditSlice("frame", {}, counts, {one: plain(said[one]) for one in STANDINGS if one in said})


def figure(part: AuditSlice, sample: Sample) -> Figure:
    (found,) = figures_of_slices(check("nfr_adjudicated"), [part], sample)
    return found


def wilson(hits: int, n: int) -> tuple[float, float]:
    interval = binomtest(hits, n).proportion_ci(0.95, "wilson")
    return interval.low, interval.high


def limits(found: Figure) -> tuple[float, float]:
    assert found.interval is not None
    return found.interval.low, found.interval.high


def test_a_random_sample_stands_for_all() -> None:
    found = figure(slice_of(2934, 40, confirmed=14, gold_wrong=6), "random")
    assert found.observed == pytest.approx(40 / 2934 * 14 / 20)
    assert limits(found) == pytest.approx([40 / 2934 * limit for limit in wilson(14, 20)])
    assert (found.n, found.size, found.note) == (2934, 2934, "20 of 40 flips were judged, 6 excused.")


def test_chosen_flips_excuse_nothing() -> None:
    found = figure(slice_of(2934, 40, confirmed=14, gold_wrong=6), "chosen")
    assert found.observed == 40 / 2934
    assert limits(found) == pytest.approx(wilson(40, 2934))
    assert "not all drawn at random" in found.note
    assert found.note.endswith("If those were a random sample, it would be 0.95 %.")


@pytest.mark.parametrize("sample", SAMPLES)
def test_of_all_flips_it_does_not_matter_who_picked_them(sample: Sample) -> None:
    found = figure(slice_of(100, 4, confirmed=1, both_acceptable=2, disagreed=1), sample)
    assert (found.observed, limits(found)) == (0.02, (0.02, 0.02))


@pytest.mark.parametrize("sample", SAMPLES)
def test_where_nobody_judged_it_is_the_raw_nfr(sample: Sample) -> None:
    found = figure(slice_of(100, 4), sample)
    assert (found.observed, found.note) == (0.04, "No flip was judged, so this is the raw NFR.")
    assert limits(found) == pytest.approx(wilson(4, 100))
    # Without flips the interval still tells how few utterances there are.
    none = figure(slice_of(100, 0), sample)
    assert (none.observed, none.note) == (0.0, "")
    assert limits(none) == pytest.approx(wilson(0, 100), abs=1e-12)


def test_the_reason_says_so() -> None:
    asked = check("nfr_adjudicated", value=0.03)
    found = judged(asked, *figures_of_slices(asked, [slice_of(100, 4)], "random"))
    assert (found.decision, found.reason) == (
        "fail",
        "NFR after verdicts: 4.00 % on 100 utterances, above the limit of 3.00 %. "
        "No flip was judged, so this is the raw NFR.",
    )


def test_of_nothing_it_cannot_be_judged() -> None:
    asked = check("nfr_adjudicated")
    found: CheckDecision = judged(asked, *figures_of_slices(asked, [slice_of(0, 0)], "random"))
    assert (found.decision, found.results[0].told) == ("fail", False)


def test_a_weight_has_its_effective_size() -> None:
    counts = TrafficCounts(Mass(1, 90, 8100.0), Mass(1, 10, 100.0), Mass(), Mass())
    part = AuditSlice("frame", {}, counts, {"gold_wrong": Mass(1, 10, 100.0)})
    (found,) = figures_of_slices(check("nfr_adjudicated", weight="frequency"), [part], "chosen")
    assert (found.n, found.observed) == (2, 0.0)
    assert found.size == pytest.approx(100**2 / (90**2 + 10**2))


@given(
    st.dictionaries(st.sampled_from(STANDINGS), st.integers(1, 9)),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(SAMPLES),
)
def test_it_excuses_no_more_than_annotators_did(
    said: dict[Standing, int], others: int, rest: int, sample: Sample
) -> None:
    n_judged = sum(said.values())
    n_flips, n_excused = n_judged + others, sum(said.get(one, 0) for one in EXCUSED)
    n = n_flips + rest
    found = figure(slice_of(n, n_flips, **said), sample)
    if n == 0:
        assert found.observed is None
        return
    assert found.observed is not None
    assert found.observed <= n_flips / n + 1e-12
    if sample == "chosen":
        assert found.observed in (n_flips / n, (n_flips - n_excused) / n)
    if n_excused == 0:
        assert found.observed == pytest.approx(n_flips / n)
