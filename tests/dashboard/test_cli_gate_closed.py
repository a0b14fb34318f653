"""The gate fails closed: whatever is missing, doubled, misaligned, undefined or too little does not pass."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.gate.reading import read_policy
from dashboard.cli import main
from dashboard.commands import gate_decide
from dashboard.commands.gate_data import judge_comparability
from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import GOLD, build_warehouse, prediction_rows, write_jsonl
from tests.dashboard.gate_runs import Gate, check_of, gate_in, policy_of

FINE = 'metric = "accuracy_baseline"; min = 0.01; min_n = 1'
"""A check that passes, so that what fails is something else."""


def timed(answers: list[dict[str, Any]], without: int = 0) -> list[dict[str, Any]]:
    return [
        {**row, "latency_ms": 10.0 * index} if index >= without else row for index, row in enumerate(answers, start=1)
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("closed")
    path = build_warehouse(folder)
    answers = prediction_rows("v2")
    loads = {
        "twice": ([*answers, answers[0]], ()),
        "strange": ([*answers, {**answers[0], "utterance_id": "u77"}], ()),
        "bad": ([*answers, {"utterance_id": "u9"}], ("--max-rejected", "1")),
        "unsure": ([{key: value for key, value in row.items() if key != "confidence"} for row in answers], ()),
        "half-sure": ([row if index else {**row, "confidence": None} for index, row in enumerate(answers)], ()),
        "timed": (timed(answers), ()),
        "half-timed": (timed(answers, 3), ()),
    }
    for name, (rows, options) in loads.items():
        file = write_jsonl(folder / f"{name}.jsonl", rows)
        assert main(["add-run", name, file, "--evalset", "tiny", *options, "--warehouse", path]) == 0
    assert main(["add-evalset", "other", write_jsonl(folder / "other.jsonl", GOLD[:3]), "--warehouse", path]) == 0
    other = write_jsonl(folder / "v1-other.jsonl", prediction_rows("v1")[:3])
    assert main(["add-run", "elsewhere", other, "--evalset", "other", "--warehouse", path]) == 0
    return path


@pytest.fixture
def gate(warehouse: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Gate:
    return gate_in(tmp_path, warehouse, capsys)


def test_without_any_of_it_the_gate_passes(gate: Gate) -> None:
    code, found = gate(policy_of(FINE))
    # The candidate names an intent that the gold does not have, which is good to know.
    assert (code, found["reason"]) == (0, "Of 6 checks 1 warns: Comparability.")
    assert gate(policy_of(FINE), "v1", "v1")[1]["reason"] == "All 6 checks pass."


@pytest.mark.parametrize(
    ("candidate", "check", "observed", "said"),
    [
        ("v3", "Missing predictions", 2 / 7, "2 missing."),
        ("twice", "Repeated rows", 1, "Repeated rows: 1 on 8 rows, above the limit of 0."),
        ("strange", "Rows of no utterance", 1, "Rows of no utterance: 1 on 8 rows"),
        ("bad", "Rejected rows", 1, "Rejected rows: 1 on 8 rows"),
    ],
)
def test_data_that_is_not_whole_fails_although_nobody_asked(
    gate: Gate, candidate: str, check: str, observed: float, said: str
) -> None:
    code, found = gate(policy_of(FINE), "v1", candidate)
    assert code == 1
    failed = check_of(found, check)
    (result,) = (one for one in failed["results"] if one["decision"] == "fail")
    assert (result["values"], result["observed"]) == ({"of": candidate}, observed)
    assert said in result["reason"]
    # The baseline's data counts as much.
    assert gate(policy_of(FINE), candidate, "v1")[0] == 1


def test_a_policy_may_allow_for_some_of_it(gate: Gate) -> None:
    allowed = 'metric = "missing_share"; max = 0.3'
    code, found = gate(policy_of(FINE, allowed), "v1", "v3")
    # The lacking predictions are still told of.
    assert (code, found["decision"]) == (0, "warn")
    assert "v1 0, v3 2" in check_of(found, "Comparability")["reason"]
    assert gate(policy_of(FINE, 'metric = "missing_share"; max = 0.28'), "v1", "v3")[0] == 1


def test_runs_of_two_policies_for_missing_predictions_cannot_be_compared(gate: Gate) -> None:
    code, found = gate(policy_of(FINE, 'metric = "missing_share"; max = 0.3'), "v1", "v3-drop")
    assert code == 1
    comparability = check_of(found, "Comparability")
    failed = [one["values"] for one in comparability["results"] if one["decision"] == "fail"]
    assert failed == [{"difference": "missing policy"}]


def test_runs_judged_by_two_normalisers_cannot_be_compared(warehouse: str) -> None:
    with comparison(Warehouse(Path(warehouse)), "v1", "v2") as opened:
        assert judge_comparability(opened).decision == "warn"
        older = replace(opened, baseline=replace(opened.baseline, normaliser_version="0"))
        assert judge_comparability(older).decision == "fail"


@pytest.mark.parametrize(
    ("candidate", "asked", "said"),
    [
        ("v2", 'metric = "latency_p95_ms"; max = 9000; min_n = 1', "v2 has no latency_ms"),
        (
            "half-timed",
            'metric = "latency_p95_ms"; max = 9000; min_n = 1',
            "2 answers of half-timed without latency_ms",
        ),
        ("timed", 'metric = "latency_p95_ms"; relative_max = 99; min_n = 1', "v1 has no latency_ms"),
        ("timed", 'metric = "latency_p95_ms"; max = 9000', "too few to judge, 7 answers; it takes 30"),
        ("unsure", 'metric = "ece_candidate"; max = 0.99; min_n = 1', "unsure has no confidence"),
        ("half-sure", 'metric = "ece_candidate"; max = 0.99; min_n = 1', "1 answer of half-sure without confidence"),
        ("v2", 'metric = "nfr"; max = 0.99', "too few to judge, 7 utterances; it takes 30"),
        ("v2", 'metric = "nfr"; max = 0.99; by = "locale"; min_n = 4', "locale=en-US: Negative flips (NFR): too few"),
        ("v2", 'metric = "nfr"; max = 0.99; weight = "frequency"; on = "upper"; min_n = 1', "it has no interval here"),
        (
            "v2",
            'metric = "semer_change"; max = 9; on = "upper"; bootstrap = true; min_n = 1',
            "it has no interval here",
        ),
        (
            "v2",
            'metric = "nfi"; unit = "intent"; max = 0.99; min_n = 1; where = { domain = "music", locale = "en-US" }',
            "too few to judge, 0 utterances that the candidate got wrong",
        ),
        (
            "v2",
            'metric = "nfr"; max = 0.99; when_too_few = "warn"; where = { locale = "en-US", domain = "weather" }',
            "there is no unit to judge",
        ),
        (
            "v2",
            'metric = "accuracy_change"; min = 0.0; by = "locale"; q_max = 0.05; min_n = 1',
            "too few flipped to tell it from chance",
        ),
    ],
)
def test_what_cannot_be_told_fails_with_its_reason(gate: Gate, candidate: str, asked: str, said: str) -> None:
    code, found = gate(policy_of(f'name = "it"; {asked}'), "v1", candidate)
    check = check_of(found, "it")
    assert (code, check["decision"]) == (1, "fail")
    assert said in check["reason"]
    assert False in [result["told"] for result in check["results"]]
    # The same check would have passed otherwise: nothing else in it fails.
    assert all(result["decision"] == "pass" for result in check["results"] if result["told"])


def test_percentiles_of_a_whole_run_are_judged(gate: Gate) -> None:
    asked = 'metric = "latency_p50_ms"; min_n = 1; max = '
    assert gate(policy_of(f"{asked}40"), "v1", "timed")[0] == 0
    assert gate(policy_of(f"{asked}39.9"), "v1", "timed")[0] == 1
    assert gate(policy_of('metric = "latency_p99_ms"; min_n = 1; relative_max = 0.0'), "timed", "timed")[0] == 0


def test_the_calibration_error_is_judged(gate: Gate) -> None:
    right = [True, True, True, False, True, False, True]
    sure = [0.85, 0.9, 0.4, 0.2, 0.65, 0.1, 0.5]
    # Of seven answers no two share a bin of a fifteenth but 0.85 and 0.9.
    gaps = [
        abs(1 - (0.85 + 0.9) / 2) * 2,
        *(abs(is_right - p) for is_right, p in list(zip(right, sure, strict=True))[2:]),
    ]
    _, found = gate(policy_of('name = "it"; metric = "ece_candidate"; unit = "intent"; max = 0.4; min_n = 1'))
    (result,) = check_of(found, "it")["results"]
    assert (result["n"], result["observed"]) == (7, pytest.approx(sum(gaps) / 7))


@pytest.mark.parametrize(
    ("runs", "policy", "said"),
    [
        (("v1", "v9"), policy_of(FINE), "no run 'v9'"),
        (("v9", "v2"), policy_of(FINE), "no run 'v9'"),
        (("v1", "elsewhere"), policy_of(FINE), "compare runs of one evalset"),
        (("v1", "v2"), "", "policy.toml: no check"),
        (("v1", "v2"), "max = ", "policy.toml: not TOML"),
        (
            ("v1", "v2"),
            policy_of('metric = "nfr"; max = 0.1; by = "room"'),
            "policy.toml: check[1]: unknown column 'room'",
        ),
        (("v1", "v2"), policy_of(FINE, 'metric = "nfr"; max = 0.1; by = "slots"'), "check[2]: by slots: holds lists"),
        (
            ("v1", "v2"),
            policy_of('metric = "nfr"; max = 0.1; where = { locale = "fr-FR" }'),
            "check[1]: where locale=fr-FR: no utterance has that; there are: de-DE, en-US",
        ),
        (
            ("v1", "v2"),
            policy_of('metric = "latency_p50_ms"; max = 1; where = { locale = "fr-FR" }'),
            "check[1]: where locale=fr-FR: no utterance has that",
        ),
        (
            ("v1", "v2"),
            policy_of('metric = "nfr"; max = 0.1; weight = "domain"'),
            "check[1]: the weight 'domain' holds",
        ),
        (("v1", "v2"), policy_of('metric = "nfr"; max = 0.1; cluster = "room"'), "check[1]: unknown column 'room'"),
        (("v1", "v2"), policy_of('metric = "must_pass"; file = "gone.csv"'), "gone.csv: no such file"),
        (
            ("v1", "v2"),
            policy_of('metric = "must_pass"; top = 3; where = { locale = "fr-FR" }'),
            "check[1]: where locale=fr-FR: no utterance has that",
        ),
    ],
)
def test_an_input_that_is_wrong_is_one_clear_line(gate: Gate, runs: tuple[str, str], policy: str, said: str) -> None:
    code, found = gate(policy, *runs)
    assert code == 2
    assert said in found["error"]
    assert found["error"].count("\n") == 1


def test_more_slices_than_anybody_reads_are_refused(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = policy_of('metric = "nfr"; max = 0.99; min_n = 1; by = ["locale", "domain"]; severity = "warn"')
    monkeypatch.setattr(gate_decide, "MAX_SLICES", 5)
    assert gate(asked)[0] == 0
    monkeypatch.setattr(gate_decide, "MAX_SLICES", 4)
    code, found = gate(asked)
    assert code == 2
    assert "check[1]: by: 5 slices, 4 at most; choose fewer or other columns" in found["error"]


def test_a_policy_that_is_no_file_names_none(warehouse: str) -> None:
    policy = read_policy('[[check]]\nmetric = "must_pass"\nfile = "/etc/hostname"')
    with (
        comparison(Warehouse(Path(warehouse)), "v1", "v2") as opened,
        pytest.raises(InputError, match=r"check\[1\]: file: a policy that is no file on this machine"),
    ):
        gate_decide.decide(opened, Path(warehouse), policy)


def test_without_traffic_the_most_asked_are_not_known(gate: Gate, warehouse: str, tmp_path: Path) -> None:
    gold = write_jsonl(tmp_path / "g.jsonl", [{k: v for k, v in row.items() if k != "frequency"} for row in GOLD])
    assert main(["add-evalset", "plain", gold, "--warehouse", warehouse]) == 0
    answers = write_jsonl(tmp_path / "p.jsonl", prediction_rows("v1"))
    assert main(["add-run", "plain-v1", answers, "--evalset", "plain", "--warehouse", warehouse]) == 0
    code, found = gate(policy_of('metric = "must_pass"; top = 3'), "plain-v1", "plain-v1")
    assert code == 2
    assert "does not say how often each utterance is asked" in found["error"]
    assert "leave it out, or give a list with file" in found["error"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "name two runs and a policy"),
        (["v1", "v2"], "name two runs and a policy"),
        (["v1", "v2", "--policy", "nowhere.toml"], "nowhere.toml: no such file"),
        (["v1", "v2", "--policy", "."], ".: cannot be read"),
        (["v1", "v2", "--policy", "utf16.toml"], "utf16.toml: not UTF-8"),
        (["v1", "v2", "--policy", "fine.toml", "-o", "gate.txt"], "gate.txt: name it .json, .xml (JUnit) or .md"),
        (["v1", "v2", "--policy", "fine.toml", "-o", "taken.json"], "taken.json: exists already"),
        (["v1", "v2", "--policy", "fine.toml", "-o", "no/gate.xml"], "no folder no"),
        (["v1", "v2", "--policy", "fine.toml", "--format", "xml"], "'table', 'json', 'junit', 'markdown'"),
    ],
)
def test_a_wrong_call_writes_nothing(
    warehouse: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fine.toml").write_text(policy_of(FINE), encoding="utf-8")
    (tmp_path / "utf16.toml").write_text(policy_of(FINE), encoding="utf-16")
    (tmp_path / "taken.json").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    assert main(["gate", *args, "--warehouse", warehouse]) == 2
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "taken.json").read_text(encoding="utf-8") == "mine"
