"""Models that agree against the gold: the lift of the reference, a plain loop, the same on every engine."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from analysis.annotation.models_agree import Agreement, count_agreement, find_models_agree
from loaders.normalise import normalise

FrameOn = Callable[..., Any]
GOLD, OLD, NEW = "AABBCCDDEE", "AABBCDDDAE", "AABDCCDAAE"


def row(number: int, gold: str, answers: dict[str, str | None], confidence: float | None = 0.5) -> dict[str, Any]:
    """A letter is an intent, a small one an intent with a slot; None a missing prediction."""
    slot = [{"name": "s", "value": "x", "start": None, "end": None}]
    found: dict[str, Any] = {"row": number, "intent": gold.upper(), "slots": slot if gold.islower() else []}
    for run, answer in answers.items():
        found |= {
            f"{run}_missing": answer is None,
            f"{run}_intent": answer and answer.upper(),
            f"{run}_slots": slot if answer and answer.islower() else [],
            f"{run}_confidence": None if answer is None else confidence,
            f"{run}_intent_correct": answer is not None and answer.upper() == gold.upper(),
            f"{run}_frame_correct": answer == gold,
            f"{run}_frame_key": 0 if answer == gold else ord(answer or "?"),
        }
    return found


def test_the_lift_of_the_reference(frame_on: FrameOn) -> None:
    answers = zip(GOLD, OLD, NEW, strict=True)
    rows = [row(n, gold, {"baseline": old, "candidate": new}) for n, (gold, old, new) in enumerate(answers)]
    counted = count_agreement(frame_on(rows), ("baseline", "candidate"))
    assert (counted.n, counted.n_agree, counted.n_intents) == (10, 1, 5)
    assert counted.error_rates == pytest.approx((0.2, 0.3))
    assert counted.lift == pytest.approx(0.1 / 0.015)


def test_of_nothing_there_is_no_lift(frame_on: FrameOn) -> None:
    rows = [row(0, "A", {"0": "A", "1": "A"})]
    assert count_agreement(frame_on([], like=rows), ("0", "1")) == Agreement(0, 0, (), 0)
    assert Agreement(0, 0, (), 0).lift is None
    assert count_agreement(frame_on(rows), ("0", "1")).lift is None
    assert len(find_models_agree(frame_on([], like=rows), ("0", "1"), normalise)) == 0


def test_every_combination_of_three_answers_against_a_plain_loop(frame_on: FrameOn) -> None:
    runs = ("0", "1", "2")
    cases = [(gold, answers) for gold in "Aa" for answers in product(("A", "a", "B", None), repeat=3)]
    rows = [
        row(n, gold, dict(zip(runs, answers, strict=True)), 0.1 + n / 1000) for n, (gold, answers) in enumerate(cases)
    ]
    found = find_models_agree(frame_on(rows), runs, normalise)
    wanted = [n for n, (gold, answers) in enumerate(cases) if len(set(answers)) == 1 and answers[0] not in (None, gold)]
    assert found.rows.tolist() == wanted
    assert found.scores.tolist() == pytest.approx([0.1 + n / 1000 for n in wanted])
    assert found.evidence(0).reason() == (
        "All 3 runs give the same answer, and it is not the gold: s x. Weak by itself: all may have learned the same "
        "mistake. The least sure of them gives it 12 %."
    )


def test_without_confidence_they_agree_all_the_same(frame_on: FrameOn) -> None:
    rows = [row(0, "A", {"0": "B", "1": "B"}, 0.5)]
    found = find_models_agree(
        frame_on([{**rows[0], "0_confidence": None}, {**row(1, "A", {"0": "B", "1": "B"})}]), ("0", "1"), normalise
    )
    assert found.scores.tolist() == [0.5, 0.5]
    assert "The least sure" not in found.evidence(0).reason()


def test_one_run_agrees_with_nobody(frame_on: FrameOn) -> None:
    with pytest.raises(ValueError, match="takes two runs"):
        count_agreement(frame_on([row(0, "A", {"0": "A"})]), ("0",))
