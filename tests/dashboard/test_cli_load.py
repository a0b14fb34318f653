import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, prediction_rows, write_jsonl

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def at(tmp_path: Path) -> tuple[str, str]:
    return ("--warehouse", str(tmp_path / "warehouse"))


def add_gold(tmp_path: Path, at: tuple[str, str]) -> None:
    assert main(["add-evalset", "tiny", write_jsonl(tmp_path / "gold.jsonl", GOLD), *at]) == 0


def listed(at: tuple[str, str], capsys: Captured) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["list", "--format", "json", *at]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_an_evalset_says_what_it_holds(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    add_gold(tmp_path, at)
    captured = capsys.readouterr()
    (manifest,) = listed(at, capsys)["evalsets"]
    assert f"fingerprint {manifest['fingerprint']}" in captured.out
    assert "7 utterances with 6 slots: 2 locales, 3 domains, 5 intents" in captured.out
    assert "further columns: region" in captured.out
    assert captured.err == ""


def test_locale_partition_and_columns_choose_what_is_read(
    tmp_path: Path, at: tuple[str, str], capsys: Captured
) -> None:
    rows = [{**row, "partition": "dev" if row["utterance_id"] == "u2" else "test"} for row in GOLD]
    for row in rows:
        row["goal"] = row.pop("intent")
    file = write_jsonl(tmp_path / "gold.jsonl", rows)
    call = ["add-evalset", "part", file, "--locale", "de-DE", "--partition", "test", "--column", "intent=goal"]
    assert main([*call, "--format", "tabular", *at]) == 0
    (manifest,) = listed(at, capsys)["evalsets"]
    assert manifest["n_utterances"] == 3
    assert manifest["options"]["columns"] == {"intent": "goal"}


def test_a_run_reports_how_it_met_the_evalset(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    add_gold(tmp_path, at)
    rows = prediction_rows("v3")
    odd = [{**rows[0], "utterance_id": "stray\x1b[31m"}, {**rows[0], "intent": "again"}, {**rows[0], "confidence": 7}]
    file = write_jsonl(tmp_path / "run.jsonl", [*rows, *odd])
    capsys.readouterr()
    assert main(["add-run", "v3", file, "--evalset", "tiny", "--max-rejected", "1", *at]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[1:6] == [
        "predictions 7",
        "matched 5",
        "missing 2 (counted as wrong): u2, u4",
        "unknown 1 (not in the evalset, ignored): stray\\x1b[31m",
        "duplicates 1 (the first of each counted): u1",
    ]
    assert lines[6] == "rejected 1"
    assert "line 8, column 'confidence': 7.0 is not within 0 to 1" in lines[7]


def test_only_the_first_ten_rejected_rows_are_shown(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    bad = [{**GOLD[0], "utterance_id": f"x{i}", "frequency": -1} for i in range(12)]
    file = write_jsonl(tmp_path / "gold.jsonl", [*GOLD, *bad])
    assert main(["add-evalset", "tiny", file, "--max-rejected", "12", *at]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" line ")[1].split(",")[0] for line in lines if " line " in line] == [
        str(n) for n in range(8, 18)
    ]
    assert lines[-1].strip() == "... and 2 more"


def test_more_rejected_rows_than_allowed_end_the_load(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    file = write_jsonl(tmp_path / "gold.jsonl", [*GOLD, {**GOLD[0], "utterance_id": "x", "frequency": -1}])
    assert main(["add-evalset", "tiny", file, *at]) == 2
    assert "--max-rejected" in capsys.readouterr().err
    assert listed(at, capsys)["evalsets"] == []


def test_the_manifest_is_kept_and_the_option_wins(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    add_gold(tmp_path, at)
    card = {"model_version": "9", "parameters": {"layers": 4}, "quantisation": "int8", "training_data": "week 22"}
    file = tmp_path / "card.json"
    file.write_text(json.dumps(card), encoding="utf-8")
    run = write_jsonl(tmp_path / "run.jsonl", prediction_rows("v1"))
    call = ["add-run", "v1", run, "--evalset", "tiny", "--manifest", str(file), *at]
    assert main([*call, "--model-version", "10", "--missing", "drop"]) == 0
    (manifest,) = listed(at, capsys)["runs"]
    assert {key: manifest[key] for key in card} == {**card, "model_version": "10"}
    assert manifest["missing_policy"] == "drop"


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ('{"version": "1"}', "unknown key 'version'"),
        ('{"parameters": 4}', "4 is not an object"),
        ('{"model_version": 1}', "1 is not a text"),
        ("[]", "not a JSON object"),
        ("{", "not JSON"),
    ],
)
def test_a_bad_manifest_names_the_allowed_keys(
    tmp_path: Path, at: tuple[str, str], capsys: Captured, card: str, said: str
) -> None:
    add_gold(tmp_path, at)
    (tmp_path / "card.json").write_text(card, encoding="utf-8")
    run = write_jsonl(tmp_path / "run.jsonl", prediction_rows("v1"))
    assert main(["add-run", "v1", run, "--evalset", "tiny", "--manifest", str(tmp_path / "card.json"), *at]) == 2
    line = capsys.readouterr().err
    assert said in line
    assert all(key in line for key in ("model_version", "parameters", "quantisation", "training_data"))
    assert listed(at, capsys)["runs"] == []


def test_the_list_shows_versions_policies_and_dates(tmp_path: Path, at: tuple[str, str], capsys: Captured) -> None:
    add_gold(tmp_path, at)
    run = write_jsonl(tmp_path / "run.jsonl", prediction_rows("v3"))
    assert main(["add-run", "v3", run, "--evalset", "tiny", "--missing", "drop", "--model-version", "3.1", *at]) == 0
    stored = listed(at, capsys)
    assert main(["list", *at]) == 0
    printed = capsys.readouterr().out
    evalset, loaded = stored["evalsets"][0], stored["runs"][0]
    row = next(line.split() for line in printed.splitlines() if line.split()[:1] == ["v3"])
    assert row == ["v3", "tiny", "3.1", "5", "2", "0", "0", "0", "drop", loaded["fingerprint"], loaded["created_at"]]
    assert evalset["fingerprint"] in printed
    assert evalset["created_at"] in printed


def test_an_empty_warehouse_says_what_to_do(at: tuple[str, str], capsys: Captured) -> None:
    assert main(["list", *at]) == 0
    assert "flipscope demo" in capsys.readouterr().out
    assert listed(at, capsys) == {"evalsets": [], "runs": [], "problems": []}


def test_the_environment_names_the_warehouse(tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLIPSCOPE_WAREHOUSE", str(tmp_path / "elsewhere"))
    assert main(["add-evalset", "tiny", write_jsonl(tmp_path / "gold.jsonl", GOLD)]) == 0
    assert (tmp_path / "elsewhere" / "evalsets" / "tiny.duckdb").is_file()
