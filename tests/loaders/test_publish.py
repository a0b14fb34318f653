"""Files appear whole or not at all, whoever else loads or reads at that moment."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.publish import loading_folder, publish
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, jsonl

MANY = [{**UTTERANCES[0], "utterance_id": str(n)} for n in range(4000)]
LOAD = """
import sys
from pathlib import Path
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.warehouse import Warehouse
folder, name, file = sys.argv[1:]
print("ready", flush=True)
add_evalset(Warehouse(Path(folder)), name, [file], EvalsetOptions(), lambda what, n: None)
"""


def start_load(desk: Desk, name: str, file: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LOAD, str(desk.warehouse.path), name, file]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_of_two_processes_that_load_one_name_exactly_one_wins(desk: Desk) -> None:
    file = desk.file("many.jsonl", jsonl(MANY))
    loads = [start_load(desk, "e", file) for _ in range(2)]
    errors = sorted(load.communicate()[1] for load in loads)
    assert sorted(load.returncode for load in loads) == [0, 1]
    assert errors[0] == ""
    assert "InputError: evalset 'e' exists already; choose another name" in errors[1]
    assert desk.warehouse.evalset("e").n_utterances == len(MANY)
    assert desk.leftovers() == []


def test_threads_that_load_different_names_do_not_meet(desk_with_gold: Desk) -> None:
    names = [f"r{n}" for n in range(6)]
    threads = [threading.Thread(target=desk_with_gold.add_run, kwargs={"name": n, "file": n}) for n in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {run.name for run in desk_with_gold.warehouse.runs()} == set(names)
    assert desk_with_gold.leftovers() == []


def test_a_name_taken_while_the_load_ran_is_left_as_it_is(tmp_path: Path) -> None:
    written, final = tmp_path / "written", tmp_path / "runs" / "r.duckdb"
    written.write_text("second")
    final.parent.mkdir()
    final.write_text("first")
    with pytest.raises(InputError, match="run 'r' exists already"):
        publish(written, final)
    assert final.read_text() == "first"


@pytest.mark.parametrize("progress", [0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1])
def test_a_killed_load_publishes_all_or_nothing_and_the_next_one_sweeps(
    desk: Desk, time_of_a_load: float, progress: float
) -> None:
    file = desk.file("many.jsonl", jsonl(MANY))
    load = start_load(desk, "killed", file)
    assert load.stdout is not None
    assert load.stdout.readline() == "ready\n"
    time.sleep(progress * time_of_a_load)
    load.send_signal(signal.SIGKILL)
    load.communicate()
    listed = desk.warehouse.evalsets()
    assert [evalset.n_utterances for evalset in listed] in ([], [len(MANY)])
    desk.add_evalset()
    assert desk.leftovers() == []
    assert len(desk.warehouse.evalsets()) == len(listed) + 1


@pytest.fixture(scope="module")
def time_of_a_load(tmp_path_factory: pytest.TempPathFactory) -> float:
    desk = Desk(tmp_path_factory.mktemp("timed"))
    load = start_load(desk, "timed", desk.file("many.jsonl", jsonl(MANY)))
    assert load.stdout is not None
    load.stdout.readline()
    start = time.monotonic()
    load.communicate()
    return time.monotonic() - start


def test_a_sweep_spares_the_folder_of_a_load_that_runs(tmp_path: Path) -> None:
    with loading_folder(tmp_path) as first:
        with loading_folder(tmp_path) as second:
            assert first.is_dir()
        assert first.is_dir()
        assert not second.exists()
    assert not first.exists()


def test_a_sweep_takes_a_folder_that_was_left_before_it_was_locked(tmp_path: Path) -> None:
    left = tmp_path / ".loading" / "left"
    left.mkdir(parents=True)
    with loading_folder(tmp_path):
        assert not left.exists()


SWEEP_OFTEN = """
import sys
from pathlib import Path
from loaders.publish import loading_folder

for _ in range(60):
    with loading_folder(Path(sys.argv[1])) as own:
        (own / "file").write_text("x")
        assert (own / "file").read_text() == "x"
"""


def test_sweeps_never_meet_a_folder_that_is_being_made(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SWEEP_OFTEN, str(tmp_path)]
    workers = [subprocess.Popen(command, cwd=Path(__file__).parents[2]) for _ in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    assert os.listdir(tmp_path / ".loading") == []


def test_a_reader_keeps_its_comparison_while_others_load_and_delete(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="r")
    with comparison(desk_with_gold.warehouse, "r", "r") as opened:
        before = opened.pairs().fetchall()
        desk_with_gold.add_run(name="q")
        warehouse = desk_with_gold.warehouse
        warehouse.run_path("r").unlink()
        desk_with_gold.add_run(list(reversed(ANSWERS)), "r")
        assert opened.pairs().fetchall() == before


def test_a_load_interrupted_from_the_keyboard_leaves_nothing(desk: Desk) -> None:
    def interrupt(_what: str, _n_rows: int) -> None:
        raise KeyboardInterrupt

    file = desk.file("gold.jsonl", jsonl(UTTERANCES))
    with pytest.raises(KeyboardInterrupt):
        add_evalset(desk.warehouse, "e", [file], EvalsetOptions(), interrupt)
    assert desk.leftovers() == []
    assert desk.published() == set()
