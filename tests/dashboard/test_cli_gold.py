"""What suspect golds say of the flips, on the command line: in `audit` of two runs, `flips`, `export` and `report`."""

import io
import json
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.frames import Row, as_lazy, collect_rows
from dashboard.cli import main
from dashboard.suspect_golds import find_suspect_golds, remember_suspect_golds
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.audited_sample import broken_of
from tests.dashboard.cli_data import read_csv
from tests.dashboard.exports_warehouse import read_lines, write_exports

Captured = pytest.CaptureFixture[str]
RUNS = ("--run", "v1", "--run", "v2", "--limit", "3")


@pytest.fixture(scope="module")
def shown(sample_warehouse: Path) -> str:
    """The table of an audit with all detectors, which takes a while."""
    stream = io.StringIO()
    with redirect_stdout(stream):
        assert main(["audit", "sample", *RUNS, "--warehouse", str(sample_warehouse)]) == 0
    return stream.getvalue()


def printed(capsys: Captured, *args: str) -> str:
    assert main([*args]) == 0
    return capsys.readouterr().out


def meta(capsys: Captured, warehouse: Path, *args: str) -> dict[str, Any]:
    told = printed(capsys, "audit", "sample", *args, "--format", "json", "--warehouse", str(warehouse))
    found: dict[str, Any] = json.loads(told)["meta"]
    return found


def counted(warehouse: Path, wanted: Any) -> Row:
    """Counts of the wanted utterances by a plain loop, judged by the frame."""
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        columns = ("row", "locale", "domain", "baseline_frame_correct", "candidate_frame_correct")
        rows = [row for row in collect_rows(as_lazy(opened.pairs()).select(*columns)) if wanted(row)]
        suspects = set(find_suspect_golds(Warehouse(warehouse), opened.evalset))
    broke = [row for row in rows if row["baseline_frame_correct"] and not row["candidate_frame_correct"]]
    fixed = [row for row in rows if row["candidate_frame_correct"] and not row["baseline_frame_correct"]]
    clean = [row for row in rows if row["row"] not in suspects]
    broke_clean = [row for row in broke if row["row"] not in suspects]
    fixed_clean = [row for row in fixed if row["row"] not in suspects]
    return {
        "n": len(rows),
        "n_suspect": len(rows) - len(clean),
        "n_negative_flips": len(broke),
        "n_negative_flips_suspect": len(broke) - len(broke_clean),
        "n_positive_flips": len(fixed),
        "n_positive_flips_suspect": len(fixed) - len(fixed_clean),
        "nfr": len(broke) / len(rows),
        "nfr_clean": len(broke_clean) / len(clean),
        "accuracy_change_clean": (len(fixed_clean) - len(broke_clean)) / len(clean),
    }


def test_an_audit_of_two_runs_tells_of_their_flips(sample_warehouse: Path, capsys: Captured) -> None:
    whole, *locales = meta(capsys, sample_warehouse, *RUNS)["flips"]
    expected = counted(sample_warehouse, lambda _row: True)
    assert {key: whole[key] for key in expected} == pytest.approx(expected)
    assert "locale" not in whole
    assert len(locales) == 8
    for row in locales:
        expected = counted(sample_warehouse, lambda one, at=row["locale"]: one["locale"] == at)
        assert {key: row[key] for key in expected} == pytest.approx(expected)
    for key in ("n", "n_suspect", "n_negative_flips", "n_negative_flips_suspect"):
        assert sum(row[key] for row in locales) == whole[key]


def test_the_flips_are_those_that_a_condition_keeps(sample_warehouse: Path, capsys: Captured) -> None:
    whole, *_ = meta(capsys, sample_warehouse, *RUNS, "--where", "domain=forecast")["flips"]
    assert whole["n"] == counted(sample_warehouse, lambda row: row["domain"] == "forecast")["n"]
    # The columns of a run, which an audit numbers, are those of the baseline and the candidate.
    told = meta(capsys, sample_warehouse, *RUNS, "--where", "1_intent=forecast.rain")
    assert told["flips"][0]["n"] == told["n_utterances"] > 0


