"""`flipscope must-pass` against a plain loop over the seven utterances."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, build_warehouse, judged, read_csv, write_jsonl

Result = dict[str, Any]
MustPass = Callable[..., tuple[int, Result]]
Captured = pytest.CaptureFixture[str]
RIGHT = ("both_correct", "positive_flip")
UNITS = ("frame", "intent", "slots")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("must_pass"))


@pytest.fixture
def must_pass(warehouse: str, capsys: Captured) -> MustPass:
    def run(*args: str) -> tuple[int, Result]:
        code = main(["must-pass", *args, "--format", "json", "--warehouse", warehouse])
        return code, json.loads(capsys.readouterr().out)

    return run


def most_frequent(n: int) -> list[int]:
    ordered = sorted(range(len(GOLD)), key=lambda row: (-GOLD[row]["frequency"], row))
    locales = [GOLD[row]["locale"] for row in ordered]
    return [row for i, row in enumerate(ordered) if locales[:i].count(locales[i]) < n]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("top", [1, 2, 50])
def test_the_most_frequent_of_each_locale(must_pass: MustPass, unit: str, top: int) -> None:
    listed = most_frequent(top)
    outcomes = [outcome for _, outcome in judged(unit, "v1", "v2")]
    failed = [row for row in listed if outcomes[row] not in RIGHT]
    code, result = must_pass("v1", "v2", "--top", str(top), "--unit", unit)
    meta = result["meta"]
    assert code == (1 if failed else 0)
    assert meta["passed"] is (not failed)
    assert (meta["top"], meta["file"], meta["unit"]) == (top, None, unit)
    assert meta["n_listed"] == meta["n_found"] == len(listed)
    assert meta["n_passed"] == len(listed) - len(failed)
    assert meta["n_broke"] == sum(outcomes[row] == "negative_flip" for row in listed)
    assert meta["n_still_wrong"] == len(failed) - meta["n_broke"]
    assert [(row["row"], row["utterance_id"], row["outcome"]) for row in result["rows"]] == [
        (row, GOLD[row]["utterance_id"], outcomes[row]) for row in failed
    ]


def test_the_json_has_its_documented_keys(must_pass: MustPass) -> None:
    _, result = must_pass("v1", "v2", "--top", "9")
    assert set(result) == {"meta", "rows"}
    assert list(result["meta"]) == [
        *("evalset", "evalset_fingerprint", "baseline", "candidate", "missing_policy", "unit", "where", "file", "top"),
        *("passed", "n_listed", "n_found", "n_passed", "n_broke", "n_still_wrong", "n_unknown", "n_not_compared"),
        *("n_outside_where", "unknown"),
    ]
    assert list(result["rows"][0]) == [
        *("row", "utterance_id", "locale", "domain", "text", "frequency", "intent", "baseline_intent"),
        *("candidate_intent", "outcome", "error"),
    ]


def test_the_error_is_told_against_the_gold(must_pass: MustPass) -> None:
    _, result = must_pass("v1", "v2", "--top", "9")
    errors = {(row["locale"], row["utterance_id"]): row["error"] for row in result["rows"]}
    # Both runs are wrong there, v1 in another way.
    assert errors["de-DE", "u5"] == "place: Bonn → Berlin"
    assert errors["en-US", "u1"] == "time: five am → five"


def test_a_list_that_passes_ends_with_0(must_pass: MustPass, tmp_path: Path) -> None:
    listed = write_jsonl(tmp_path / "list.jsonl", [{"utterance_id": key, "locale": "en-US"} for key in ("u2", "u3")])
    code, result = must_pass("v1", "v2", "--file", listed)
    assert code == 0
    assert result["rows"] == []
    assert (result["meta"]["n_listed"], result["meta"]["passed"], result["meta"]["file"]) == (2, True, listed)


def test_one_failure_ends_with_1(must_pass: MustPass, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("play queen\nwake me at five am\n", encoding="utf-8")
    code, result = must_pass("v1", "v2", "--file", str(tmp_path / "list.txt"))
    assert code == 1
    assert [row["text"] for row in result["rows"]] == ["wake me at five am"]


def test_an_unknown_entry_is_told_and_does_not_pass(must_pass: MustPass, warehouse: str, tmp_path: Path) -> None:
    rows = [{"utterance_id": "u2", "locale": "en-US"}, {"utterance_id": "u9", "locale": "en-US"}, {"text": "nowhere"}]
    code, result = must_pass("v1", "v2", "--file", write_jsonl(tmp_path / "list.jsonl", rows))
    meta = result["meta"]
    assert code == 1
    assert (meta["passed"], meta["n_listed"], meta["n_passed"], meta["n_unknown"]) == (False, 3, 1, 2)
    assert meta["unknown"] == [
        {"line": 2, "utterance_id": "u9", "text": None, "locale": "en-US"},
        {"line": 3, "utterance_id": None, "text": "nowhere", "locale": None},
    ]


def test_a_pair_that_was_left_out_is_told_and_does_not_pass(must_pass: MustPass, tmp_path: Path) -> None:
    listed = write_jsonl(tmp_path / "list.jsonl", [{"utterance_id": key, "locale": "en-US"} for key in ("u2", "u3")])
    code, result = must_pass("v1", "v3-drop", "--file", listed)
    assert code == 1
    assert (result["meta"]["n_passed"], result["meta"]["n_not_compared"], result["rows"]) == (1, 1, [])
    code, result = must_pass("v1", "v3", "--file", listed)
    assert code == 1
    assert [(row["utterance_id"], row["outcome"], row["error"]) for row in result["rows"]] == [
        ("u2", "negative_flip", "play → –; artist: Queen → –")
    ]


def test_where_narrows_a_list_and_says_so(must_pass: MustPass, tmp_path: Path) -> None:
    listed = write_jsonl(tmp_path / "list.jsonl", [{"utterance_id": key} for key in ("u2", "u5")])
    code, result = must_pass("v1", "v2", "--file", listed, "--where", "locale=en-US")
    assert code == 0
    assert (result["meta"]["n_listed"], result["meta"]["n_outside_where"]) == (1, 2)
    code, result = must_pass("v1", "v2", "--top", "1", "--where", "domain=weather")
    assert [row["utterance_id"] for row in result["rows"]] == ["u5"]


def test_limit_cuts_the_rows_not_the_counts(must_pass: MustPass) -> None:
    _, everything = must_pass("v1", "v2", "--top", "9", "--limit", "0")
    _, cut = must_pass("v1", "v2", "--top", "9", "--limit", "2")
    assert cut["rows"] == everything["rows"][:2]
    assert cut["meta"] == everything["meta"]
    assert len(everything["rows"]) == everything["meta"]["n_broke"] + everything["meta"]["n_still_wrong"] > 2


def printed(warehouse: str, capsys: Captured, *args: str) -> tuple[str, str]:
    assert main(["must-pass", "v1", "v2", *args, "--warehouse", warehouse]) == 1
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_the_table_says_what_was_asked_and_what_failed(warehouse: str, capsys: Captured, tmp_path: Path) -> None:
    rows = [{"utterance_id": "u4"}, {"utterance_id": "u1", "locale": "en-US"}, {"text": "nowhere\x1b[31m"}]
    listed = write_jsonl(tmp_path / "list.jsonl", rows)
    said, _ = printed(warehouse, capsys, "--file", listed, "--where", "locale=en-US", "--limit", "1")
    title, verdict, *notes = said.splitlines()
    assert title == f"v1 → v2 on tiny where locale=en-US: must-pass list {listed}, judged by frame"
    assert verdict == "FAILED: 2 utterances listed, 0 passed, 1 broke, 1 not in the evalset"
    assert notes[0] == "not in the evalset: line 3: 'nowhere\\x1b[31m'"
    assert notes[1] == "1 listed utterance outside --where, not checked"
    assert "time: five am → five" in said
    assert notes[-1] == "1 of 1 failure, most traffic first"
    said, _ = printed(warehouse, capsys, "--top", "9", "--limit", "2")
    assert "still wrong" in printed(warehouse, capsys, "--top", "9")[0]
    assert said.splitlines()[-1].endswith("failures, most traffic first (--limit 0 shows all)")


def test_csv_is_rows_alone_and_harmless(warehouse: str, capsys: Captured) -> None:
    said, aside = printed(warehouse, capsys, "--top", "9", "--format", "csv")
    rows = read_csv(said)
    assert "'=spiel Queen" in [row["text"] for row in rows]
    assert aside.startswith("flipscope: FAILED: 7 utterances listed")


def test_markdown_is_a_table(warehouse: str, capsys: Captured) -> None:
    said, _ = printed(warehouse, capsys, "--top", "9", "--format", "markdown")
    assert "| utterance | locale | traffic | text |" in said
    assert "\\[bold]bitte" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "give one of --file FILE and --top N"),
        (["--top", "3", "--file", "x.csv"], "give one of --file FILE and --top N"),
        (["--top", "0"], "--top"),
        (["--top", "3", "--unit", "slot"], "'frame', 'intent', 'slots'"),
        (["--top", "3", "--where", "locale=en-US", "--where", "domain=weather"], "no utterance to check"),
        (["--top", "3", "--where", "slots=x"], "holds lists"),
        (["--top", "3", "--where", "bogus=x"], "unknown column 'bogus'"),
        (["--file", "nowhere.csv"], "nowhere.csv: no such file"),
        (["--top", "3", "--format", "xml"], "'table', 'json', 'csv', 'markdown'"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    assert main(["must-pass", "v1", "v2", *args, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err


def test_a_list_that_where_leaves_empty_is_a_wrong_call(warehouse: str, capsys: Captured, tmp_path: Path) -> None:
    listed = write_jsonl(tmp_path / "list.jsonl", [{"utterance_id": "u5"}])
    args = ["must-pass", "v1", "v2", "--file", listed, "--where", "locale=en-US", "--warehouse", warehouse]
    assert main(args) == 2
    assert "none of its utterances is left by --where" in capsys.readouterr().err
