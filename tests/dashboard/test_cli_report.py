"""`flipscope report`: the file, its bytes, and what it refuses."""

import json
import shutil
from pathlib import Path

import pytest

import sample_data
from dashboard.cli import main
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse


@pytest.fixture
def folder(tmp_path: Path, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLIPSCOPE_WAREHOUSE", str(sample_warehouse))
    return tmp_path


@pytest.mark.parametrize("name", ["report.html", "report.md", "REPORT.HTM"])
def test_the_same_data_gives_the_same_bytes(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "v1", "v2", "-o", name]) == 0
    first = (folder / name).read_bytes()
    assert main(["report", "v1", "v2", "-o", name, "--force"]) == 0
    assert (folder / name).read_bytes() == first
    assert capsys.readouterr().out.startswith(f"report written to {name}, ")
    assert b"Better on average, worse in de-DE." in first
    assert str(folder).encode() not in first
    assert len(first) < 5_000_000


def test_nothing_is_fetched(folder: Path) -> None:
    assert main(["report", "v1", "v2", "-o", "r.html"]) == 0
    text = (folder / "r.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not any(mark in text for mark in (" src=", "<link", "@import", "url(", 'href="http'))


def test_the_command_of_the_report_makes_it_again(folder: Path) -> None:
    assert main(["report", "v1", "v2", "--unit", "intent", "-o", "report.md"]) == 0
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "| command | flipscope report v1 v2 --unit intent -o report.md |" in text


def test_a_policy_is_told_and_stops_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gate", "--init"]) == 0
    (folder / "policy.toml").write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["gate", "v1", "v2", "--policy", "policy.toml", "-o", "gate.json"]) == 1
    decided = json.loads((folder / "gate.json").read_text(encoding="utf-8"))
    assert main(["report", "v1", "v2", "--policy", "policy.toml", "-o", "report.md"]) == 0
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert f"**✕ fail**: Do not release: 3 of {len(decided['checks'])} checks fail. {decided['reason']}" in text
    for check in decided["checks"]:
        assert f" | {check['name']} | " in text
    assert "| ✕ fail | No locale breaks more | locale=de-DE: Negative flips (NFR): 12.63 % on 388" in text
    assert "--policy policy.toml -o report.md |" in text
    assert "| policy | policy.toml (sha256 " in text


def test_earlier_versions_add_a_trend(folder: Path, sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = folder / "warehouse"
    shutil.copytree(sample_warehouse, warehouse)
    files = [str(sample_data.PREDICTIONS["v3"])]
    add_run(Warehouse(warehouse), "v3", files, "sample", RunOptions(), lambda _step, _n: None)
    monkeypatch.setenv("FLIPSCOPE_WAREHOUSE", str(warehouse))
    assert main(["report", "v2", "v3", "--earlier", "v1", "-o", "report.md"]) == 0
    text = (folder / "report.md").read_text(encoding="utf-8")
    assert "## Version by version" in text
    assert "| v1 → v2 | 3,112 | 71.2 % → 74.0 % | 119 |" in text
    assert "| v2 → v3 | " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "report.pdf"], "report.pdf: a report is HTML or Markdown; name a file that ends in .html or .md"),
        (["-o", "there.html"], "there.html: exists already"),
        (["-o", "no/report.html"], "no folder no"),
        (["-o", "r.html", "--earlier", "v1"], "run 'v1' is named twice"),
        (["-o", "r.html", "--earlier", "v0"], "v0"),
        (["-o", "r.html", "--unit", "slot"], "slot"),
        (["-o", "r.html", "--policy", "none.toml"], "none.toml: no such file"),
    ],
)
def test_what_cannot_be_written_is_one_line(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "there.html").touch()
    assert main(["report", "v1", "v2", *arguments]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["there.html"]


def test_a_small_report_is_not_said_to_be_empty(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "v1", "v2", "-o", "small.md"]) == 0
    said = capsys.readouterr().out
    n_bytes = len((folder / "small.md").read_bytes())
    assert n_bytes < 50_000
    assert said == f"report written to small.md, {n_bytes / 1000:.1f} kB\n"