@pytest.mark.parametrize("runs", [(), ("--run", "v1")])
def test_fewer_than_two_runs_have_no_flips(sample_warehouse: Path, capsys: Captured, runs: tuple[str, ...]) -> None:
    assert meta(capsys, sample_warehouse, *runs, "--limit", "1")["flips"] is None
    shown = printed(capsys, "audit", "sample", *runs, "--limit", "1", "--warehouse", str(sample_warehouse))
    assert "clean gold" not in shown


def test_the_table_and_the_notes_say_what_may_be_label_noise(
    shown: str, sample_warehouse: Path, capsys: Captured
) -> None:
    assert "60 % of the regression in it-IT may be label noise: 9 of 15 broken utterances" in shown
    assert "regression in de-DE" not in shown
    line = next(line for line in shown.splitlines() if line.split()[:1] == ["it-IT"] and "3.86" in line)
    assert line.split()[3:5] == ["15", "9"]
    main(["audit", "sample", *RUNS, "--format", "csv", "--warehouse", str(sample_warehouse)])
    captured = capsys.readouterr()
    assert len(read_csv(captured.out)) == 3
    assert "flipscope: Over clean gold NFR 3.82 % → " in captured.err


@pytest.mark.parametrize("value", ["suspect", "clean"])
def test_flips_are_listed_by_their_gold(sample_warehouse: Path, capsys: Captured, value: str) -> None:
    asked = ("flips", "v1", "v2", "--where", f"gold={value}", "--limit", "0", "--format", "jsonl")
    lines = printed(capsys, *asked, "--warehouse", str(sample_warehouse)).splitlines()
    expected = [row for row in broken_of(sample_warehouse) if row["suspect"] == (value == "suspect")]
    assert [json.loads(line)["utterance_id"] for line in lines] == [row["utterance_id"] for row in expected]


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("flips", "v1", "v2", "--where", "gold=wrong"), "--where gold cannot be 'wrong'; it is suspect, clean"),
        (("compare", "v1", "v2", "--where", "gold=clean"), "only lists of flips and exports can be filtered by gold"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    sample_warehouse: Path, capsys: Captured, args: tuple[str, ...], line: str
) -> None:
    assert main([*args, "--warehouse", str(sample_warehouse)]) == 2
    error = capsys.readouterr().err
    assert line in error
    assert error.count("\n") == 1


def test_an_export_of_suspects_can_be_made_again(tmp_path: Path) -> None:
    warehouse = write_exports(tmp_path)
    path = ["--warehouse", str(warehouse)]
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        # Whatever an audit says of so small a set: two of those that broke.
        broken = broken_of(warehouse)
        remember_suspect_golds(opened.evalset, [row["row"] for row in broken[:2]])
    asked = ["export", "v1", "v2", "--where", "gold=suspect", "-o", str(tmp_path / "suspects.jsonl")]
    assert main([*asked, *path]) == 0
    assert {one["utterance_id"] for one in read_lines(tmp_path / "suspects.jsonl")} <= {
        row["utterance_id"] for row in broken[:2]
    }
    manifest = str(tmp_path / "suspects.manifest.json")
    assert main(["export", "--from-manifest", manifest, "-o", str(tmp_path / "again.jsonl"), *path]) == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "suspects.jsonl").read_bytes() != b""


def test_a_set_is_audited_once(tmp_path: Path) -> None:
    warehouse = Warehouse(write_exports(tmp_path))
    steps: list[str] = []
    with comparison(warehouse, "v1", "v2") as opened:
        # Another fingerprint than that of any set which a test before asked for.
        evalset = replace(opened.evalset, fingerprint=str(tmp_path))
    found = find_suspect_golds(warehouse, evalset, steps.append)
    n_steps = len(steps)
    assert n_steps > 3
    assert find_suspect_golds(warehouse, evalset, steps.append) == found
    assert len(steps) == n_steps
    assert list(found) == sorted(set(found))


def test_the_report_tells_of_label_noise(sample_warehouse: Path, tmp_path: Path, capsys: Captured) -> None:
    for name in ("report.md", "report.html"):
        printed(capsys, "report", "v1", "v2", "-o", str(tmp_path / name), "--warehouse", str(sample_warehouse))
        told = (tmp_path / name).read_text(encoding="utf-8")
        assert "Is it the model, or the label?" in told
        assert "9 of 15 broken utterances have a gold that looks wrong" in told
