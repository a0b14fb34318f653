"""`flipscope import-verdicts` and `flipscope verdicts` over a tiny warehouse: what they print, and exit codes."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.loaders.tiny import Desk, jsonl
from tests.loaders.verdicts.returned import MUSIC, Returned, make_returned, row

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def returned(tmp_path: Path) -> Returned:
    made = make_returned(Desk(tmp_path))
    made.export()
    return made


ROWS = [
    row("1", "gold_wrong", "Ann", true_intent="stop"),
    row("1", "gold_wrong", "Bo", true_intent="pause"),
    row("2", "candidate_wrong", "Ann"),
    row("2", "unclear", "<b>Cy</b>", note="=1+1"),
    row("5", "candidate_wrong", "Ann"),
    row("5", "unclear", "Di"),
    row("6", "both_acceptable", "Bo"),
    row("4", "", "Bo"),
]


def run(capsys: Captured, returned: Returned, *args: str) -> tuple[int, str, str]:
    code = main([*args, "--warehouse", str(returned.warehouse)])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Returned:
    """A warehouse with all of it, which no test changes."""
    made = make_returned(Desk(tmp_path_factory.mktemp("verdicts")))
    made.export()
    assert made.take_rows(ROWS).n_new == 7
    return made


def test_before_anybody_judged(returned: Returned, capsys: Captured) -> None:
    code, out, _ = run(capsys, returned, "verdicts", "v1", "v2", "--unit", "intent")
    assert code == 0
    assert "0 of 4 negative flips judged (0.0 %), by 0 annotators in 0 judgements" in out
    assert "flipscope export" in out
    code, out, _ = run(capsys, returned, "verdicts", "v1", "v2", "--format", "json")
    found = json.loads(out)
    assert (found["rows"], found["meta"]["agreement"]["krippendorff_alpha"]) == ([], None)
    assert [one["share"] for one in found["meta"]["standings"]] == [None] * 5


def test_a_report_of_what_became_of_each_row(returned: Returned, capsys: Captured, tmp_path: Path) -> None:
    path = tmp_path / "back.jsonl"
    path.write_bytes(jsonl([row("1", "maybe"), row("2"), row("4", "unclear", "Ann")]))
    code, out, err = run(capsys, returned, "import-verdicts", str(path))
    assert (code, out) == (2, "")
    assert f"{path}: nothing was imported: 1 row rejected" in err
    assert f"    {path} line 1: 'maybe'" not in err
    assert "verdict: 'maybe' is none of candidate_wrong, gold_wrong, both_acceptable, unclear" in err
    assert err.splitlines()[-1].startswith("flipscope: ")
    assert "--max-rejected" in err.splitlines()[-1]


def test_imported_once_and_again(returned: Returned, capsys: Captured) -> None:
    path = returned.desk.file("back.jsonl", jsonl(ROWS))
    code, out, _ = run(capsys, returned, "import-verdicts", path)
    assert code == 0
    assert out.splitlines()[0] == f"{path}: 7 new judgements, for 5 utterances"
    code, out, _ = run(capsys, returned, "import-verdicts", path)
    assert code == 0
    assert out.splitlines()[0] == f"{path}: nothing new: the warehouse has all of it"
    assert "  known       7 (imported before)" in out
    assert "    1 not filled in" in out


def test_an_annotator_is_given_a_name(returned: Returned, capsys: Captured) -> None:
    path = returned.desk.file("more.jsonl", jsonl([row("5", "unclear", "7")]))
    _, out, _ = run(capsys, returned, "import-verdicts", path, "--annotator", "7=Di", "--format", "table")
    assert "    1 by Di" in out
    assert "    1 on v1 → v2 (e)" in out


@pytest.mark.parametrize("annotator", ["=Ann", "7="])
def test_an_annotator_without_a_name(returned: Returned, capsys: Captured, annotator: str) -> None:
    code, _, err = run(capsys, returned, "import-verdicts", "x", "--annotator", annotator)
    assert code == 2
    assert "IN_FILE=NAME" in err


def found_in(filled: Returned, capsys: Captured, *args: str) -> dict[str, Any]:
    code, out, _ = run(capsys, filled, "verdicts", "v1", "v2", "--format", "json", *args)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_json_has_the_numbers_of_a_plain_count(filled: Returned, capsys: Captured) -> None:
    """1 stands at gold wrong; 2 and 3, which asks the same, and 5 at no majority; 6 did not break."""
    meta = found_in(filled, capsys)["meta"]
    assert (meta["n_flips"], meta["n_judged"], meta["n_elsewhere"], meta["unit"]) == (5, 4, 1, "frame")
    standings = {one["standing"]: one["n"] for one in meta["standings"]}
    assert standings["gold_wrong"] == 1
    assert standings["disagreed"] == 3
    assert sum(standings.values()) == 4
    annotators = {one["annotator"]: one["n"] for one in meta["annotators"]}
    assert annotators["Ann"] == 3
    assert annotators["<b>Cy</b>"] == 1
    agreement = meta["agreement"]
    assert (agreement["n"], agreement["n_equal"]) == (3, 1)
    assert [one["annotators"] for one in agreement["pairs"] if "Bo" in one["annotators"]] == [["Ann", "Bo"]]


def test_the_queue_has_the_most_asked_first(filled: Returned, capsys: Captured) -> None:
    rows = found_in(filled, capsys)["rows"]
    assert [(one["utterance_id"], one["n_traffic"], one["about"]) for one in rows] == [
        ("2", 5, "verdict"),
        ("5", 5, "verdict"),
        ("1", 1, "correction"),
    ]
    last = rows[-1]
    assert (last["text"], last["intent"], last["candidate_intent"]) == (MUSIC, "play", "play")
    assert last["verdicts"] == [
        {"annotator": "Ann", "verdict": "gold_wrong", "true_intent": "stop", "true_slots": None},
        {"annotator": "Bo", "verdict": "gold_wrong", "true_intent": "pause", "true_slots": None},
    ]
    assert len(found_in(filled, capsys, "--limit", "1")["rows"]) == 1


def test_csv_has_the_rows_and_no_formula(filled: Returned, capsys: Captured) -> None:
    _, out, err = run(capsys, filled, "verdicts", "v1", "v2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [one["utterance_id"] for one in rows] == ["2", "5", "1"]
    assert rows[1]["text"] == "'=1+1"
    assert rows[2]["verdicts"] == "Ann: gold wrong stop; Bo: gold wrong pause"
    assert "Krippendorff's α" in err


@pytest.mark.parametrize("output_format", ["table", "markdown"])
def test_tables_for_people(filled: Returned, capsys: Captured, output_format: str) -> None:
    _, out, _ = run(capsys, filled, "verdicts", "v1", "v2", "--format", output_format, "--limit", "2")
    assert "4 of 5 negative flips judged (80.0 %)" in out
    assert "no majority" in out
    assert "2 of 3 disagreements, most traffic first (--limit 0 shows all)" in out
