import pytest

from analysis import outcomes
from analysis.frames import UnknownColumn, as_lazy, collect_rows
from analysis.outcomes import OUTCOME_CODES, add_outcomes, add_slot_outcome, outcome_code
from loaders.schema import UTTERANCE_UNITS
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import Answer, outcome_of, pair_row, random_rows, slot_rows

GOLD = ("play", [("artist", "radiohead"), ("song", "creep")])
WRONG_SONG = ("play", [("artist", "radiohead"), ("song", "cream")])
WRONG_INTENT = ("stop", GOLD[1])


@pytest.mark.parametrize(
    ("baseline", "candidate", "frame", "intent", "slots"),
    [
        (GOLD, GOLD, "both_correct", "both_correct", "both_correct"),
        (GOLD, WRONG_SONG, "negative_flip", "both_correct", "negative_flip"),
        (WRONG_INTENT, GOLD, "positive_flip", "positive_flip", "both_correct"),
        (WRONG_SONG, WRONG_SONG, "both_wrong_same", "both_correct", "both_wrong_same"),
        (WRONG_INTENT, WRONG_SONG, "both_wrong_different", "positive_flip", "negative_flip"),
        (WRONG_SONG, ("play", []), "both_wrong_different", "both_correct", "both_wrong_different"),
        (WRONG_INTENT, ("ask", GOLD[1]), "both_wrong_different", "both_wrong_different", "both_correct"),
        (None, None, "both_wrong_same", "both_wrong_same", "both_wrong_same"),
        (GOLD, None, "negative_flip", "negative_flip", "negative_flip"),
        (None, ("stop", []), "both_wrong_different", "both_wrong_different", "both_wrong_different"),
    ],
)
def test_each_unit_has_its_own_outcome(
    frame_on: FrameOn, baseline: Answer, candidate: Answer, frame: str, intent: str, slots: str
) -> None:
    (row,) = collect_rows(add_outcomes(frame_on([pair_row(0, GOLD, baseline, candidate)])))
    assert (row["frame_outcome"], row["intent_outcome"], row["slots_outcome"]) == (frame, intent, slots)


def test_outcomes_equal_a_plain_loop(frame_on: FrameOn) -> None:
    rows = random_rows(200)
    found = collect_rows(add_outcomes(frame_on(rows)))
    for unit in UTTERANCE_UNITS:
        assert [row[f"{unit}_outcome"] for row in found] == [outcome_of(row, unit) for row in rows]


def test_slot_outcomes_equal_a_plain_loop(frame_on: FrameOn) -> None:
    rows = slot_rows(random_rows(200))
    found = collect_rows(add_slot_outcome(frame_on(rows)))
    assert [row["slot_outcome"] for row in found] == [outcome_of(row, "slot") for row in rows]


def test_one_row_has_the_outcome_that_it_has_among_others() -> None:
    rows, gold_slots = random_rows(200), slot_rows(random_rows(200))
    for unit in UTTERANCE_UNITS:
        assert [outcomes.outcome_of(row, unit) for row in rows] == [outcome_of(row, unit) for row in rows]
    assert [outcomes.outcome_of(row, "slot") for row in gold_slots] == [outcome_of(row, "slot") for row in gold_slots]


def test_codes_say_the_same_as_names(frame_on: FrameOn) -> None:
    rows = random_rows(100)
    found = collect_rows(as_lazy(frame_on(rows)).select(code=outcome_code("frame")))
    assert [row["code"] for row in found] == [OUTCOME_CODES[outcome_of(row, "frame")] for row in rows]


def test_the_given_frame_stays_as_it_was(frame_on: FrameOn) -> None:
    frame = frame_on(random_rows(5))
    before = list(as_lazy(frame).collect_schema().names())
    add_outcomes(frame)
    assert as_lazy(frame).collect_schema().names() == before


def test_no_rows_give_no_outcomes(frame_on: FrameOn) -> None:
    assert collect_rows(add_outcomes(frame_on([], like=random_rows(1)))) == []


def test_a_missing_column_is_named(frame_on: FrameOn) -> None:
    with pytest.raises(UnknownColumn, match=r"baseline_frame_correct.*the columns are: locale, row"):
        add_outcomes(frame_on([{"row": 0, "locale": "en-US"}]))
