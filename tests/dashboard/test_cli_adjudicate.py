"""`flipscope adjudicate` counts what was judged, in every format, and says what it rests on."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.judgement import Judgement, pair_of
from loaders.judgements import record, withdraw
from loaders.notes import FILE_NAME
from loaders.schema import Verdict
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import GOLD, build_warehouse, read_csv

Captured = pytest.CaptureFixture[str]
TEXTS = {(row["locale"], row["utterance_id"]): row["text"] for row in GOLD}
BROKE = [("en-US", "u1"), ("de-DE", "u1"), ("de-DE", "u2"), ("de-DE", "u4")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("built"))


@pytest.fixture
def warehouse(built: str, tmp_path: Path) -> str:
    """A copy of its own for each test: verdicts and revisions stay in it."""
    return str(shutil.copytree(built, tmp_path / "warehouse"))


def judge(
    warehouse: str, key: tuple[str, str], verdict: Verdict, annotator: str = "Ann", export: str | None = None
) -> int:
    store = Warehouse(Path(warehouse))
    with comparison(store, "v1", "v2") as opened:
        pair = pair_of(opened)
    one = Judgement(pair, *key, text_sha(TEXTS[key]), annotator, verdict, export_id=export)
    return record(store.path, [one])[0].judgement.id


def run(capsys: Captured, warehouse: str, *args: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main(["adjudicate", "v1", "v2", *args, "--warehouse", warehouse]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def told(capsys: Captured, warehouse: str, *args: str) -> Any:
    return json.loads(run(capsys, warehouse, *args, "--format", "json"))


def test_before_any_verdict_nothing_is_adjudicated(warehouse: str, capsys: Captured) -> None:
    (row,) = told(capsys, warehouse)["rows"]
    assert (row["n_negative_flips"], row["n_judged"], row["nfr_adjudicated"], row["exact"]) == (4, 0, None, False)
    assert "no flip was judged yet" in run(capsys, warehouse)


def test_some_flips_judged(warehouse: str, capsys: Captured) -> None:
    judge(warehouse, BROKE[0], "gold_wrong")
    judge(warehouse, BROKE[1], "candidate_wrong")
    judge(warehouse, BROKE[1], "gold_wrong", "Bo")
    judge(warehouse, ("de-DE", "u5"), "gold_wrong")
    found = told(capsys, warehouse, "--by", "locale")
    whole, german, english = found["rows"]
    assert (found["meta"]["n_judgements"], found["meta"]["n_annotators"], found["meta"]["sample"]) == (4, 2, "chosen")
    assert (whole["n_judged"], whole["n_gold_wrong"], whole["n_disagreed"], whole["n_not_judged"]) == (2, 1, 1, 2)
    assert (whole["nfr"], whole["nfr_adjudicated"]) == (4 / 7, 2 / 7)
    assert (german["locale"], german["n_judged"], german["nfr_adjudicated"]) == ("de-DE", 1, 3 / 4)
    assert (english["exact"], english["nfr_adjudicated"]) == (True, 0.0)
    table = run(capsys, warehouse)
    assert "NFR 57.14 % raw, at most 42.86 % after 2 of 4 flips were judged (at least 14.29 %): 1 does" in table
    assert "The judged flips were not all drawn at random" in table
    assert read_csv(run(capsys, warehouse, "--format", "csv", "--by", "locale"))[2]["exact"] == "true"


def test_all_flips_judged_is_exact_and_a_withdrawal_undoes_it(warehouse: str, capsys: Captured) -> None:
    ids = [judge(warehouse, key, "both_acceptable" if key == BROKE[0] else "unclear") for key in BROKE]
    assert "NFR 57.14 % raw, 42.86 % after all 4 flips were judged: 1 does not count" in run(capsys, warehouse)
    weighted = told(capsys, warehouse, "--weight", "frequency")["rows"][0]
    assert (weighted["nfr"], weighted["nfr_adjudicated"], weighted["exact"]) == (20 / 32, 10 / 32, True)
    withdraw(Path(warehouse), ids[0], "Ann")
    (row,) = told(capsys, warehouse)["rows"]
    assert (row["n_judged"], row["nfr_adjudicated"], row["exact"]) == (3, 4 / 7, False)


def test_a_random_export_of_all_flips_is_no_chosen_sample(warehouse: str, capsys: Captured) -> None:
    judge(warehouse, BROKE[0], "gold_wrong", export="drawn")
    request = {"strategy": "random", "outcomes": ["negative_flip"], "where": [], "search": "", "causes": []}
    with sqlite3.connect(Path(warehouse) / FILE_NAME) as notes:
        for name, other in (("drawn", {}), ("german", {"where": [["locale", ["de-DE"]]]}), ("top", {"strategy": "t"})):
            manifest = json.dumps({"request": request | other})
            notes.execute("INSERT INTO export (id, manifest, made_at) VALUES (?, ?, '')", (name, manifest))
    assert told(capsys, warehouse)["meta"]["sample"] == "random"
    table = run(capsys, warehouse)
    assert "drawn at random" not in table
    assert "NFR 57.14 % raw, 0.00 % after 1 of 4 flips were judged (95 % CI" in table
    for name in ("german", "top"):
        judge(warehouse, BROKE[1], "gold_wrong", name, export=name)
        assert told(capsys, warehouse)["meta"]["sample"] == "chosen"


def test_where_narrows_and_a_wrong_call_is_one_line(warehouse: str, capsys: Captured) -> None:
    (row,) = told(capsys, warehouse, "--where", "domain=music", "--unit", "slots")["rows"]
    assert (row["n"], row["n_negative_flips"]) == (3, 1)
    assert "no utterance has that" in run(capsys, warehouse, "--where", "domain=x", code=2)
    assert "holds lists" in run(capsys, warehouse, "--by", "slots", code=2)
    assert "unknown column 'nope'" in run(capsys, warehouse, "--by", "nope", code=2)


def test_the_list_of_flips_is_filtered_by_verdict(warehouse: str, capsys: Captured) -> None:
    judge(warehouse, BROKE[0], "gold_wrong")
    judge(warehouse, BROKE[1], "candidate_wrong")
    judge(warehouse, BROKE[1], "gold_wrong", "Bo")

    def listed(*args: str) -> list[tuple[str, str]]:
        capsys.readouterr()
        assert main(["flips", "v1", "v2", *args, "--format", "jsonl", "--warehouse", warehouse]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return [(row["locale"], row["utterance_id"]) for row in rows]

    assert listed("--where", "verdict=gold_wrong") == [BROKE[0]]
    assert listed("--where", "verdict=disagreed", "--where", "locale=de-DE") == [BROKE[1]]
    assert listed("--where", "verdict=") == BROKE[2:]
    capsys.readouterr()
    for command, where, problem in (
        ("flips", "verdict=wrong", "verdict cannot be 'wrong'"),
        ("compare", "verdict=gold_wrong", "only lists of flips and exports can be filtered by verdict"),
    ):
        assert main([command, "v1", "v2", "--where", where, "--warehouse", warehouse]) == 2
        assert problem in capsys.readouterr().err


def test_where_nothing_broke_nobody_is_asked_to_judge(built: str, capsys: Captured) -> None:
    for command in ("adjudicate", "verdicts"):
        capsys.readouterr()
        assert main([command, "v1", "v1", "--warehouse", built]) == 0
        said = capsys.readouterr().out
        assert "nothing broke, so there is nothing to judge" in said
        assert "import" not in said
