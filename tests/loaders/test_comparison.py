"""Two runs side by side."""

import shutil
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import duckdb
import pytest

from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.run import RunOptions, add_run
from loaders.schema import ANSWER_COLUMNS, EVALSET_COLUMNS, ROLES, SCORE_COLUMNS
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, changed, silent, without


def pairs(desk: Desk, columns: str, baseline: str = "r", candidate: str = "q") -> list[tuple[Any, ...]]:
    with comparison(desk.warehouse, baseline, candidate) as opened:
        return opened.pairs().select(columns).fetchall()


@pytest.fixture
def desk_with_runs(desk_with_gold: Desk) -> Desk:
    desk_with_gold.add_run(name="r")
    desk_with_gold.add_run(changed(ANSWERS, intent="alarm_stop"), "q")
    return desk_with_gold


def test_a_pair_has_the_utterance_and_both_answers_in_the_order_of_the_evalset(desk_with_runs: Desk) -> None:
    columns = "row, utterance_id, intent, baseline_intent, candidate_intent, baseline_slots_correct"
    assert pairs(desk_with_runs, columns) == [
        (0, "1", "alarm_set", "alarm_set", "alarm_stop", True),
        (1, "2", "music_play", "music_play", "music_play", False),
        (2, "3", "alarm_stop", "alarm_set", "alarm_set", True),
    ]


