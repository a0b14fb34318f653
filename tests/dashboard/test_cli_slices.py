"""`flipscope slices` on the sample data and on a planted slice, in every format."""

import json
import random
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import read_csv, write_jsonl

Result = dict[str, Any]
Slices = Callable[..., Result]
Captured = pytest.CaptureFixture[str]

RNG = random.Random(5)
DATE = [{"name": "date", "value": "today"}]
TIME = [{"name": "time", "value": "now"}]
# What is broken in v2: the kitchen in German with the slot date, and every 40th utterance.
GOLD = [
    {
        "utterance_id": f"u{i}",
        "locale": RNG.choice(["de-DE", "en-US"]),
        "domain": RNG.choice(["alarm", "music", "news"]),
        "intent": "set",
        "text": f"wake me at {i}" + " please" * RNG.randrange(5),
        "slots": [*DATE[: RNG.random() < 0.5], *TIME[: i % 3 == 0]],
        "frequency": RNG.randint(1, 7),
        "room": RNG.choice(["kitchen | bath", "=hall", None]),
    }
    for i in range(800)
]


def has_slot(row: Result, name: str) -> bool:
    return any(slot["name"] == name for slot in row["slots"])


def broken(row: Result) -> bool:
    planted = row["locale"] == "de-DE" and row["room"] == "kitchen | bath" and has_slot(row, "date")
    return bool(planted) or int(row["utterance_id"][1:]) % 40 == 3


def plain(row: Result) -> bool:
    return row["locale"] == "en-US" and row["room"] is None


def rare_with_both_slots(row: Result) -> bool:
    return row["frequency"] <= 3 and len(row["slots"]) == 2


def long_and_nowhere(row: Result) -> bool:
    return 20 < len(row["text"]) <= 40 and row["room"] is None


VERSIONS: dict[str, Callable[[Result], bool]] = {
    "v1": lambda _row: False,
    "v2": broken,
    "v3": plain,
    "v4": rare_with_both_slots,
    "v5": long_and_nowhere,
}


def answers(is_wrong: Callable[[Result], bool]) -> list[Result]:
    return [
        {"utterance_id": row["utterance_id"], "intent": "stop" if is_wrong(row) else "set", "slots": row["slots"]}
        for row in GOLD
    ]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("slices")
    at = ("--warehouse", str(folder / "warehouse"))
    assert main(["add-evalset", "rooms", write_jsonl(folder / "gold.jsonl", GOLD), *at]) == 0
    for name, is_wrong in VERSIONS.items():
        predictions = write_jsonl(folder / f"{name}.jsonl", answers(is_wrong))
        assert main(["add-run", name, predictions, "--evalset", "rooms", *at]) == 0
    return at[1]


@pytest.fixture
def slices(warehouse: str, capsys: Captured) -> Slices:
    def run(*args: str) -> Result:
        assert main(["slices", *args, "--format", "json", "--warehouse", warehouse]) == 0
        found: Result = json.loads(capsys.readouterr().out)
        return found

    return run


def test_the_planted_slice_comes_first(slices: Slices) -> None:
    (row,) = slices("v1", "v2")["rows"]
    inside = [one for one in GOLD if one["locale"] == "de-DE" and one["room"] == "kitchen | bath"]
    inside = [one for one in inside if has_slot(one, "date")]
    n_elsewhere = sum(broken(one) for one in GOLD) - len(inside)
    assert row["slice"] == "locale=de-DE, has slot date, room=kitchen | bath"
    assert row["conditions"] == [
        {"column": "locale", "value": "de-DE"},
        {"column": "slots", "value": "date"},
        {"column": "room", "value": "kitchen | bath"},
    ]
    assert row["where"] == ["locale=de-DE", "has_slot=date", "room=kitchen | bath"]
    assert (row["n"], row["n_negative_flips"], row["nfr"]) == (len(inside), len(inside), 1.0)
    assert row["nfr_rest"] == n_elsewhere / (len(GOLD) - len(inside))
    assert row["times_rest"] == 1 / row["nfr_rest"]
    assert 0 < row["nfr_low"] < row["nfr_high"] == 1
    assert 0 < row["p"] < row["p_corrected"] < 0.05


def test_the_json_has_its_documented_keys(slices: Slices) -> None:
    result = slices("v1", "v2", "--where", "locale=de-DE", "--unit", "intent", "--depth", "2", "--min-support", "9")
    meta = result["meta"]
    assert list(meta) == [
        *("evalset", "evalset_fingerprint", "baseline", "candidate", "missing_policy", "unit", "where", "columns"),
        *("columns_left_out", "depth", "min_support", "n", "n_negative_flips", "n_looked_at", "n_counted"),
    ]
    assert list(result["rows"][0]) == [
        *("slice", "conditions", "where", "n", "n_negative_flips", "nfr", "nfr_low", "nfr_high", "nfr_rest"),
        *("times_rest", "score", "p", "p_corrected"),
    ]
    assert (meta["unit"], meta["where"], meta["depth"], meta["min_support"]) == ("intent", {"locale": ["de-DE"]}, 2, 9)
    assert meta["n"] == sum(row["locale"] == "de-DE" for row in GOLD)
    assert "frequency_band" in meta["columns"]
    assert result["rows"][0]["slice"] == "has slot date, room=kitchen | bath"


