"""Two runs' keys are equal exactly where their wrong answers are, whichever run they stand in."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.loaders.judging import FRAMES, Frame
from tests.loaders.tiny import Desk, parquet

ANSWERS = st.none() | FRAMES


@given(st.lists(st.tuples(FRAMES, ANSWERS, ANSWERS), min_size=100, max_size=200), st.booleans())
@settings(
    max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
def test_keys_are_equal_where_the_stored_answers_are(
    rows: list[tuple[Frame, Frame | None, Frame | None]], as_parquet: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.add_evalset([{**record(n, gold), "domain": "d", "text": "t"} for n, (gold, _, _) in enumerate(rows)])
        found = []
        for name, answers in zip("rq", list(zip(*rows, strict=True))[1:], strict=True):
            records = [record(n, answer) for n, answer in enumerate(answers) if answer is not None]
            records = records or [record(0, rows[0][0])]
            desk.add_run(parquet(records) if as_parquet else records, name)
            intents = [record_intent for (record_intent,) in desk.answers("intent", name)]
            scores = desk.scores(
                "missing, intent_correct, slots_correct, slot_states, slot_answers, slots_key, frame_key", name
            )
            found.append([(intent, *score) for intent, score in zip(intents, scores, strict=True)])
    for one, other in zip(*found, strict=True):
        for stored in (one, other):
            check_keys(*stored)
        assert (one[-2] == other[-2]) == (slots_of(*one) == slots_of(*other))
        assert (one[-1] == other[-1]) == ((intent_of(*one), slots_of(*one)) == (intent_of(*other), slots_of(*other)))


def record(n: int, frame: Frame) -> dict[str, Any]:
    return {"utterance_id": str(n), "locale": "en", "intent": frame.intent, "slots": list(frame.slots)}


def check_keys(
    intent: str, missing: bool, right: bool, slots: bool, states: str, answers: str, slots_key: int, frame_key: int
) -> None:
    """By another program's MD5: 0 is right, a wrong intent changes the frame's key alone."""
    assert slots_key == (0 if slots else half_of_md5(states if missing else f"{states}\x1d{answers}"))
    assert frame_key == slots_key ^ (0 if right or missing else half_of_md5(intent))


def half_of_md5(text: str) -> int:
    return int.from_bytes(hashlib.md5(text.encode()).digest()[8:], "little")


def intent_of(intent: str, missing: bool, right: bool, *_: Any) -> Any:
    return (right, intent) if not missing else None


def slots_of(_intent: str, missing: bool, _right: bool, _slots: bool, states: str, answers: str, *_: Any) -> Any:
    return (missing and "missing", states, answers)
