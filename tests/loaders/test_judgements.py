"""Judgements in the notes: nothing is lost, nothing is recorded twice, and many may write at once."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.formats.slots import Slot
from loaders.judgement import JudgedPair, Judgement, pair_of
from loaders.judgement_text import MAX_ANNOTATOR, MAX_NOTE
from loaders.judgements import (
    last_recorded,
    read_current,
    read_history,
    read_judged_pairs,
    record,
    withdraw,
)
from loaders.notes import FILE_NAME
from tests.loaders.tiny import Desk

PAIR = JudgedPair("e", "e1", "v1", "b1", "v2", "c1")
OF_FILE = Judgement(
    *(PAIR, "de-DE", "7", "ab12", "Ann", "gold_wrong"),
    new_intent="music_play",
    new_slots=(Slot("song", "Größe 😀", 6, 13), Slot("artist", "x")),
    note="see <b>this</b>\n=1+1",
    judged_at="2026-11-27T10:00:00Z",
    tool="label-studio",
    tool_row_id="9",
    source_sha="f1",
    export_id="x1",
    stands_for=("8", "9"),
)


def hows(warehouse: Path, *judgements: Judgement) -> list[str]:
    return [one.how for one in record(warehouse, judgements)]


def test_a_judgement_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    (recorded,) = record(tmp_path, [OF_FILE])
    assert recorded.how == "new"
    kept = recorded.judgement
    assert read_history(tmp_path, PAIR) == (kept,)
    assert (
        replace(kept, id=0, recorded_at="", judged_at=OF_FILE.judged_at),
        kept.judged_at,
    ) == (OF_FILE, "2026-11-27T10:00:00.000+00:00")
    assert [(one.utterance_id, one.folded_into) for one in read_current(tmp_path, PAIR)] == [
        ("7", None),
        ("8", "7"),
        ("9", "7"),
    ]


def test_no_slots_and_nothing_said_about_slots_stay_apart(tmp_path: Path) -> None:
    record(tmp_path, [replace(OF_FILE, new_slots=()), replace(OF_FILE, tool_row_id="10", new_slots=None)])
    assert [one.new_slots for one in read_history(tmp_path, PAIR)] == [(), None]


def test_a_warehouse_nobody_wrote_into_has_none_and_stays_untouched(tmp_path: Path) -> None:
    assert read_history(tmp_path, PAIR) == read_current(tmp_path, PAIR) == ()
    assert read_judged_pairs(tmp_path) == ()
    assert (last_recorded(tmp_path), record(tmp_path, [])) == (0, ())
    assert list(tmp_path.iterdir()) == []


def test_a_judgement_belongs_to_the_fingerprints_whatever_the_names(tmp_path: Path) -> None:
    record(tmp_path, [OF_FILE])
    renamed = replace(PAIR, evalset="new", baseline="old", candidate="next")
    record(tmp_path, [replace(OF_FILE, pair=renamed, annotator="Bo")])
    assert len(read_history(tmp_path, renamed)) == len(read_history(tmp_path, PAIR)) == 2
    assert read_judged_pairs(tmp_path) == (renamed,)
    for other in ("evalset_fingerprint", "baseline_fingerprint", "candidate_fingerprint"):
        assert read_history(tmp_path, replace(PAIR, **{other: "another"})) == ()


def test_the_pair_of_a_comparison_has_its_fingerprints(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(name="a")
    desk_with_gold.add_run(name="b")
    with comparison(desk_with_gold.warehouse, "a", "b") as opened:
        pair = pair_of(opened)
        assert (pair.evalset, pair.baseline, pair.candidate) == ("e", "a", "b")
        assert pair.fingerprints == (
            *(opened.evalset.fingerprint, opened.baseline.fingerprint),
            opened.candidate.fingerprint,
        )


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    other = replace(OF_FILE, utterance_id="10", tool_row_id="10", stands_for=())
    assert hows(tmp_path, OF_FILE, other) == ["new", "new"]
    before = last_recorded(tmp_path)
    assert hows(tmp_path, OF_FILE, other) == ["known", "known"]
    assert last_recorded(tmp_path) == before


def test_a_later_export_of_the_tool_adds_only_what_is_new(tmp_path: Path) -> None:
    changed = replace(OF_FILE, verdict="unclear", judged_at="2026-11-27T11:00:00Z", source_sha="f2")
    assert hows(tmp_path, OF_FILE) == ["new"]
    assert hows(tmp_path, replace(OF_FILE, source_sha="f2"), replace(changed, source_sha="f3")) == ["known", "new"]
    # The older export, saved again under another hash: its row was said before the change, and changes nothing.
    assert hows(tmp_path, replace(OF_FILE, source_sha="f4")) == ["known"]
    assert [one.verdict for one in read_current(tmp_path, PAIR)] == ["unclear"] * 3


def test_what_an_annotator_says_again_elsewhere_changes_nothing(tmp_path: Path) -> None:
    again = replace(OF_FILE, tool="csv", tool_row_id="7", source_sha="f2", judged_at="")
    assert hows(tmp_path, OF_FILE, again) == ["new", "unchanged"]
    assert hows(tmp_path, replace(again, note="more")) == ["new"]
    assert hows(tmp_path, replace(again, stands_for=("8", "9", "10"), note="more", source_sha="f3")) == ["new"]
    assert hows(tmp_path, replace(again, annotator="Bo")) == ["new"]


def test_a_change_of_mind_and_back_is_three_judgements(tmp_path: Path) -> None:
    own = Judgement(PAIR, "de-DE", "7", "ab12", "Ann", "gold_wrong")
    other = replace(own, verdict="unclear")
    assert hows(tmp_path, own, own, other, own) == ["new", "unchanged", "new", "new"]
    assert [one.verdict for one in read_history(tmp_path, PAIR)] == ["gold_wrong", "unclear", "gold_wrong"]
    assert [one.verdict for one in read_current(tmp_path, PAIR)] == ["gold_wrong"]


def test_withdrawing_takes_back_and_can_be_taken_back(tmp_path: Path) -> None:
    (recorded,) = record(tmp_path, [OF_FILE])
    undo = withdraw(tmp_path, recorded.judgement.id, "Bo")
    assert read_current(tmp_path, PAIR) == ()
    with pytest.raises(InputError, match="withdrawn by somebody"):
        withdraw(tmp_path, recorded.judgement.id, "Bo")
    withdraw(tmp_path, undo.id, "Bo")
    assert len(read_current(tmp_path, PAIR)) == 3
    assert [(one.annotator, one.withdraws) for one in read_history(tmp_path, PAIR)] == [
        ("Ann", None),
        ("Bo", recorded.judgement.id),
        ("Bo", undo.id),
    ]
    with pytest.raises(InputError, match="not in the warehouse"):
        withdraw(tmp_path, 999, "Bo")


def test_a_file_does_not_bring_back_what_was_withdrawn_but_a_person_may(tmp_path: Path) -> None:
    (recorded,) = record(tmp_path, [replace(OF_FILE, judged_at="", tool="csv")])
    withdraw(tmp_path, recorded.judgement.id, "Ann")
    again = replace(OF_FILE, judged_at="", tool="csv", source_sha="f2")
    assert hows(tmp_path, again) == ["unchanged"]
    assert read_current(tmp_path, PAIR) == ()
    assert hows(tmp_path, replace(again, tool="flipscope", tool_row_id="", source_sha="")) == ["new"]
    assert len(read_current(tmp_path, PAIR)) == 3


def test_an_annotator_keeps_the_first_spelling(tmp_path: Path) -> None:
    record(tmp_path, [OF_FILE])
    (again, later) = record(
        tmp_path,
        [
            replace(OF_FILE, annotator=" ＡＮＮ ", source_sha="f2"),
            replace(OF_FILE, annotator="ann", source_sha="f3", verdict="unclear", judged_at=""),
        ],
    )
    assert (again.how, later.how, later.judgement.annotator) == ("known", "new", "Ann")


def test_a_time_in_the_future_does_not_hold_against_later_judgements(tmp_path: Path) -> None:
    (early,) = record(tmp_path, [replace(OF_FILE, judged_at="2999-01-01")])
    assert early.judgement.judged_at <= early.judgement.recorded_at
    record(tmp_path, [Judgement(PAIR, "de-DE", "7", "ab12", "Ann", "unclear")])
    assert read_current(tmp_path, PAIR)[0].verdict == "unclear"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(OF_FILE, annotator=" \n"), "needs the name"),
        (replace(OF_FILE, annotator="x" * (MAX_ANNOTATOR + 1)), "201 characters"),
        (replace(OF_FILE, note="x" * (MAX_NOTE + 1)), "10,001 characters"),
    ],
)
def test_one_bad_judgement_keeps_all_out(tmp_path: Path, wrong: Judgement, said: str) -> None:
    with pytest.raises(InputError, match=said):
        record(tmp_path, [OF_FILE, wrong])
    assert read_history(tmp_path, PAIR) == ()


def test_a_judgement_says_something(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        record(tmp_path, [Judgement(PAIR, "de-DE", "7", "ab12", "Ann")])
    assert hows(tmp_path, Judgement(PAIR, "de-DE", "7", "ab12", "Ann", note="?")) == ["new"]


_RECORD_MANY = """
import sys
from dataclasses import replace
from pathlib import Path
from loaders.judgements import record
from tests.loaders.test_judgements import OF_FILE
warehouse, who = Path(sys.argv[1]), sys.argv[2]
for n in range(8):
    record(warehouse, [replace(OF_FILE, annotator=who, utterance_id=str(i), tool_row_id=str(i), stands_for=())
                       for i in range(n * 25, n * 25 + 25)])
    record(warehouse, [replace(OF_FILE, utterance_id=str(n), tool_row_id=str(n), stands_for=())])