def test_columns_and_top_are_obeyed(slices: Slices) -> None:
    result = slices("v1", "v2", "--columns", "slots", "--columns", "room", "--top", "1")
    assert result["meta"]["columns"] == ["slots", "room"]
    assert [row["slice"] for row in result["rows"]] == ["has slot date, room=kitchen | bath"]


def test_two_equal_runs_have_no_slice(slices: Slices, warehouse: str, capsys: Captured) -> None:
    result = slices("v1", "v1")
    assert (result["rows"], result["meta"]["n_negative_flips"]) == ([], 0)
    assert main(["slices", "v1", "v1", "--warehouse", warehouse]) == 0
    assert "no slice far above the rest" in capsys.readouterr().out


def test_the_conditions_are_what_flips_takes(slices: Slices, warehouse: str, capsys: Captured) -> None:
    assert slices("v1", "v3")["rows"][0]["where"] == ["locale=en-US", "room="]
    assert main(["slices", "v1", "v3", "--where", "domain=news", "--where", "locale=en-US",
                 "--where", "locale=de-DE", "--warehouse", warehouse]) == 0  # fmt: skip
    last = capsys.readouterr().out.splitlines()[-1]
    command = last.removeprefix("what broke there: flipscope ")
    assert command == "flips v1 v3 --unit frame --where locale=en-US --where room= --where domain=news"
    assert main([*shlex.split(command), "--format", "jsonl", "--limit", "0", "--warehouse", warehouse]) == 0
    expected = {str(row["utterance_id"]) for row in GOLD if plain(row) and row["domain"] == "news"}
    assert {json.loads(line)["utterance_id"] for line in capsys.readouterr().out.splitlines()} == expected


@pytest.mark.parametrize(
    ("candidate", "columns", "told_by"),
    [
        ("v2", ("locale", "slots", "room"), {"locale", "slots", "room"}),
        ("v4", ("frequency_band", "slots", "locale"), {"frequency_band", "slots"}),
        ("v5", ("length", "room"), {"length", "room"}),
    ],
)
def test_a_found_slice_is_a_filter_with_exactly_its_flips(
    slices: Slices, warehouse: str, capsys: Captured, candidate: str, columns: tuple[str, ...], told_by: set[str]
) -> None:
    asked = [part for column in columns for part in ("--columns", column)]
    found = slices("v1", candidate, *asked, "--min-support", "9")["rows"]
    assert told_by <= {condition["column"] for row in found for condition in row["conditions"]}
    for row in found:
        where = [part for one in row["where"] for part in ("--where", one)]
        for outcomes, n in (((), row["n_negative_flips"]), (("--outcome", "all"), row["n"])):
            call = ["flips", "v1", candidate, *outcomes, *where, "--limit", "0", "--format", "jsonl"]
            assert main([*call, "--warehouse", warehouse]) == 0
            assert len(capsys.readouterr().out.splitlines()) == n


def test_the_table_says_what_was_looked_at(slices: Slices, warehouse: str, capsys: Captured) -> None:
    meta = slices("v1", "v2")["meta"]
    assert main(["slices", "v1", "v2", "--warehouse", warehouse]) == 0
    title, *_, footer, _next = capsys.readouterr().out.splitlines()
    assert title == f"v1 → v2 on rooms: {meta['n_negative_flips']} of 800 utterances broke, judged by frame"
    assert footer.startswith(f"1 slice far above the rest, of {meta['n_looked_at']:,} looked at, in locale, domain")
    assert footer.endswith("of 30 utterances or more")


def test_csv_has_the_rows_of_the_json_and_is_harmless(slices: Slices, warehouse: str, capsys: Captured) -> None:
    expected = slices("v1", "v2")["rows"]
    assert main(["slices", "v1", "v2", "--format", "csv", "--warehouse", warehouse]) == 0
    captured = capsys.readouterr()
    (row,) = read_csv(captured.out)
    assert row["where"] == "locale=de-DE has_slot=date 'room=kitchen | bath'"
    assert {**row, "where": shlex.split(row["where"])} == {
        key: value if key == "where" else str(value) for key, value in expected[0].items() if key != "conditions"
    }
    assert captured.err.startswith("flipscope: 1 slice far above the rest")


def test_markdown_is_a_table(warehouse: str, capsys: Captured) -> None:
    assert main(["slices", "v1", "v2", "--format", "markdown", "--warehouse", warehouse]) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert table[0].startswith("| slice | n | broke | NFR % | 95 % interval |")
    assert table[2].startswith("| locale=de-DE, has slot date, room=kitchen \\| bath |")
    assert len(table) == 3


def test_the_sample_data_broke_in_german(sample_warehouse: Path, capsys: Captured) -> None:
    args = ["--columns", "locale", "--format", "json", "--warehouse", str(sample_warehouse)]
    assert main(["slices", "v1", "v2", *args]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["slice"] == "locale=de-DE"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--columns", "planet"], "unknown column 'planet'; the columns are: "),
        (["--columns", "baseline_slots"], "--columns baseline_slots: holds lists"),
        (["--where", "slots=x"], "--where slots: holds lists"),
        (["--where", "planet=x"], "unknown column 'planet'"),
        (["--where", "locale"], "write COLUMN=VALUE"),
        (["--unit", "slot"], "'frame', 'intent', 'slots'"),
        (["--depth", "4"], "--depth"),
        (["--min-support", "0"], "--min-support"),
        (["--top", "0"], "--top"),
        (["--format", "xml"], "'table', 'json', 'csv', 'markdown'"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    assert main(["slices", "v1", "v2", *args, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
