import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, UNITS, build_warehouse, judged, tally, tally_of

Compare = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("compare"))


@pytest.fixture
def compare(warehouse: str, capsys: pytest.CaptureFixture[str]) -> Compare:
    def run(*args: str) -> dict[str, Any]:
        assert main(["compare", *args, "--format", "json", "--warehouse", warehouse]) == 0
        result: dict[str, Any] = json.loads(capsys.readouterr().out)
        return result

    return run


def test_the_json_has_the_contracts_keys_and_no_others(compare: Compare) -> None:
    result = compare("v1", "v2")
    alignment = {
        *("n_rows", "n_matched", "n_missing", "n_unknown", "n_duplicates", "n_rejected"),
        *("duplicate_counted", "missing_policy"),
    }
    assert set(result) == {"meta", "rows"}
    assert set(result["meta"]) == {
        *("evalset", "evalset_fingerprint", "baseline", "candidate", "missing_policy", "n_utterances"),
        *("alignment", "weight", "where", "tolerated_nfr", "slot_policy", "comparability", "bootstrap"),
    }
    assert set(result["meta"]["alignment"]) == {"baseline", "candidate", "n_dropped_pairs"}
    assert set(result["meta"]["alignment"]["baseline"]) == alignment
    assert result["meta"]["n_utterances"] == len(GOLD)
    assert result["meta"]["weight"] is None
    assert list(result["rows"][0])[:7] == [
        *("unit", "n", "n_both_correct", "n_negative_flips", "n_positive_flips"),
        *("n_both_wrong_same", "n_both_wrong_different"),
    ]
    assert {"accuracy_baseline", "accuracy_candidate", "nfr", "pfr", "nfi"} < set(result["rows"][0])


def test_all_units_are_counted_by_default(compare: Compare) -> None:
    rows = compare("v1", "v2")["rows"]
    assert [row["unit"] for row in rows] == list(UNITS)
    for row in rows:
        assert tally_of(row) == tally(judged(row["unit"], "v1", "v2"))


def test_a_rate_is_a_count_over_n_and_null_where_nothing_is_below(compare: Compare) -> None:
    (row,) = compare("v1", "v2", "--unit", "frame")["rows"]
    counts = tally(judged("frame", "v1", "v2"))
    assert row["nfr"] == counts["negative_flip"] / len(GOLD)
    (same,) = compare("v1", "v2", "--unit", "slots", "--where", "domain=alarm", "--where", "locale=de-DE")["rows"]
    assert same["n"] == 1
    assert same["nfi"] is None


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_slices_cross_all_columns_and_follow_the_overall_row(compare: Compare, unit: str, weighted: bool) -> None:
    weight = ("--weight", "frequency") if weighted else ()
    overall, *slices = compare("v1", "v2", "--unit", unit, "--by", "locale", "--by", "region", *weight)["rows"]
    units = judged(unit, "v1", "v2")
    keys = {(utterance["locale"], utterance["region"]) for utterance, _ in units}
    assert "locale" not in overall
    assert tally_of(overall) == tally(units, weighted)
    assert {(row["locale"], row["region"]) for row in slices} == keys
    assert len(slices) == len(keys)
    for row in slices:
        chosen = [
            (utterance, outcome)
            for utterance, outcome in units
            if (utterance["locale"], utterance["region"]) == (row["locale"], row["region"])
        ]
        assert tally_of(row) == tally(chosen, weighted)
        assert row["n_units" if weighted else "n"] == len(chosen)


def test_slices_stand_in_the_order_of_unit_and_value_nulls_last(compare: Compare) -> None:
    rows = compare("v1", "v2", "--unit", "slot", "--unit", "intent", "--by", "region")["rows"]
    assert [(row["unit"], row.get("region", "overall")) for row in rows] == [
        *(("slot", "overall"), ("intent", "overall")),
        *(("slot", "north"), ("slot", "south"), ("slot", None)),
        *(("intent", "north"), ("intent", "south"), ("intent", None)),
    ]


def test_single_slots_are_broken_down_by_their_name(compare: Compare) -> None:
    result = compare("v1", "v2", "--unit", "slot", "--by", "slot_name", "--where", "locale=de-DE")
    units = [(row, outcome) for row, outcome in judged("slot", "v1", "v2") if row["locale"] == "de-DE"]
    names = sorted({utterance["slot_name"] for utterance, _ in units})
    assert [row["slot_name"] for row in result["rows"][1:]] == names
    for row in result["rows"][1:]:
        assert tally_of(row) == tally(unit for unit in units if unit[0]["slot_name"] == row["slot_name"])
    assert result["meta"]["n_utterances"] == 4