def test_every_column_is_there_and_null_where_no_file_had_it(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        columns = opened.pairs().columns
    of_runs = [f"{role}_{column}" for role in ROLES for column in (*ANSWER_COLUMNS, *SCORE_COLUMNS)]
    assert columns == ["row", *EVALSET_COLUMNS, "n_slots", "slot_names", *of_runs]
    assert set(pairs(desk_with_runs, "annotator, baseline_confidence, candidate_nbest, guideline_version")) == {
        (None,) * 4
    }


def test_further_columns_of_the_evalset_appear(desk: Desk) -> None:
    desk.add_evalset([{**record, 'odd "name"': n} for n, record in enumerate(UTTERANCES)])
    desk.add_run()
    assert pairs(desk, '"odd ""name"""', "r", "r") == [("0",), ("1",), ("2",)]


def test_a_run_can_be_compared_with_itself(desk_with_runs: Desk) -> None:
    found = pairs(desk_with_runs, "baseline_frame_correct = candidate_frame_correct", "r", "r")
    assert found == [(True,)] * 3


def test_a_run_that_was_renamed_can_be_compared(desk_with_runs: Desk) -> None:
    warehouse = desk_with_runs.warehouse
    warehouse.run_path("q").rename(warehouse.run_path("renamed"))
    assert len(pairs(desk_with_runs, "row", "r", "renamed")) == 3


@pytest.mark.parametrize(
    ("baseline", "candidate", "kept"),
    [("error", "error", "123"), ("drop", "error", "23"), ("error", "drop", "12"), ("drop", "drop", "2")],
)
def test_pairs_that_a_dropping_run_lacks_are_left_out(
    desk_with_gold: Desk, baseline: Any, candidate: Any, kept: str
) -> None:
    desk_with_gold.add_run(ANSWERS[1:], "r", missing=baseline)
    desk_with_gold.add_run(ANSWERS[:2], "q", missing=candidate)
    assert "".join(row[0] for row in pairs(desk_with_gold, "utterance_id")) == kept
    with comparison(desk_with_gold.warehouse, "r", "q") as opened:
        looked_up = opened.pairs_at([0, 1, 2]).project("utterance_id").order("utterance_id").fetchall()
    assert "".join(identity for (identity,) in looked_up) == kept


def test_missing_predictions_that_are_errors_are_wrong(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(ANSWERS[:1], "r")
    columns = "baseline_missing, baseline_intent, baseline_frame_correct, baseline_slot_answers"
    assert pairs(desk_with_gold, columns, "r", "r")[1:] == [(True, None, False, None)] * 2


def test_runs_of_different_evalsets_are_refused(desk_with_runs: Desk) -> None:
    warehouse = desk_with_runs.warehouse
    shutil.copy(warehouse.evalset_path("e"), warehouse.evalset_path("f"))
    add_run(warehouse, "of_f", [f"{desk_with_runs.folder}/answers.jsonl"], "f", RunOptions(), silent)
    with pytest.raises(InputError, match="run 'r' is of evalset 'e', run 'of_f' of 'f'; compare runs of one evalset"):
        pairs(desk_with_runs, "row", "r", "of_f")


def test_an_evalset_loaded_again_with_other_content_is_refused(desk_with_runs: Desk) -> None:
    desk_with_runs.warehouse.evalset_path("e").unlink()
    desk_with_runs.add_evalset(changed(UTTERANCES, intent="alarm_stop"))
    with pytest.raises(InputError, match=r"run 'r' was loaded against another content of evalset 'e' \(.*load the run"):
        pairs(desk_with_runs, "row")


def test_an_evalset_loaded_again_with_the_same_content_is_taken(desk_with_runs: Desk) -> None:
    desk_with_runs.warehouse.evalset_path("e").unlink()
    desk_with_runs.add_evalset()
    assert len(pairs(desk_with_runs, "row")) == 3


def test_an_evalset_that_was_deleted_is_named(desk_with_runs: Desk) -> None:
    desk_with_runs.warehouse.evalset_path("e").unlink()
    with pytest.raises(InputError, match="no evalset 'e' in"):
        pairs(desk_with_runs, "row")


def test_rows_looked_up_by_number_are_those_of_the_pairs(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        whole = opened.pairs().order("row").fetchall()
        found = opened.pairs_at([2, 0, 7])
        assert found.columns == opened.pairs().columns
        assert found.order("row").fetchall() == [whole[0], whole[2]]
        assert opened.pairs_at([]).fetchall() == []


def test_a_cursor_sees_the_same_pairs(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        assert opened.cursor().pairs().fetchall() == opened.pairs().fetchall()


def test_a_run_without_slots_can_be_compared(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(without(ANSWERS, "slots"))
    assert pairs(desk_with_gold, "baseline_slots, baseline_slots_correct", "r", "r")[2] == (None, True)


def test_files_of_the_warehouse_cannot_be_written_through_a_comparison(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened, pytest.raises(Exception, match="read-only"):
        opened.con.execute("DELETE FROM evalset.utterances")


def test_the_evaluation_set_by_itself_has_the_rows_of_the_pairs(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        alone = opened.utterances()
        assert alone.columns == ["row", *EVALSET_COLUMNS, "n_slots", "slot_names"]
        shared = "row, text, slots"
        assert alone.select(shared).fetchall() == opened.pairs().select(shared).fetchall()


def test_the_engine_prints_no_progress_into_what_a_command_prints(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        for con in (opened.con, opened.cursor().con):
            assert con.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_an_interrupted_comparison_ends_its_queries_and_no_others(desk_with_runs: Desk) -> None:
    with comparison(desk_with_runs.warehouse, "r", "q") as opened:
        own, other = opened.cursor(), opened.cursor()
        endless = "SELECT count(*) FROM range(1000000000000) AS r(i) WHERE i % 7 = 8"
        (part,) = own.pairs_in_parts()
        cursors = [own.con, *own._cursors]
        assert len(cursors) == 2
        with ThreadPoolExecutor(2) as pool:
            running = [pool.submit(cursor.execute, endless) for cursor in cursors]
            while not all(query.done() for query in running):
                # A query that has not begun yet is not interrupted.
                own.interrupt()
                wait(running, 0.05)
        for query in running:
            with pytest.raises(duckdb.InterruptException):
                query.result()
        assert len(other.pairs().fetchall()) == len(part.fetchall()) > 0
