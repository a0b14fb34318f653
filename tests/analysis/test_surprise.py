import narwhals as nw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frames import as_lazy, collect_rows
from analysis.surprise import EPSILON, likelihood, surprise
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.bits import bits_of
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import random_rows

ROWS = [
    row | {"baseline_confidence": before, "candidate_confidence": after}
    for row, before, after in zip(
        random_rows(72),
        [None, 0.0, 1.0, 0.5, 0.9, 0.125] * 12,
        [0.0, 1.0, None, 0.999, 0.5, 0.3, 1e-9, 0.75, 1.0] * 8,
        strict=True,
    )
]


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_surprise_is_that_of_both_runs(frame_on: FrameOn, unit: Unit) -> None:
    rows = collect_rows(as_lazy(frame_on(ROWS)).select("row", bits=surprise(unit), p=likelihood(unit)).sort("row"))
    expected = [bits_of(row, unit) for row in ROWS]
    assert [row["bits"] for row in rows] == [None if bits is None else pytest.approx(bits) for bits in expected]
    assert [row["p"] for row in rows] == [None if bits is None else pytest.approx(2**-bits) for bits in expected]


def test_every_engine_gives_the_same_likelihood_to_the_bit(frame_on: FrameOn) -> None:
    def of_run(row: dict[str, object], role: str) -> float | None:
        confidence = row[f"{role}_confidence"]
        if not isinstance(confidence, float):
            return None
        return max(confidence if row[f"{role}_frame_correct"] else 1 - confidence, EPSILON)

    found = collect_rows(as_lazy(frame_on(ROWS)).select("row", p=likelihood("frame")).sort("row"))
    for row, one in zip(ROWS, found, strict=True):
        before, after = of_run(row, "baseline"), of_run(row, "candidate")
        assert one["p"] == (None if before is None or after is None else before * after)


@given(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans())
def test_the_runs_may_change_places(before: float, after: float, was_right: bool, is_right: bool) -> None:
    import polars as pl

    def bits(*runs: tuple[float, bool]) -> float:
        columns = {
            f"{role}_{name}": [value]
            for role, run in zip(("baseline", "candidate"), runs, strict=True)
            for name, value in zip(("confidence", "intent_correct"), run, strict=True)
        }
        (found,) = nw.from_native(pl.DataFrame(columns)).select(bits=surprise("intent"))["bits"].to_list()
        return float(found)

    one = bits((before, was_right), (after, is_right))
    assert 0 <= one <= 40
    assert one == pytest.approx(bits((after, is_right), (before, was_right)))
    # What is sure to happen adds nothing.
    assert bits((before, was_right), (1.0, True)) <= one + 1e-9


def test_single_slots_have_none() -> None:
    with pytest.raises(ValueError, match="a gold slot has no confidence"):
        likelihood("slot")
