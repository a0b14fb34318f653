"""Slots that a tagger would have marked otherwise: forgotten, cut short, misnamed."""

import pytest

from analysis.annotation.golds import read_golds
from analysis.annotation.learned_slots import find_learned_slots
from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import NO_SLOT, Suspects
from analysis.frames import Row
from loaders.normalise import normalise
from tests.analysis.annotation.annotated import requests, slot, twice
from tests.analysis.conftest import FrameOn


def found_in(frame_on: FrameOn, rows: list[Row]) -> Suspects:
    golds = read_golds(frame_on(rows), normalise)
    return find_learned_slots(golds, place_slots(golds, normalise))


def worst(frame_on: FrameOn, rows: list[Row]) -> tuple[int, int, str]:
    found = found_in(frame_on, rows)
    at = int(found.scores.argmax())
    return int(found.rows[at]), int(found.slots[at]), found.evidence(at).reason()


def test_a_slot_that_was_forgotten_shows_at_its_words(frame_on: FrameOn) -> None:
    rows = twice(requests())
    rows[20]["slots"] = []
    row, slot_index, told = worst(frame_on, rows)
    assert (row, slot_index) == (20, NO_SLOT)
    assert told.startswith("A simple tagger trained on the other texts says “today” is when (")
    assert "and no slot, the gold, " in told


def test_a_slot_of_another_name(frame_on: FrameOn) -> None:
    rows = twice(requests())
    rows[21]["slots"] = [{**rows[21]["slots"][0], "name": "what"}]
    row, slot_index, told = worst(frame_on, rows)
    assert (row, slot_index) == (21, 0)
    assert "is when (" in told
    assert "and what, the gold, " in told


def test_a_slot_that_is_cut_short_shows_at_the_word_left_out(frame_on: FrameOn) -> None:
    rows = twice(requests())
    text = rows[22]["text"]
    rows[22]["slots"] = [slot("when", "friday", text.index("friday"))]
    row, _, _ = worst(frame_on, rows)
    assert row == 22


def test_one_entry_a_slot_and_one_for_the_words_between(frame_on: FrameOn) -> None:
    rows = twice(requests())
    found = found_in(frame_on, rows)
    assert list(zip(found.rows.tolist(), found.slots.tolist(), strict=True)) == [
        (row, index) for row in range(80) for index in (NO_SLOT, 0)
    ]
    assert found.scores.min() >= 0
    assert found.scores.max() <= 1


def test_copies_share_what_is_said_of_their_text(frame_on: FrameOn) -> None:
    rows = twice(requests())
    rows += [{**rows[20], "row": 80}]
    found = found_in(frame_on, rows)
    assert found.scores[found.rows == 80].tolist() == pytest.approx(found.scores[found.rows == 20].tolist())


@pytest.mark.parametrize("rows", [requests(), twice(requests(slots=[]))])
def test_nothing_to_learn_from_has_no_entry(frame_on: FrameOn, rows: list[Row]) -> None:
    assert len(found_in(frame_on, rows)) == 0
