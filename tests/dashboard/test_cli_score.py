"""`flipscope score` against a plain loop over the seven utterances."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.scorers.slurp import count_slurp
from dashboard.cli import main
from tests.dashboard.cli_data import ANSWERS, GOLD, build_warehouse, read_csv

Score = Callable[..., dict[str, Any]]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("score"))


@pytest.fixture
def score(warehouse: str, capsys: Captured) -> Score:
    def run(*args: str) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["score", *args, "--format", "json", "--warehouse", warehouse]) == 0
        result: dict[str, Any] = json.loads(capsys.readouterr().out)
        return result

    return run


def test_massive_on_the_seven_utterances(score: Score) -> None:
    overall, *slices = score("v1", "--rules", "massive", "--by", "locale")["rows"]
    # One intent is wrong ("stop it"), one slot is missing ("Bonn").
    assert (overall["n"], overall["n_intents_correct"], overall["n_exact_matches"]) == (7, 6, 5)
    assert (overall["n_gold_slots"], overall["n_slots_given"], overall["n_slots_found"]) == (6, 5, 5)
    assert overall["slot_f1"] == pytest.approx(10 / 11)
    assert [(row["locale"], row["n"]) for row in slices] == [("de-DE", 4), ("en-US", 3)]


def test_slots_that_are_not_in_the_text_are_told(score: Score, warehouse: str, capsys: Captured) -> None:
    (row,) = score("v2", "--rules", "massive")["rows"]
    assert (row["n_gold_slots_unplaced"], row["n_slots_unplaced"]) == (0, 2)  # "Queen!" and "Berlin"
    assert main(["score", "v2", "--rules", "massive", "--warehouse", warehouse]) == 0
    assert "slots not found in the text, which so have no tag: 2 of v2" in capsys.readouterr().out


@pytest.mark.parametrize(("run", "n"), [("v2", 7), ("v3", 7), ("v3-drop", 5)])
def test_slurp_on_the_seven_utterances(score: Score, run: str, n: int) -> None:
    (row,) = score(run, "--rules", "slurp")["rows"]
    counts = []
    for gold, answer in zip(GOLD, ANSWERS[run], strict=True):
        if answer is None and run.endswith("drop"):
            continue
        intent, slots = (None, {}) if answer is None else answer[:2]
        wanted = [(slot["name"], slot["value"]) for slot in gold["slots"]]
        counts.append(count_slurp(gold["intent"], wanted, intent, list(slots.items())))
    assert row["n"] == len(counts) == n
    for name in ("n_intents_correct", "n_gold_slots", "n_slots_given", "n_slots_found", "n_slots_matched"):
        assert row[name] == sum(getattr(one, name) for one in counts)
    distance = sum(one.word_distance + one.char_distance for one in counts)
    assert row["slu_f1"] == pytest.approx(
        2 * row["n_slots_matched"] / (row["n_gold_slots"] + row["n_slots_given"] + distance)
    )


@pytest.mark.parametrize("rules", ["massive", "slurp"])
def test_every_format_has_the_rows(warehouse: str, capsys: Captured, score: Score, rules: str) -> None:
    args = ["v1", "v3", "--rules", rules, "--by", "domain", "--where", "locale=de-DE"]
    expected = score(*args)
    assert expected["meta"]["n_utterances"] == 4
    assert [run["name"] for run in expected["meta"]["runs"]] == ["v1", "v3"]
    rows = expected["rows"]
    assert [(row["run"], row.get("domain")) for row in rows] == [
        (run, domain) for domain in (None, "alarm", "music", "weather") for run in ("v1", "v3")
    ]
    call = ["score", *args, "--warehouse", warehouse, "--format"]
    assert main([*call, "csv"]) == 0
    captured = capsys.readouterr()
    assert read_csv(captured.out) == [
        {name: "" if row.get(name) is None else str(row[name]) for name in rows[-1]} for row in rows
    ]
    assert "v3 lacks 2 predictions (counted as wrong)" in captured.err
    for output_format in ("table", "markdown"):
        assert main([*call, output_format]) == 0
        printed = capsys.readouterr().out
        assert "v1, v3 on tiny where locale=de-DE, scored by the rules of" in printed
        assert "v3 lacks 2 predictions (counted as wrong)" in printed


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["v1"], "Missing option '--rules'"),
        (["v1", "--rules", "bleu"], "'massive', 'slurp'"),
        (["v9", "--rules", "slurp"], "v9"),
        (["v1", "--rules", "slurp", "--by", "colour"], "unknown column 'colour'"),
        (["v1", "--rules", "slurp", "--by", "slots"], "--by slots: holds lists"),
        (["v1", "--rules", "slurp", "--where", "locale"], "write COLUMN=VALUE"),
    ],
)
def test_a_wrong_call_is_one_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    assert main(["score", *args, "--warehouse", warehouse]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


def test_runs_of_two_evalsets_are_refused(tmp_path: Path, capsys: Captured) -> None:
    at = build_warehouse(tmp_path)
    assert main(["add-evalset", "other", str(tmp_path / "gold.jsonl"), "--warehouse", at]) == 0
    assert main(["add-run", "w1", str(tmp_path / "v1.jsonl"), "--evalset", "other", "--warehouse", at]) == 0
    capsys.readouterr()
    assert main(["score", "v1", "w1", "--rules", "slurp", "--warehouse", at]) == 2
    assert "run 'v1' is of evalset 'tiny', run 'w1' of 'other'; score runs of one evalset" in capsys.readouterr().err


def test_no_utterance_left_is_null_not_zero(score: Score) -> None:
    (row,) = score("v1", "--rules", "massive", "--where", "locale=en-US", "--where", "domain=weather")["rows"]
    assert (row["n"], row["intent_accuracy"], row["slot_f1"], row["exact_match"]) == (0, None, None, None)