"""

_DIE_IN_THE_MIDDLE = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
import loaders.judgements
from tests.loaders.test_judgements import OF_FILE
insert = loaders.judgements.insert_judgements
def insert_and_die(notes, judgements):
    insert(notes, judgements[:50])
    os.kill(os.getpid(), signal.SIGKILL)
loaders.judgements.insert_judgements = insert_and_die
many = [replace(OF_FILE, utterance_id=str(i), tool_row_id=f"r{i}") for i in range(99)]
loaders.judgements.record(Path(sys.argv[1]), many)
"""


def _start(script: str, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen([sys.executable, "-c", script, *arguments], env=environment)


def test_processes_that_write_at_once_lose_nothing_and_record_nothing_twice(tmp_path: Path) -> None:
    writers = [_start(_RECORD_MANY, str(tmp_path), who) for who in ("Bo", "Cy", "Bo")]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    told = sorted((one.annotator, int(one.utterance_id)) for one in read_history(tmp_path, PAIR))
    expected = [("Ann", n) for n in range(8)] + [(who, n) for who in ("Bo", "Cy") for n in range(200)]
    assert told == expected


def test_a_writer_killed_in_the_middle_leaves_no_trace(tmp_path: Path) -> None:
    record(tmp_path, [OF_FILE])
    assert _start(_DIE_IN_THE_MIDDLE, str(tmp_path)).wait(60) == -signal.SIGKILL
    assert len(read_history(tmp_path, PAIR)) == 1
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as notes:
        assert notes.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert hows(tmp_path, replace(OF_FILE, note="later", judged_at="")) == ["known"]
    assert hows(tmp_path, replace(OF_FILE, note="later", judged_at="", source_sha="f2")) == ["new"]


def test_looking_up_uses_the_index(tmp_path: Path) -> None:
    record(tmp_path, [OF_FILE])
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as notes:
        plan = notes.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM judgement WHERE evalset_fingerprint = '' AND baseline_fingerprint = '' "
            "AND candidate_fingerprint = '' AND withdraws IS NULL AND annotator = ''"
        ).fetchall()
    assert "judgement_of_pair (evalset_fingerprint=? AND" in plan[0][3]
    assert "annotator=?" in plan[0][3]