def test_utterances_with_a_chosen_slot_are_counted(compare: Compare) -> None:
    result = compare("v1", "v2", "--unit", "slot", "--where", "slot_name=artist", "--where", "slot_name=place")
    assert result["meta"]["n_utterances"] == 3
    assert result["rows"][0]["n"] == 3


@pytest.mark.parametrize(
    ("conditions", "keys"),
    [
        (["locale=de-DE"], {"de-DE"}),
        (["locale=de-DE", "locale=en-US"], {"de-DE", "en-US"}),
        (["region=", "region=north"], {"de-DE", "en-US"}),
        (["region="], {"de-DE"}),
        (["locale=en-US", "domain=weather"], set()),
    ],
)
def test_where_values_of_one_column_are_alternatives(compare: Compare, conditions: list[str], keys: set[str]) -> None:
    wanted: dict[str, list[str | None]] = {}
    for condition in conditions:
        column, _, value = condition.partition("=")
        wanted.setdefault(column, []).append(value or None)
    kept = [i for i, row in enumerate(GOLD) if all(row[column] in values for column, values in wanted.items())]
    result = compare("v1", "v2", *(part for condition in conditions for part in ("--where", condition)))
    assert {GOLD[i]["locale"] for i in kept} == keys
    assert result["meta"]["n_utterances"] == len(kept)
    assert result["meta"]["where"] == wanted
    for row in result["rows"]:
        assert tally_of(row) == tally(judged(row["unit"], "v1", "v2", kept))


def test_where_on_two_columns_combines(compare: Compare) -> None:
    result = compare("v1", "v2", "--unit", "frame", "--where", "locale=de-DE", "--where", "domain=music")
    assert result["meta"]["n_utterances"] == result["rows"][0]["n"] == 2


@pytest.mark.parametrize(
    ("candidate", "policy", "n_dropped"), [("v2", "error", 0), ("v3", "error", 0), ("v3-drop", "mixed", 2)]
)
def test_missing_predictions_are_errors_or_leave_pairs_out(
    compare: Compare, candidate: str, policy: str, n_dropped: int
) -> None:
    result = compare("v1", candidate)
    kept = [i for i in range(len(GOLD)) if not (n_dropped and i in (1, 5))]
    assert result["meta"]["missing_policy"] == policy
    assert result["meta"]["alignment"]["n_dropped_pairs"] == n_dropped
    assert result["meta"]["alignment"]["candidate"]["n_missing"] == (0 if candidate == "v2" else 2)
    assert result["meta"]["n_utterances"] == len(kept)
    for row in result["rows"]:
        assert tally_of(row) == tally(judged(row["unit"], "v1", candidate, kept))


def test_two_runs_that_drop_agree_on_their_policy(compare: Compare) -> None:
    assert compare("v3-drop", "v3-drop")["meta"]["missing_policy"] == "drop"


def test_slots_that_only_the_runs_gave_are_slices_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--warehouse", str(tmp_path / "w")]
    gold = {"utterance_id": "1", "locale": "en-US", "domain": "d", "intent": "i", "text": "t", "role": "driver"}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold | {"slots": [{"name": "time", "value": "t"}]}))
    for name, slots in (("old", []), ("new", [{"name": "city", "value": "bonn"}])):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"utterance_id": "1", "intent": "i", "slots": slots}))
    assert main(["add-evalset", "e", str(tmp_path / "gold.jsonl"), *at]) == 0
    for name in ("old", "new"):
        assert main(["add-run", name, str(tmp_path / f"{name}.jsonl"), "--evalset", "e", *at]) == 0
    capsys.readouterr()
    for by in ("slot_name", "role"):
        assert main(["compare", "old", "new", "--unit", "slot", "--by", by, "--format", "json", *at]) == 0
        whole, *slices = json.loads(capsys.readouterr().out)["rows"]
        assert (whole["semer_candidate"], whole["new_insertion_rate"]) == (1.0, 1.0)
        expected = [("city", 0, None), ("time", 1, 0.0)] if by == "slot_name" else [("driver", 1, 1.0)]
        assert [(row[by], row["n"], row["new_insertion_rate"]) for row in slices] == expected
