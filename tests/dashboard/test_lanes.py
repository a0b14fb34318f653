"""Lanes and marks: escaped, in their own direction, and told by more than colour."""

from dataclasses import replace

import pytest

from analysis.changes import Change
from analysis.marking import mark, mark_against_gold
from analysis.placement import Slot
from dashboard.figures.change_words import all_changes, change_line, short_changes
from dashboard.figures.flip_row import flip_row, request_row
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.nbest import column_table, nbest_tables
from dashboard.figures.slot_marks import marked_text, unplaced_slots
from dashboard.figures.utterance import Answer, Guess, Utterance

EVIL = "<img src=x onerror=alert(1)>"
RIGHT = Answer("query", (Slot("date", "erste april"),), 0.83, (), None, False, True)
MOVED = replace(RIGHT, slots=(Slot("date", "april"),), confidence=0.87, latency_ms=15.4, right=False)
MISSING = Answer(None, (), None, (), None, True, False)
BROKEN = Utterance(
    row=7,
    utterance_id="355",
    locale="de-DE",
    domain="datetime",
    intent="query",
    text="ist der erste april",
    slots=(Slot("date", "erste april", 8, 19),),
    frequency=2100,
    parallel_id=None,
    annotator="12",
    annotated_at="2026-03-14",
    outcome="negative_flip",
    baseline=RIGHT,
    candidate=MOVED,
)


def test_the_gold_lane_names_who_annotated_it() -> None:
    lane = gold_lane(BROKEN)
    assert "annotator 12 · 2026-03-14" in lane
    assert '<mark class="slot same">erste april' in lane
    assert 'dir="auto" lang="de-DE"' in lane


def test_a_moved_border_shows_the_lost_part_and_the_new_slot() -> None:
    lane = answer_lane(BROKEN, "candidate", "v2")
    assert '<mark class="slot lost">erste' in lane
    assert '<mark class="slot extra">april' in lane
    assert "✕ " in lane
    assert "＋ " in lane
    assert "0.87 ▲ +0.04 · 15 ms" in lane
    assert '<span class="spoken">wrong</span>' in lane


def test_the_baseline_has_no_change_of_confidence() -> None:
    lane = answer_lane(BROKEN, "baseline", "v1")
    assert "▲" not in lane
    assert "✓" in lane


def test_another_intent_stands_beside_the_struck_gold() -> None:
    lane = answer_lane(replace(BROKEN, candidate=replace(MOVED, intent="quirky")), "candidate", "v2")
    assert '<del><span class="spoken">instead of </span><bdi dir="auto">query</bdi></del>' in lane
    assert "quirky</bdi></b>" in lane


def test_a_missing_prediction_is_said_in_lane_row_and_words() -> None:
    utterance = replace(BROKEN, candidate=MISSING)
    assert "No prediction for this utterance" in answer_lane(utterance, "candidate", "v2")
    assert short_changes(utterance) == "no prediction in the candidate"
    assert "it counts as wrong" in all_changes(utterance)


@pytest.mark.parametrize("place", ["text", "intent", "locale", "domain", "annotator"])
def test_no_field_brings_markup_in(place: str) -> None:
    utterance = replace(BROKEN, **{place: EVIL})  # type: ignore[arg-type]
    pieces = [gold_lane(utterance), answer_lane(utterance, "candidate", EVIL), flip_row(utterance)]
    assert EVIL not in "".join([*pieces, request_row(utterance, utterance), all_changes(utterance)])


def test_no_slot_and_no_column_brings_markup_in() -> None:
    slot = Slot(EVIL, f"x{EVIL}")
    evil = replace(MOVED, slots=(slot,), nbest=(Guess(EVIL, 0.5),))
    utterance = replace(BROKEN, text=f"say x{EVIL}", slots=(slot,), candidate=evil)
    pieces = [
        answer_lane(utterance, "candidate", "v2"),
        flip_row(utterance),
        nbest_tables(utterance, EVIL, EVIL),
    ]
    pieces += [column_table(((EVIL, EVIL),)), unplaced_slots(((slot, "lost"),))]
    assert EVIL not in "".join(pieces)


def test_a_slot_without_a_place_is_listed_not_dropped() -> None:
    marking = mark_against_gold("play", [Slot("song", "yesterday")], [Slot("artist", "beatles")], str.casefold)
    listed = unplaced_slots(marking.unplaced)
    assert "yesterday" in listed
    assert "beatles" in listed
    assert unplaced_slots(()) == ""


def test_marks_do_not_cut_clusters_of_characters() -> None:
    text = "कि आज"
    assert '<mark class="slot same">कि<small>' in marked_text(mark(text, [Slot("x", "क", 0, 1)]), "hi-IN", "t")


def test_each_side_of_a_change_keeps_its_direction() -> None:
    line = change_line(Change("value_changed", "date", "اليوم", "غدا"))
    assert line == '<bdi dir="auto">date</bdi>: <bdi dir="auto">اليوم</bdi> → <bdi dir="auto">غدا</bdi>'


def test_many_changes_are_counted_in_the_row() -> None:
    slots = tuple(Slot(f"slot{i}", f"value{i}") for i in range(4))
    utterance = replace(BROKEN, baseline=replace(RIGHT, slots=slots), candidate=replace(MOVED, slots=()))
    assert "and 2 more" in short_changes(utterance)
    assert all_changes(utterance).count("Slot lost") == 4


def test_the_same_wrong_answer_is_held_against_the_gold() -> None:
    utterance = replace(BROKEN, outcome="both_wrong_same", baseline=MOVED)
    assert "both: " in short_changes(utterance)
    assert "Both runs gave the same answer, and it differs" in all_changes(utterance)
    assert "that of the gold" in all_changes(replace(BROKEN, outcome="both_correct", candidate=RIGHT))


def test_the_gold_is_found_in_the_n_best_lists() -> None:
    nbest = tuple(Guess(f"i{i}", 0.1) for i in range(5))
    utterance = replace(BROKEN, candidate=replace(MOVED, nbest=(Guess("query", None), *nbest)))
    table = nbest_tables(utterance, "v1", "v2")
    assert '◆ </span><bdi dir="auto">query' in table
    assert "(gold)" in table
    assert "and 1 more" in table
    assert "no n-best list" in table
    assert nbest_tables(BROKEN, "v1", "v2") == ""


def test_a_long_value_is_cut_and_says_so() -> None:
    assert "(1,000 characters)" in column_table((("judgments", "x" * 1000),))
    assert column_table(()) == ""
