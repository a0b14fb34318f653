"""Judges predictions the slow and obvious way, as a second route to every score."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st

from loaders.normalise import normalise
from loaders.schema import SLOT_ANSWER_SEPARATOR

Slots = Sequence[Mapping[str, str]]

VALUES: Final = st.sampled_from(
    [
        "Straße",
        "STRASSE",
        "strasse",
        "ΟΔΟΣ",
        "οδος",
        "οδοσ",
        "Gro\u0308ße",
        "Größe",
        "five am",
        " Five\u00a0 AM\t",
        "five\u200bam",
        "fiveam",
        "",
        " ",
        "x",
        "X",
        "x y",
        "y x",
        "é",
        "e\u0301",
        "İ",
        "i\u0307",
        "五時",
        "😀",
        "|",
        "a | b",
        "'",
    ]
)
"""Values of which some are equal once normalised."""

NAMES: Final = st.sampled_from(["time", "Time", "tim", "time x", "été", "e\u0301te\u0301", "🇩🇪", "a.b", "'"])
"""Names, which are never normalised; some begin with another."""

SLOTS: Final = st.lists(st.fixed_dictionaries({"name": NAMES, "value": VALUES}), max_size=4)


class Frame(NamedTuple):
    """An intent and its slots."""

    intent: str
    slots: Slots


FRAMES: Final = st.builds(Frame, st.sampled_from(["a", "b"]), SLOTS)


class Score(NamedTuple):
    """What `scores` must hold of one utterance, without `slots_key`."""

    missing: bool
    intent_correct: bool
    slots_correct: bool
    frame_correct: bool
    n_slots_missed: int
    n_slots_spurious: int
    slot_found: list[bool] | None
    slot_answers: list[list[str] | None] | None


def keys(slots: Slots) -> list[tuple[str, str]]:
    return [(slot["name"], normalise(slot["value"])) for slot in slots]


def judge(gold: Frame, answer: Frame | None) -> Score:
    wanted = keys(gold.slots)
    given = keys(answer.slots) if answer else []
    right = answer is not None and Counter(wanted) == Counter(given)
    intent = answer is not None and answer.intent == gold.intent
    left = Counter(given)
    found = []
    for key in wanted:
        found.append(left[key] > 0)
        left[key] -= found[-1]
    instead = [
        None if hit else [value for name, value in sorted(given) if name == key[0] and (name, value) not in wanted]
        for key, hit in zip(wanted, found, strict=True)
    ]
    return Score(
        missing=answer is None,
        intent_correct=intent,
        slots_correct=right,
        frame_correct=intent and right,
        n_slots_missed=found.count(False),
        n_slots_spurious=len(given) - found.count(True),
        slot_found=None if right else found,
        slot_answers=None if right else [values or None for values in instead],
    )


def as_judged(row: tuple[Any, ...]) -> Score:
    """Return a stored score with its `slot_answers` taken apart."""
    score = Score(*row)
    if score.slot_answers is None:
        return score
    texts: list[Any] = score.slot_answers
    return score._replace(slot_answers=[text if text is None else text.split(SLOT_ANSWER_SEPARATOR) for text in texts])
