from collections import Counter

import pytest

from analysis.frames import Row, UnknownColumn
from analysis.selection import Selection
from analysis.transitions import Transition, count_transitions
from loaders.schema import OUTCOMES, UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, pair_row, random_rows

ROWS = random_rows(300)


def count(rows: list[Row], unit: Unit, by: tuple[str, ...], weight: str | None) -> list[Transition]:
    """Transitions by a plain loop."""
    units: Counter[tuple[str | None, ...]] = Counter()
    sums: Counter[tuple[str | None, ...]] = Counter()
    for row in rows:
        intents = (row["intent"], row["baseline_intent"], row["candidate_intent"])
        key = (outcome_of(row, unit), *intents, *(row[column] for column in by))
        units[key] += 1
        sums[key] += row[weight] if weight else 1
    ordered = sorted(sums, key=lambda key: (-sums[key], [(part is None, part) for part in key]))
    return [
        Transition(
            key[0],  # type: ignore[arg-type]
            key[1],
            key[2],
            key[3],
            sums[key],
            units[key],
            dict(zip(by, key[4:], strict=True)),
        )
        for key in ordered
    ]


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("by", [(), ("locale", "domain"), ("intent",)])
@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_transitions_equal_a_plain_loop(frame_on: FrameOn, unit: Unit, by: tuple[str, ...], weight: str | None) -> None:
    found = count_transitions(frame_on(ROWS), Selection(unit), by, weight=weight)
    assert list(found) == count(ROWS, unit, by, weight)


def test_negative_flips_of_the_frame_are_the_default(frame_on: FrameOn) -> None:
    broken = [row for row in ROWS if outcome_of(row, "frame") == "negative_flip"]
    assert list(count_transitions(frame_on(ROWS), top=3)) == count(broken, "frame", (), None)[:3]


def test_a_missing_prediction_goes_to_none(frame_on: FrameOn) -> None:
    (only,) = count_transitions(frame_on([pair_row(0, ("play", []), ("play", []), None)]))
    assert only == Transition("negative_flip", "play", "play", None, 1, 1, {})


def test_nothing_selected_gives_nothing(frame_on: FrameOn) -> None:
    assert count_transitions(frame_on([], like=ROWS)) == ()
    assert count_transitions(frame_on(ROWS), top=0) == ()


def test_a_wrong_call_is_refused(frame_on: FrameOn) -> None:
    with pytest.raises(ValueError, match="no intent of its own"):
        count_transitions(frame_on(ROWS), Selection("slot", OUTCOMES[:1]))
    with pytest.raises(ValueError, match="must not be negative"):
        count_transitions(frame_on(ROWS), top=-1)
    with pytest.raises(UnknownColumn, match="'region'"):
        count_transitions(frame_on(ROWS), by=["region"])
