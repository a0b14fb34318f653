"""The verdict that follows from a corrected gold: a table of all cases, and a judge who compares whole frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.exchange import verdict_of_frame
from loaders.formats.slots import Slot
from loaders.verdicts.correction import Correction, derive
from loaders.verdicts.items import Frame, Item

SLOT = Slot("time", "five am", 11, 18)
OTHER = Slot("time", "six")


def item(gold: Frame, candidate: Frame, baseline: Frame | None = None) -> Item:
    return Item("en-US", "1", "wake me at five am", gold, baseline or gold, candidate, {}, ())


WITH_SLOTS = item(Frame("set", (SLOT,)), Frame("stop", ()))
NO_SLOTS = item(Frame("set", ()), Frame("stop", ()))


@pytest.mark.parametrize(
    ("judged", "intent", "slots", "unit", "verdict"),
    [
        (WITH_SLOTS, "set", (SLOT,), "frame", "candidate_wrong"),
        (WITH_SLOTS, "set", (Slot("time", "FIVE  am"),), "frame", "candidate_wrong"),
        (WITH_SLOTS, "stop", (), "frame", "gold_wrong"),
        (WITH_SLOTS, "other", (SLOT,), "frame", "gold_wrong"),
        (WITH_SLOTS, "set", (), "frame", "gold_wrong"),
        (WITH_SLOTS, "stop", None, "frame", "gold_wrong"),
        (WITH_SLOTS, "set", None, "frame", None),
        (WITH_SLOTS, None, (SLOT,), "frame", None),
        (WITH_SLOTS, None, (OTHER,), "frame", "gold_wrong"),
        (WITH_SLOTS, None, None, "frame", None),
        (WITH_SLOTS, "set", None, "intent", "candidate_wrong"),
        (WITH_SLOTS, None, (SLOT,), "slots", "candidate_wrong"),
        (WITH_SLOTS, "set", None, "slots", None),
        (NO_SLOTS, "set", None, "frame", "candidate_wrong"),
        (NO_SLOTS, "stop", None, "frame", "gold_wrong"),
        (item(Frame("set", ()), Frame("set", ())), "set", (), "frame", None),
    ],
)
def test_what_follows(
    judged: Item, intent: str | None, slots: tuple[Slot, ...] | None, unit: str, verdict: str | None
) -> None:
    assert derive(Correction(intent, slots), judged, unit) == verdict


FRAMES = st.builds(
    Frame, st.sampled_from(["set", "stop"]), st.lists(st.sampled_from([SLOT, OTHER]), max_size=2).map(tuple)
)


@given(FRAMES, FRAMES, FRAMES)
def test_a_whole_frame_decides_as_comparing_whole_frames_does(gold: Frame, candidate: Frame, true: Frame) -> None:
    def same(one: Frame, other: Frame) -> bool:
        return (one.intent, sorted(one.slots)) == (other.intent, sorted(other.slots))

    found = derive(Correction(true.intent, true.slots), item(gold, candidate), "frame")
    assert found == verdict_of_frame(same(true, gold), same(true, candidate))


def test_as_it_was_sent_whatever_slots_could_not_be_sent() -> None:
    sent = Frame("set", (SLOT, OTHER))
    assert Correction("set", (SLOT, OTHER)).equals(sent, "wake me at five am")
    assert Correction("set", (SLOT,)).equals(sent, "wake me at five am")
    assert not Correction("set", (SLOT,)).equals(sent, "five am or six")
    assert not Correction("set", None).equals(sent, "wake me at five am")
    assert not Correction("stop", (SLOT,)).equals(sent, "wake me at five am")
    assert Correction("set", None).equals(Frame("set", ()), "stop")
