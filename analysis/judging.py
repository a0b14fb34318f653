"""One answer judged against gold: the columns of a scored run, as the loaders store them.

`loaders.judge` does the same in SQL for the files of a warehouse; here it is for frames at hand.
"""

import hashlib
from collections.abc import Sequence

from analysis.frames import Row
from loaders.schema import FOUND, MISSED, MOVED, RENAMED, REPLACED, SLOT_STATES_END
from loaders.slot_alignment import Slot, align_slots


def judge_answer(intent: str, slots: Sequence[Slot], answer: tuple[str, Sequence[Slot]] | None) -> Row:
    """Return the columns of `loaders.schema.SCORE_COLUMNS` for one prediction; None is a missing one.

    >>> judged = judge_answer("play", [("song", "Creep")], ("play", [("song", "creep")]))
    >>> judged["frame_correct"], judged["slot_states"], judged["frame_key"]
    (True, None, 0)
    """
    if answer is None:
        nothing = MISSED * len(slots)
        key = _answer_key(nothing)
        return _scores(missing=True, intent_correct=False, states=nothing, answers=None, n_given=0, keys=(key, key))
    given_intent, given = answer
    right, aligned = given_intent == intent, align_slots(slots, given)
    states, answers = aligned or (None, None)
    slots_key = 0 if aligned is None else _answer_key(SLOT_STATES_END.join(aligned))
    keys = (slots_key, slots_key ^ (0 if right else _answer_key(given_intent)))
    return _scores(missing=False, intent_correct=right, states=states, answers=answers, n_given=len(given), keys=keys)


def _scores(
    *, missing: bool, intent_correct: bool, states: str | None, n_given: int, answers: str | None, keys: tuple[int, int]
) -> Row:
    wrong = states or ""
    n_found = wrong.count(FOUND)
    return {
        "missing": missing,
        "intent_correct": intent_correct,
        "slots_correct": states is None,
        "frame_correct": intent_correct and states is None,
        "n_slots_missed": len(wrong) - n_found,
        "n_slots_spurious": 0 if missing or states is None else n_given - n_found,
        "n_slots_substituted": wrong.count(MOVED) + wrong.count(REPLACED),
        "n_slots_renamed": wrong.count(RENAMED),
        "slot_states": states,
        "slot_answers": answers,
        "slots_key": keys[0],
        "frame_key": keys[1],
    }


def _answer_key(text: str) -> int:
    """Return the number that stands for a text: the last eight bytes of its MD5, the first the least."""
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little")
