"""`flipscope causes`: counts that a plain loop over the answers confirms, in every format."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from analysis.causes import CAUSES, Cause
from analysis.intervals import wilson
from dashboard.cli import main
from tests.dashboard.cli_data import ANSWERS, GOLD, Row, build_warehouse, judged, read_csv

Result = dict[str, Any]
Causes = Callable[..., Result]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("causes"))


@pytest.fixture
def causes(warehouse: str, capsys: Captured) -> Causes:
    def run(*args: str) -> Result:
        assert main(["causes", "v1", "v3", *args, "--format", "json", "--warehouse", warehouse]) == 0
        found: Result = json.loads(capsys.readouterr().out)
        return found

    return run


def causes_of(index: int, outcome: str) -> set[str]:
    """What the run that is wrong did otherwise than gold; in these answers every slot has its own name."""
    answer = ANSWERS["v1" if outcome == "positive_flip" else "v3"][index]
    if answer is None:
        return {"no_answer"}
    found = set() if answer[0] == GOLD[index]["intent"] else {"intent_changed"}
    for slot in GOLD[index]["slots"]:
        given = answer[1].get(slot["name"])
        wanted = slot["value"].lower()
        if given is None:
            found.add("slot_missing")
        elif given.lower() != wanted:
            found.add("boundary_moved" if given.lower() in wanted or wanted in given.lower() else "value_changed")
    return found


def expected(
    outcomes: tuple[str, ...], keep: Callable[[Row], bool] = lambda row: True
) -> tuple[list[Row], dict[Cause, int]]:
    flipped = [
        (i, row, how) for i, (row, how) in enumerate(judged("frame", "v1", "v3")) if how in outcomes and keep(row)
    ]
    counted = {cause: sum(cause in causes_of(i, how) for i, _, how in flipped) for cause in CAUSES}
    return [row for _, row, _ in flipped], counted


@pytest.mark.parametrize("outcome", ["negative_flip", "positive_flip"])
def test_each_cause_is_counted(causes: Causes, outcome: str) -> None:
    result = causes("--outcome", outcome)
    flipped, counted = expected((outcome,))
    assert flipped
    assert {row["cause"]: row["n_with_cause"] for row in result["rows"]} == counted
    assert {row["n"] for row in result["rows"]} == {len(flipped)} == {result["meta"]["n"]}
    for row in result["rows"]:
        interval = wilson(row["n_with_cause"], row["n"])
        assert interval is not None
        assert row["share"] == row["n_with_cause"] / row["n"]
        assert (row["share_low"], row["share_high"]) == (interval.low, interval.high)


def test_slices_follow_everything_and_add_up(causes: Causes) -> None:
    rows = causes("--by", "domain")["rows"]
    assert [row.get("domain", "all") for row in rows[:: len(CAUSES)]] == ["all", "alarm", "music"]
    for cause in CAUSES:
        whole, *slices = (row["n_with_cause"] for row in rows if row["cause"] == cause)
        assert whole == sum(slices)
    for domain in ("alarm", "music"):
        _, counted = expected(("negative_flip",), lambda row, domain=domain: row["domain"] == domain)  # type: ignore[misc]
        assert {row["cause"]: row["n_with_cause"] for row in rows if row.get("domain") == domain} == counted


def test_a_weight_is_summed_and_has_no_interval(causes: Causes) -> None:
    result = causes("--weight", "frequency", "--where", "locale=en-US")
    flipped, _ = expected(("negative_flip",), lambda row: row["locale"] == "en-US")
    assert result["meta"]["n"] == sum(row["frequency"] for row in flipped)
    assert {row["share_low"] for row in result["rows"]} == {None}


def test_the_json_has_its_documented_keys(causes: Causes) -> None:
    result = causes("--by", "locale", "--where", "has_slot=time", "--where", "frequency_band=head", "--unit", "intent")
    assert list(result["meta"]) == [
        *("evalset", "evalset_fingerprint", "baseline", "candidate", "missing_policy", "unit", "outcomes", "where"),
        *("weight", "n"),
    ]
    assert result["meta"]["where"] == {"has_slot": ["time"], "frequency_band": ["head"]}
    numbers = ["n", "n_with_cause", "share", "share_low", "share_high"]
    assert list(result["rows"][0]) == ["cause", *numbers]
    assert list(result["rows"][-1]) == ["cause", "locale", *numbers]


def test_csv_tells_everything_from_the_slice_of_null(causes: Causes, warehouse: str, capsys: Captured) -> None:
    call = ["--by", "region", "--outcome", "all"]
    rows = causes(*call)["rows"]
    assert main(["causes", "v1", "v3", *call, "--format", "csv", "--warehouse", warehouse]) == 0
    found = read_csv(capsys.readouterr().out)
    assert [row["n_with_cause"] for row in found] == [str(row["n_with_cause"]) for row in rows]
    unnamed = [(row["scope"], row["n"]) for row in found if row["region"] == "" and row["cause"] == "no_answer"]
    assert unnamed == [("overall", "7"), ("slice", "1")]


def test_tables_are_for_people(warehouse: str, capsys: Captured) -> None:
    call = ["causes", "v1", "v2", "--warehouse", warehouse]
    assert main(call) == 0
    printed = capsys.readouterr().out
    assert "utterances broke, judged by frame" in printed
    assert "value boundary moved" in printed
    assert main([*call, "--by", "locale", "--format", "markdown"]) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert table[0].startswith("| locale | n | no answer | intent changed |")
    assert [line.split(" | ")[0] for line in table[2:]] == ["| all", "| de-DE", "| en-US"]


def test_nothing_selected_is_undefined_and_no_zero(causes: Causes) -> None:
    result = causes("--where", "locale=en-US", "--where", "domain=weather")
    assert result["meta"]["n"] == 0
    assert {(row["n"], row["share"], row["share_low"]) for row in result["rows"]} == {(0, None, None)}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--by", "planet"], "unknown column 'planet'; the columns are: "),
        (["--by", "slots"], "--by slots: holds lists"),
        (["--where", "length=long"], "length cannot be 'long'; it is up to 10 characters, "),
        (["--by", "n"], "--by n: is a key of the output"),
        (["--unit", "slot"], "'frame', 'intent', 'slots'"),
        (["--outcome", "broke"], "--outcome 'broke': choose from both_correct, "),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    assert main(["causes", "v1", "v2", *args, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
