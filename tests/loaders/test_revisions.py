"""Two revisions side by side: which utterances, whose counterpart, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from loaders.corrections import CorrectionFile
from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.revision import revise
from loaders.revisions import revisions
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, changed, jsonl, silent

FIRST = {"utterance_id": "3", "intent": "alarm_set"}


def revised(desk: Desk, name: str, *records: Any, evalset: str = "e", runs: list[str] | None = None) -> None:
    file = CorrectionFile(Path(desk.file("c.jsonl", jsonl(records))))
    revise(desk.warehouse, evalset, name, file, silent, runs)


def refused(desk: Desk, old: str, new: str, runs: tuple[str, str] | None = None) -> str:
    with pytest.raises(InputError) as caught, revisions(desk.warehouse, old, new, runs):
        pass
    return str(caught.value)


def test_labels_and_outcomes_stand_side_by_side(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="a")
    desk_with_gold.add_run(changed(ANSWERS, intent="news"), name="b")
    revised(desk_with_gold, "e2", FIRST, {"utterance_id": "1", "slots": []})
    with revisions(desk_with_gold.warehouse, "e", "e2", ("a", "b")) as opened:
        columns = "utterance_id, old_intent, new_intent, intent_changed, slots_changed, domain_changed"
        assert opened.utterances().project(columns).fetchall() == [
            ("1", "alarm_set", "alarm_set", False, True, False),
            ("2", "music_play", "music_play", False, False, False),
            ("3", "alarm_stop", "alarm_set", True, False, False),
        ]
        judged = (
            "old_baseline_frame_correct, old_candidate_frame_correct, "
            "new_baseline_frame_correct, new_candidate_frame_correct"
        )
        assert opened.utterances().project(judged).fetchall() == [
            (True, False, False, False),
            (False, False, False, False),
            (False, False, True, True),
        ]
        assert opened.pairs is not None
        assert [[run.name for run in pair] for pair in opened.pairs] == [["a", "b"], ["a@e2", "b@e2"]]


def test_counterparts_are_found_through_several_revisions_either_way(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="a")
    desk_with_gold.add_run(changed(ANSWERS, intent="news"), name="b")
    revised(desk_with_gold, "e2", FIRST)
    revised(desk_with_gold, "e3", {"utterance_id": "1", "intent": "x"}, evalset="e2")
    revised(desk_with_gold, "f", {"utterance_id": "2", "intent": "y"})
    for old, new, runs, expected in (
        ("e", "e3", ("a", "b"), ["a@e3", "b@e3"]),
        ("e3", "e", ("b@e3", "a@e3"), ["b", "a"]),
        ("f", "e3", ("a@f", "b@f"), ["a@e3", "b@e3"]),
    ):
        with revisions(desk_with_gold.warehouse, old, new, runs) as opened:
            assert opened.pairs is not None
            assert [run.name for run in opened.pairs[1]] == expected


def test_what_a_run_drops_is_left_out(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(ANSWERS[:2], name="a", missing="drop")
    desk_with_gold.add_run(name="b")
    revised(desk_with_gold, "e2", FIRST)
    with revisions(desk_with_gold.warehouse, "e", "e2", ("b", "a")) as opened:
        assert opened.utterances().project("utterance_id").fetchall() == [("1",), ("2",)]
    with revisions(desk_with_gold.warehouse, "e", "e2") as opened:
        assert len(opened.utterances()) == 3


def test_what_cannot_be_compared_is_refused(desk_with_gold: Desk) -> None:
    desk = desk_with_gold
    desk.add_run(name="a")
    desk.add_run(changed(ANSWERS, intent="news"), name="b")
    revised(desk, "e2", FIRST, runs=["a"])
    for name, records in (("other", UTTERANCES[:2]), ("turned", UTTERANCES[::-1])):
        add_evalset(desk.warehouse, name, [desk.file("o.jsonl", jsonl(records))], EvalsetOptions(), silent)
        assert "has not the same utterances in the same order as 'e'" in refused(desk, "e", name)
    assert "have the same content" in refused(desk, "e", "e")
    assert "no evalset 'nowhere'" in refused(desk, "e", "nowhere")
    assert "run 'b' was not scored on 'e2', whose runs are: a@e2" in refused(desk, "e", "e2", ("a", "b"))
    assert refused(desk, "e", "e2", ("a", "a@e2")) == "run 'a@e2' is of evalset 'e2', not of 'e'"
