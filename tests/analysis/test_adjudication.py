"""Adjudicated NFR against a plain loop over the rows, and against the published vector."""

import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from analysis.adjudication import AuditSlice, Key, adjudicate, as_row, audit
from analysis.frames import Row, UnknownColumn
from analysis.parts import Parts
from analysis.standing import EXCUSED, STANDINGS, Standing
from analysis.traffic import Mass, TrafficCounts
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows

ROWS = random_rows(400)
SAID: dict[Key, Standing] = {
    (row["locale"], row["utterance_id"]): standing
    for row, standing in zip(ROWS, random.Random(5).choices([*STANDINGS, None], k=len(ROWS)), strict=True)
    if standing is not None
}


def plain(n: int) -> Mass:
    return Mass(n, n, float(n))


def slice_of(n: int, n_flips: int, judged: dict[Standing, int]) -> AuditSlice:
    counts = TrafficCounts(plain(n - n_flips), plain(n_flips), Mass(), Mass())
    return AuditSlice("frame", {}, counts, {one: plain(k) for one, k in judged.items() if k})


def loop(rows: list[Row], unit: Unit, said: dict[Key, Standing], weight: str | None) -> Row:
    """Count and divide by a plain loop."""
    n: Any = dict.fromkeys(("all", "flips", "judged", "excused", *STANDINGS), 0)
    weights: Any = dict.fromkeys(n, 0)
    for row in rows:
        names = ["all"]
        if outcome_of(row, unit) == "negative_flip":
            names.append("flips")
            standing = said.get((row["locale"], row["utterance_id"]))
            if standing:
                names += ["judged", standing, *(["excused"] if standing in EXCUSED else [])]
        for name in names:
            n[name] += 1
            weights[name] += row[weight] if weight else 1
    kept = weights["judged"] - weights["excused"]
    raw = weights["flips"] / weights["all"]
    return {
        "n": n["all"],
        "n_negative_flips": n["flips"],
        "n_judged": n["judged"],
        **{f"n_{one}": n[one] for one in STANDINGS},
        "n_not_judged": n["flips"] - n["judged"],
        "share_judged": weights["judged"] / weights["flips"] if weights["flips"] else None,
        "nfr": raw,
        "nfr_adjudicated": raw * kept / weights["judged"] if weights["judged"] else None,
    }


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_counts_and_rates_equal_a_plain_loop(frame_on: FrameOn, unit: Unit, weight: str | None) -> None:
    (whole,) = audit(frame_on(ROWS), SAID, unit, weight=weight)
    found, expected = as_row(whole, weight), loop(ROWS, unit, SAID, weight)
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert 0 < found["n_judged"] < found["n_negative_flips"]


def test_slices_equal_a_plain_loop_and_add_up(frame_on: FrameOn) -> None:
    slices = audit(frame_on(ROWS), SAID, "intent", ["locale", "domain"])
    for part in slices:
        rows = [row for row in ROWS if all(row[column] == value for column, value in part.values.items())]
        expected = loop(rows, "intent", SAID, None)
        found = as_row(part)
        assert {name: found[name] for name in expected} == pytest.approx(expected)
        assert found["locale"] == part.values["locale"]
    (whole,) = audit(frame_on(ROWS), SAID, "intent")
    assert sum(part.n_judged for part in slices) == whole.n_judged
    assert sum(part.excused.n for part in slices) == whole.excused.n


def test_parts_of_a_frame_give_what_it_gives() -> None:
    frame = pl.DataFrame(ROWS)
    parts = Parts((frame.head(150), frame.tail(-150)))
    assert audit(parts, SAID, "frame", ["locale"]) == audit(frame, SAID, "frame", ["locale"])


def test_an_id_counts_in_its_own_locale_alone() -> None:
    rows = [row | {"utterance_id": "same"} for row in ROWS if outcome_of(row, "frame") == "negative_flip"]
    locale = rows[0]["locale"]
    (whole,) = audit(pl.DataFrame(rows), {(locale, "same"): "gold_wrong"})
    assert whole.n_judged == sum(row["locale"] == locale for row in rows) < len(rows)


