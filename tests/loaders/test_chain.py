"""Several runs of one evaluation set in order."""

import shutil
from collections.abc import Sequence
from typing import Any

import pytest

from loaders.chain import chain
from loaders.errors import InputError
from loaders.run import RunOptions, add_run
from loaders.schema import EVALSET_COLUMNS, MissingPolicy
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, changed, silent, without


def utterances(desk: Desk, runs: Sequence[str], columns: str) -> list[tuple[Any, ...]]:
    with chain(desk.warehouse, runs) as opened:
        return opened.utterances().select(columns).fetchall()


@pytest.fixture
def desk_with_runs(desk_with_gold: Desk) -> Desk:
    """Runs a, b and c: the second breaks the first utterance, the third mends it and the third one."""
    desk_with_gold.add_run(name="a")
    desk_with_gold.add_run(changed(ANSWERS, intent="alarm_stop"), "b")
    desk_with_gold.add_run([*ANSWERS[:2], {**ANSWERS[2], "intent": "alarm_stop"}], "c")
    return desk_with_gold


def test_each_run_tells_who_was_right_in_the_order_named(desk_with_runs: Desk) -> None:
    columns = 'row, utterance_id, "0_frame_correct", "1_frame_correct", "2_frame_correct", "1_intent"'
    assert utterances(desk_with_runs, ["a", "b", "c"], columns) == [
        (0, "1", True, False, True, "alarm_stop"),
        (1, "2", False, False, False, "music_play"),
        (2, "3", False, False, True, "alarm_set"),
    ]
    assert utterances(desk_with_runs, ["c", "b"], '"0_frame_correct", "1_frame_correct"') == [
        (True, False),
        (False, False),
        (True, False),
    ]


def test_the_columns_are_those_of_the_utterance_and_of_each_run(desk_with_runs: Desk) -> None:
    with chain(desk_with_runs.warehouse, ["a", "c"]) as opened:
        assert opened.correct("slots") == ("0_slots_correct", "1_slots_correct")
        assert opened.utterances().columns == [
            "row",
            *(column for column in EVALSET_COLUMNS if column != "slots"),
            "n_slots",
            "slot_names",
            *("0_intent", "0_missing", "0_frame_correct", "0_intent_correct", "0_slots_correct"),
            *("1_intent", "1_missing", "1_frame_correct", "1_intent_correct", "1_slots_correct"),
        ]
        assert [run.name for run in opened.runs] == ["a", "c"]
    assert set(utterances(desk_with_runs, ["a", "c"], "partition, annotator")) == {(None, None)}


def test_further_columns_of_the_evalset_appear(desk: Desk) -> None:
    desk.add_evalset([{**record, 'odd "name"': n} for n, record in enumerate(UTTERANCES)])
    desk.add_run(name="a")
    desk.add_run(name="b")
    assert utterances(desk, ["a", "b"], '"odd ""name"""') == [("0",), ("1",), ("2",)]


@pytest.mark.parametrize(
    ("policies", "kept"),
    [
        (("error", "error", "error"), "123"),
        (("drop", "error", "error"), "23"),
        (("error", "drop", "error"), "12"),
        (("drop", "drop", "error"), "2"),
        (("drop", "drop", "drop"), "2"),
    ],
)
def test_an_utterance_that_a_dropping_run_lacks_is_left_out_of_the_chain(
    desk_with_gold: Desk, policies: Sequence[MissingPolicy], kept: str
) -> None:
    answers = {"a": ANSWERS[1:], "b": ANSWERS[:2], "c": ANSWERS}
    for (name, said), policy in zip(answers.items(), policies, strict=True):
        desk_with_gold.add_run(said, name, missing=policy)
    assert "".join(row[0] for row in utterances(desk_with_gold, "abc", "utterance_id")) == kept
    with chain(desk_with_gold.warehouse, "abc") as opened:
        looked_up = opened.utterances_at([0, 1, 2]).project("utterance_id").order("utterance_id").fetchall()
    assert "".join(identity for (identity,) in looked_up) == kept


def test_a_missing_prediction_that_is_an_error_is_wrong(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(ANSWERS[:1], "a")
    desk_with_gold.add_run(name="b")
    columns = '"0_missing", "0_intent", "0_frame_correct", "0_slots_correct"'
    assert utterances(desk_with_gold, ["a", "b"], columns)[1:] == [(True, None, False, False)] * 2


def test_rows_looked_up_by_number_are_those_of_the_chain(desk_with_runs: Desk) -> None:
    with chain(desk_with_runs.warehouse, ["a", "b", "c"]) as opened:
        whole = opened.utterances().order("row").fetchall()
        found = opened.utterances_at([2, 0, 7])
        assert found.columns == opened.utterances().columns
        assert found.order("row").fetchall() == [whole[0], whole[2]]
        assert opened.utterances_at([]).fetchall() == []


def test_a_cursor_sees_the_same_chain(desk_with_runs: Desk) -> None:
    with chain(desk_with_runs.warehouse, ["a", "b", "c"]) as opened:
        assert opened.cursor().utterances().fetchall() == opened.utterances().fetchall()


@pytest.mark.parametrize(
    ("runs", "message"),
    [
        ([], "two runs or more, there is 0"),
        (["a"], "two runs or more, there is 1"),
        (["a", "b", "a"], "run 'a' is named twice; a chain has each run once"),
        (["a", "nope"], "no run 'nope' in .*; there are: a, b, c"),
    ],
)
def test_a_wrong_call_is_refused(desk_with_runs: Desk, runs: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        utterances(desk_with_runs, runs, "row")


def test_runs_of_different_evalsets_are_refused(desk_with_runs: Desk) -> None:
    warehouse = desk_with_runs.warehouse
    shutil.copy(warehouse.evalset_path("e"), warehouse.evalset_path("f"))
    add_run(warehouse, "of_f", [f"{desk_with_runs.folder}/answers.jsonl"], "f", RunOptions(), silent)
    with pytest.raises(InputError, match="run 'a' is of evalset 'e', run 'of_f' of 'f'; a chain has runs of one"):
        utterances(desk_with_runs, ["a", "b", "of_f"], "row")


def test_an_evalset_loaded_again_with_other_content_is_refused(desk_with_runs: Desk) -> None:
    desk_with_runs.warehouse.evalset_path("e").unlink()
    desk_with_runs.add_evalset(changed(UTTERANCES, intent="alarm_stop"))
    desk_with_runs.add_run(name="d")
    with pytest.raises(InputError, match=r"run 'b' was loaded against another content of evalset 'e' \(.*load the run"):
        utterances(desk_with_runs, ["d", "b"], "row")


def test_a_run_without_slots_is_part_of_a_chain(desk_with_runs: Desk) -> None:
    desk_with_runs.add_run(without(ANSWERS, "slots"), "bare")
    assert utterances(desk_with_runs, ["a", "bare"], '"1_slots_correct"') == [(False,), (False,), (True,)]


def test_files_of_the_warehouse_cannot_be_written_through_a_chain(desk_with_runs: Desk) -> None:
    with chain(desk_with_runs.warehouse, ["a", "b"]) as opened, pytest.raises(Exception, match="read-only"):
        opened.con.execute("DELETE FROM run_1.scores")
