import json
from pathlib import Path

import pytest

import sample_data
from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, write_jsonl

Captured = pytest.CaptureFixture[str]


def test_the_sample_is_loaded_once(tmp_path: Path, capsys: Captured) -> None:
    at = ["--warehouse", str(tmp_path)]
    assert main(["demo", "--no-serve", *at]) == 0
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.duckdb")}
    assert capsys.readouterr().out == "sample data: sample, v1, v2, v3, v4 loaded\n"
    assert main(["demo", "--no-serve", *at]) == 0
    assert capsys.readouterr().out == "sample data: there already\n"
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.duckdb")} == files
    assert main(["list", "--format", "json", *at]) == 0
    listed = json.loads(capsys.readouterr().out)
    n_lines = len(sample_data.EVALSET.read_text(encoding="utf-8").splitlines())
    assert [(one["name"], one["n_utterances"]) for one in listed["evalsets"]] == [("sample", n_lines)]
    for run in listed["runs"]:
        card = json.loads(sample_data.MANIFESTS[run["name"]].read_text(encoding="utf-8"))
        assert {key: run[key] for key in card} == card


def test_another_evalset_of_that_name_is_not_mixed_with_the_sample(tmp_path: Path, capsys: Captured) -> None:
    at = ["--warehouse", str(tmp_path / "warehouse")]
    assert main(["add-evalset", "sample", write_jsonl(tmp_path / "gold.jsonl", GOLD), *at]) == 0
    capsys.readouterr()
    assert main(["demo", "--no-serve", *at]) == 2
    assert "choose another --warehouse" in capsys.readouterr().err
    assert not (tmp_path / "warehouse" / "runs").exists()