def test_the_published_vector() -> None:
    found = adjudicate(slice_of(2974, 40, {"confirmed": 14, "gold_wrong": 4, "both_acceptable": 2}))
    assert found.interval is not None
    assert not found.exact
    assert found.raw == pytest.approx(0.01345, abs=5e-6)
    assert found.value == pytest.approx(0.00941, abs=5e-6)
    z, n, p = float(norm.ppf(0.975)), 20, 0.7
    roots = [
        (2 * n * p + z * z + sign * z * (z * z + 4 * n * p * (1 - p)) ** 0.5) / (2 * (n + z * z)) for sign in (-1, 1)
    ]
    assert roots == pytest.approx([0.4810, 0.8545], abs=5e-5)
    assert (found.interval.low, found.interval.high) == pytest.approx([40 / 2974 * root for root in roots])
    assert (100 * found.interval.low, 100 * found.interval.high) == pytest.approx((0.647, 1.149), abs=5e-4)


JUDGED = st.fixed_dictionaries({one: st.integers(0, 20) for one in STANDINGS})


@given(judged=JUDGED, n_left=st.integers(0, 50), n_others=st.integers(0, 1000))
def test_what_always_holds(judged: dict[Standing, int], n_left: int, n_others: int) -> None:
    n_judged = sum(judged.values())
    n_flips = n_judged + n_left
    found = adjudicate(slice_of(n_flips + n_others, n_flips, judged))
    n_excused = judged["gold_wrong"] + judged["both_acceptable"]
    if n_flips + n_others == 0:
        assert (found.raw, found.value, found.interval, found.exact) == (None, None, None, False)
    elif n_left == 0:
        assert found.exact
        assert found.value == (n_flips - n_excused) / (n_flips + n_others)
        assert found.interval is not None
        assert (found.interval.low, found.interval.high) == (found.value, found.value)
    elif n_judged == 0:
        assert (found.value, found.interval, found.exact) == (None, None, False)
    else:
        assert found.interval is not None
        assert found.raw is not None
        assert found.value is not None
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= found.raw <= 1
        assert (found.value == found.raw) == (n_excused == 0)


@given(judged=JUDGED)
def test_unclear_and_disputed_flips_stay_broken(judged: dict[Standing, int]) -> None:
    moved: dict[Standing, int] = {**judged, "unclear": 0, "disagreed": 0}
    moved["confirmed"] += judged["unclear"] + judged["disagreed"]
    assert adjudicate(slice_of(200, 110, judged)) == adjudicate(slice_of(200, 110, moved))


def test_traffic_of_few_effective_utterances_has_no_interval() -> None:
    heavy, light = Mass(1, 1000, 1e6), Mass(40, 40, 40.0)
    counts = TrafficCounts(plain(900), heavy + light + plain(10), Mass(), Mass())
    part = AuditSlice("frame", {}, counts, {"confirmed": light, "gold_wrong": heavy})
    found = adjudicate(part, "frequency")
    assert found.value == pytest.approx(1050 / 1950 * 40 / 1040)
    assert found.interval is None


def test_equal_weights_give_what_no_weights_give() -> None:
    part = slice_of(3000, 200, {"confirmed": 60, "gold_wrong": 40})
    weighted, unweighted = adjudicate(part, "frequency"), adjudicate(part)
    assert weighted.value == unweighted.value
    assert weighted.interval is not None
    assert unweighted.interval is not None
    assert weighted.interval.low == pytest.approx(unweighted.interval.low)
    assert weighted.interval.high == pytest.approx(unweighted.interval.high)


def test_single_slots_and_unknown_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="annotators judge whole utterances"):
        audit(pl.DataFrame(ROWS), SAID, "slot")
    with pytest.raises(UnknownColumn, match="region"):
        audit(pl.DataFrame(ROWS), SAID, "frame", ["region"])
