"""What the runs' own probabilities say of the gold, against a loop."""

import pytest

from analysis.annotation.golds import read_golds
from analysis.annotation.run_confidence import find_unsure_runs
from analysis.frames import Row, UnknownColumn
from loaders.normalise import normalise
from tests.analysis.conftest import FrameOn


def row(number: int, gold: str, *runs: tuple[str | None, float | None, list[tuple[str, float]] | None]) -> Row:
    found: Row = {"row": number, "locale": "en-US", "intent": gold, "text": f"text {number}", "slots": []}
    for role, (intent, confidence, nbest) in zip(("baseline", "candidate"), runs, strict=True):
        listed = None if nbest is None else [{"intent": one, "score": score} for one, score in nbest]
        found |= {f"{role}_intent": intent, f"{role}_confidence": confidence, f"{role}_nbest": listed}
    return found


ROWS = [
    row(0, "stop", ("stop", 0.9, [("stop", 0.9), ("play", 0.1)]), ("stop", 0.8, None)),
    row(1, "stop", ("play", 0.9, [("play", 0.9), ("stop", 0.05)]), ("play", 0.7, [("play", 0.7), ("stop", 0.3)])),
    row(2, "play", ("play", 0.6, [("play", 0.6), ("other", 0.4)]), (None, None, None)),
    row(3, "play", (None, None, None), (None, None, None)),
    row(4, "play", ("play", 0.9, None), ("play", None, None)),
]


def test_the_margin_of_the_mean_over_the_runs_that_answered(frame_on: FrameOn) -> None:
    frame = frame_on(ROWS)
    found = find_unsure_runs(frame, read_golds(frame, normalise), ["baseline", "candidate"])
    expected = {
        0: 1 - (0.85 - 0.05 + 1) / 2,
        1: 1 - (0.175 - 0.8 + 1) / 2,
        2: 1 - (0.6 - 0.4 + 1) / 2,
        4: 1 - (0.9 - 0.0 + 1) / 2,
    }
    assert found.rows.tolist() == list(expected)
    assert found.scores.tolist() == pytest.approx(list(expected.values()))
    assert found.rows[found.flags].tolist() == [1]
    assert found.evidence(1).reason() == "The 2 runs on average give play 80 % and stop, the gold, 18 %."
    assert found.evidence(2).reason() == "The run gives other 40 % and play, the gold, 60 %."


def test_a_frame_without_the_run(frame_on: FrameOn) -> None:
    frame = frame_on(ROWS)
    with pytest.raises(UnknownColumn):
        find_unsure_runs(frame, read_golds(frame, normalise), ["third"])


def test_runs_without_any_probability_say_nothing(frame_on: FrameOn) -> None:
    rows = [row(number, "stop", ("stop", None, None), ("play", None, None)) for number in range(3)]
    frame = frame_on(rows)
    assert len(find_unsure_runs(frame, read_golds(frame, normalise), ["baseline", "candidate"])) == 0
