"""`flipscope gate` by second routes: a plain loop over seven utterances, and what `compare` prints."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.gate.measures import GATE_METRICS
from dashboard.cli import main
from loaders.schema import UNITS
from tests.dashboard.cli_data import GOLD, build_warehouse, judged, tally, write_jsonl
from tests.dashboard.gate_runs import Gate, Json, check_of, gate_in, policy_of

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("gate"))


@pytest.fixture
def gate(warehouse: str, tmp_path: Path, capsys: Captured) -> Gate:
    return gate_in(tmp_path, warehouse, capsys)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("weighted", [False, True])
def test_negative_flips_of_each_locale(gate: Gate, unit: str, weighted: bool) -> None:
    weight = '; weight = "frequency"' if weighted else ""
    _, found = gate(
        policy_of(f'name = "it"; metric = "nfr"; unit = "{unit}"; by = "locale"; max = 0.5; min_n = 1{weight}')
    )
    results = {result["values"]["locale"]: result for result in check_of(found, "it")["results"]}
    assert set(results) == {"de-DE", "en-US"}
    for locale, result in results.items():
        units = [(row, outcome) for row, outcome in judged(unit, "v1", "v2") if row["locale"] == locale]
        counts = tally(units, weighted)
        rate = counts["negative_flip"] / sum(counts.values())
        assert (result["n"], result["observed"], result["limit"]) == (len(units), rate, 0.5)
        assert result["decision"] == ("fail" if rate > 0.5 else "pass")


def test_where_keeps_some(gate: Gate) -> None:
    asked = 'name = "it"; metric = "nfr"; max = 0.3; min_n = 1; where = { region = ["north", ""], has_slot = "time" }'
    code, found = gate(policy_of(asked))
    kept = [
        (row, outcome)
        for row, outcome in judged("frame", "v1", "v2")
        if row["region"] in ("north", None) and any(slot["name"] == "time" for slot in row["slots"])
    ]
    (result,) = check_of(found, "it")["results"]
    assert (result["n"], result["observed"]) == (len(kept), tally(kept)["negative_flip"] / len(kept))
    assert code == 1


def test_a_must_pass_list_of_the_most_asked(gate: Gate) -> None:
    _, found = gate(policy_of('name = "it"; metric = "must_pass"; top = 1; unit = "intent"'))
    listed = [
        max((row for row in range(7) if GOLD[row]["locale"] == at), key=lambda row: GOLD[row]["frequency"])
        for at in ("en-US", "de-DE")
    ]
    outcomes = [outcome for _, outcome in judged("intent", "v1", "v2")]
    failed = [row for row in listed if outcomes[row] not in ("both_correct", "positive_flip")]
    (result,) = check_of(found, "it")["results"]
    assert (result["n"], result["observed"], result["limit"]) == (2, len(failed), 0)
    assert all(f"{GOLD[row]['locale']} {GOLD[row]['utterance_id']}" in result["reason"] for row in failed)


def test_a_must_pass_file_lies_beside_the_policy(gate: Gate, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "fine.jsonl", [{"utterance_id": "u2", "locale": "en-US"}])
    write_jsonl(tmp_path / "unknown.jsonl", [{"utterance_id": key, "locale": "en-US"} for key in ("u2", "u99")])
    fine, unknown = (f'name = "{name}"; metric = "must_pass"; file = "{name}.jsonl"' for name in ("fine", "unknown"))
    assert gate(policy_of(fine))[0] == 0
    code, found = gate(policy_of(fine, unknown))
    assert code == 1
    (result,) = check_of(found, "unknown")["results"]
    assert (result["n"], result["observed"]) == (2, 1)
    assert "1 not judged" in result["reason"]


def test_listed_utterances_outside_where_are_told_of(gate: Gate, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "list.jsonl", [{"utterance_id": key} for key in ("u2", "u3")])
    asked = 'name = "it"; metric = "must_pass"; file = "list.jsonl"; where = { locale = "en-US" }'
    code, found = gate(policy_of(asked))
    (result,) = check_of(found, "it")["results"]
    assert (code, result["n"], result["observed"]) == (0, 2, 0)
    assert result["reason"].endswith("1 listed utterance outside where, not checked.")


def test_exit_codes(gate: Gate) -> None:
    met, not_met = 'metric = "nfr"; max = 0.9; min_n = 1', 'metric = "nfr"; max = 0.1; min_n = 1'
    assert gate(policy_of(met))[0] == 0
    assert gate(policy_of(not_met))[0] == 1
    code, found = gate(policy_of(f'{not_met}; severity = "warn"'))
    assert (code, found["decision"]) == (0, "warn")
    assert gate("")[0] == 2


def test_the_json_has_its_documented_keys(gate: Gate) -> None:
    _, found = gate(policy_of('metric = "nfr"; max = 0.9; min_n = 1'))
    assert list(found) == ["meta", "decision", "reason", "checks"]
    assert list(found["meta"]) == [
        *("evalset", "evalset_fingerprint", "baseline", "candidate", "missing_policy", "policy", "policy_sha256"),
    ]
    first = found["checks"][0]
    assert list(first) == [
        *("name", "metric", "measure", "unit", "severity", "bound", "on", "decision", "reason", "results"),
    ]
    assert list(first["results"][0]) == [
        *("values", "n", "observed", "low", "high", "baseline", "limit", "q_value", "decision", "told", "reason"),
    ]
    always = ["Missing predictions", "Rows of no utterance", "Repeated rows", "Rejected rows", "Comparability"]
    assert [check["name"] for check in found["checks"]] == ["nfr of frame", *always]


def every_metric() -> Iterator[tuple[str, str]]:
    for metric in GATE_METRICS.values():
        if metric.source == "compare":
            yield from ((metric.name, unit) for unit in metric.units)


@pytest.mark.parametrize("options", [(), ("--by", "locale"), ("--weight", "frequency"), ("--bootstrap",)])
def test_every_figure_is_that_of_compare_to_the_digit(
    sample_warehouse: Path, tmp_path: Path, capsys: Captured, options: tuple[str, ...]
) -> None:
    at = ("--warehouse", str(sample_warehouse))
    assert main(["compare", "v1", "v2", "--format", "json", *options, *at]) == 0
    rows: list[Json] = json.loads(capsys.readouterr().out)["rows"]
    keys = {"--by": '; by = "locale"', "--weight": '; weight = "frequency"', "--bootstrap": "; bootstrap = true"}
    asked = "".join(keys.get(option, "") for option in options)
    checks = [
        f'name = "{name} {unit}"; metric = "{name}"; unit = "{unit}"; max = 0.5{asked}' for name, unit in every_metric()
    ]
    gate = gate_in(tmp_path, str(sample_warehouse), capsys)
    _, found = gate(policy_of(*checks))
    for name, unit in every_metric():
        expected = [row for row in rows if row["unit"] == unit and ("locale" in row) is ("--by" in options)]
        results = check_of(found, f"{name} {unit}")["results"]
        assert len(results) == len(expected) > 0
        for result, row in zip(results, expected, strict=True):
            assert result["values"].get("locale") == row.get("locale")
            assert result["observed"] == row[name]
            assert (result["low"], result["high"]) == (row.get(f"{name}_low"), row.get(f"{name}_high"))


def test_q_values_are_those_of_compare(sample_warehouse: Path, tmp_path: Path, capsys: Captured) -> None:
    at = ("--warehouse", str(sample_warehouse))
    assert main(["compare", "v1", "v2", "--by", "locale", "--tolerated-nfr", "0.03", "--format", "json", *at]) == 0
    rows = [row for row in json.loads(capsys.readouterr().out)["rows"] if row["unit"] == "frame" and "locale" in row]
    code, found = gate_in(tmp_path, str(sample_warehouse), capsys)(
        policy_of(
            'name = "nfr"; metric = "nfr"; by = "locale"; max = 0.03; q_max = 0.05',
            'name = "change"; metric = "accuracy_change"; by = "locale"; min = 0.0; q_max = 0.05',
        )
    )
    assert code == 1
    nfr, change = (check_of(found, name)["results"] for name in ("nfr", "change"))
    assert [result["q_value"] for result in nfr] == [row["nfr_q_value"] for row in rows]
    assert [result["q_value"] for result in change] == [row["q_value"] for row in rows]
    # hi-IN and it-IT break more than 3 % too, but that could be chance.
    failed = [row["locale"] for row in rows if row["nfr"] > 0.03 and row["nfr_q_value"] <= 0.05]
    assert [result["values"]["locale"] for result in nfr if result["decision"] == "fail"] == failed == ["de-DE"]
    assert sum(row["nfr"] > 0.03 for row in rows) == 3


def test_relative_limits_compare_with_the_baseline(gate: Gate) -> None:
    accuracy = {run: sum(right for right in rights(run)) / 7 for run in ("v1", "v2")}
    lost = accuracy["v2"] / accuracy["v1"] - 1
    asked = 'name = "it"; metric = "accuracy_candidate"; min_n = 1; relative_min = '
    assert gate(policy_of(f"{asked}{lost - 0.01}"))[0] == 0
    code, found = gate(policy_of(f"{asked}{lost + 0.01}"))
    (result,) = check_of(found, "it")["results"]
    assert (code, result["observed"], result["baseline"]) == (1, accuracy["v2"], accuracy["v1"])
    assert result["limit"] == pytest.approx(accuracy["v1"] * (1 + lost + 0.01))


def rights(run: str) -> list[bool]:
    return [outcome == "both_correct" for _, outcome in judged("frame", run, run)]
