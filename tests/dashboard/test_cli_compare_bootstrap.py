"""`flipscope compare --bootstrap`: what resamples change in the rows, and that they are those of the analysis."""

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from analysis.bootstrap import SEED, Bootstrapped, Statistic, bootstrap, ratio
from analysis.many_slices import benjamini_hochberg
from analysis.patterns import Patterns
from dashboard.cli import main
from tests.dashboard.cli_data import read_csv, write_jsonl

Row = dict[str, Any]
Compare = Callable[..., dict[str, Any]]
Captured = pytest.CaptureFixture[str]

RNG = random.Random(11)
COPIES: Final = 4
TEXTS: Final = ("play  song {}", "Play song {}", " play song {}", "PLAY SONG\t{}")
FLIPS: Final[dict[str, Statistic]] = {
    "nfr": lambda sums: ratio(sums["broke"], sums["n"]),
    "pfr": lambda sums: ratio(sums["fixed"], sums["n"]),
    "nfi": lambda sums: ratio(sums["broke"], sums["wrong"]),
    "accuracy_change": lambda sums: ratio(sums["fixed"] - sums["broke"], sums["n"]),
}
CHANGES: Final[dict[str, Statistic]] = {
    "semer_change": lambda sums: ratio(sums["after"] - sums["before"], sums["items"]),
}


def sung(i: int) -> list[Row]:
    """One request in four copies of its text, two of them in German, with both answers; a few have no parallel id."""
    slots = [{"name": name, "value": f"{name} {i}"} for name in ("song", "artist")[: RNG.randrange(3)]]
    answers = [{"intent": RNG.choice(["play", "play", "stop"]), "slots": slots[: RNG.randint(0, 2)]} for _ in range(2)]
    added = [*answers[1]["slots"], {"name": "room", "value": "hall"}] if i % 5 == 0 else answers[1]["slots"]
    answers[1] = answers[1] | {"slots": added}
    return [
        {
            "utterance_id": f"u{i}-{copy}",
            "locale": ("de-DE", "en-US")[copy % 2],
            "domain": "few" if i < 20 else "many",
            "intent": "play",
            "text": TEXTS[copy].format(i),
            "slots": slots,
            "parallel_id": f"p{i}" if i % 7 else None,
            "answers": answers,
        }
        for copy in range(COPIES)
    ]


ROWS: Final = [row for i in range(120) for row in sung(i)]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("bootstrap")
    at = ("--warehouse", str(folder / "warehouse"))
    gold = [{name: value for name, value in row.items() if name != "answers"} for row in ROWS]
    assert main(["add-evalset", "songs", write_jsonl(folder / "gold.jsonl", gold), *at]) == 0
    for index, version in enumerate(("v1", "v2")):
        keys = ({"utterance_id": row["utterance_id"], "locale": row["locale"]} for row in ROWS)
        given = [key | row["answers"][index] for key, row in zip(keys, ROWS, strict=True)]
        file = write_jsonl(folder / f"{version}.jsonl", given)
        assert main(["add-run", version, file, "--evalset", "songs", *at]) == 0
    return at[1]


@pytest.fixture
def compare(warehouse: str, capsys: Captured) -> Compare:
    def run(*args: str) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["compare", "v1", "v2", *args, "--format", "json", "--warehouse", warehouse]) == 0
        result: dict[str, Any] = json.loads(capsys.readouterr().out)
        return result

    return run


def frame_numbers(row: Row) -> dict[str, int]:
    right = [answer["intent"] == "play" and answer["slots"] == row["slots"] for answer in row["answers"]]
    return {"n": 1, "broke": right == [True, False], "fixed": right == [False, True], "wrong": not right[1]}


def semer_numbers(row: Row) -> dict[str, int]:
    """A slot of this data is either the gold one or has another name, so no slot is substituted."""
    gold = [str(slot) for slot in row["slots"]]
    wrong = [
        len({*gold} ^ {str(slot) for slot in answer["slots"]}) + (answer["intent"] != "play")
        for answer in row["answers"]
    ]
    return {"before": wrong[0], "after": wrong[1], "items": len(gold) + 1}


def by_hand(
    rows: Sequence[Row],
    numbers: Callable[[Row], dict[str, int]],
    statistics: dict[str, Statistic],
    cluster: Callable[[Row], object] = lambda row: (row["utterance_id"], row["locale"]),
    seed: int = SEED,
) -> dict[str, Bootstrapped]:
    """Resample units whose numbers a plain loop adds up."""
    sums: dict[object, list[int]] = {}
    for row in rows:
        one = numbers(row)
        sums[cluster(row)] = [a + b for a, b in zip(sums.get(cluster(row), [0] * len(one)), one.values(), strict=True)]
    table = np.array(list(sums.values()), dtype=np.int64)
    patterns = Patterns({}, tuple(numbers(rows[0])), table, np.ones(len(table), dtype=np.int64))
    return bootstrap(patterns, statistics, seed=seed)


def limits(row: Row, name: str) -> tuple[float, float]:
    return row[f"{name}_low"], row[f"{name}_high"]


def assert_limits(row: Row, found: dict[str, Bootstrapped]) -> None:
    for name, one in found.items():
        assert one.interval is not None
        assert row[name] == pytest.approx(one.estimate)
        assert limits(row, name) == pytest.approx((one.interval.low, one.interval.high))


def spelt(row: Row) -> str:
    return " ".join(row["text"].lower().split())


def test_limits_of_flips_are_those_of_resampled_utterances(compare: Compare) -> None:
    result = compare("--bootstrap", "--unit", "frame", "--by", "locale")
    counted = compare("--unit", "frame", "--by", "locale")
    assert result["meta"]["bootstrap"] == {"n_draws": 10_000, "seed": SEED, "cluster": None}
    assert counted["meta"]["bootstrap"] is None
    for row, plain in zip(result["rows"], counted["rows"], strict=True):
        chosen = [one for one in ROWS if row.get("locale", one["locale"]) == one["locale"]]
        assert_limits(row, by_hand(chosen, frame_numbers, FLIPS))
        changed = {key for key in row if row[key] != plain[key]}
        assert changed == {f"{name}_{limit}" for name in FLIPS for limit in ("low", "high")}
        assert list(row) == list(plain)


@pytest.mark.parametrize(
    ("column", "cluster"),
    [("text", spelt), ("parallel_id", lambda row: row["parallel_id"] or (row["utterance_id"], row["locale"]))],
)
def test_clusters_are_resampled_whole_and_tested_so(
    compare: Compare, column: str, cluster: Callable[[Row], object]
) -> None:
    rows = compare("--cluster", column, "--unit", "frame", "--by", "locale")["rows"]
    found = []
    for row in rows:
        chosen = [one for one in ROWS if row.get("locale", one["locale"]) == one["locale"]]
        found.append(by_hand(chosen, frame_numbers, FLIPS, cluster))
        assert_limits(row, found[-1])
        assert row["p_value"] == found[-1]["accuracy_change"].p
        assert row["n_effective"] == len({cluster(one) for one in chosen}) < row["n"]
        nulls = ("accuracy_baseline_low", "churn_high", "nfr_p_value", "nfr_q_value")
        assert [row[name] for name in nulls] == [None] * len(nulls)
    q_values = benjamini_hochberg([one["accuracy_change"].p for one in found[1:]])
    assert [row["q_value"] for row in rows] == [None, *q_values]


def test_copies_make_no_interval_narrower_where_clusters_are_resampled(compare: Compare) -> None:
    for unit in ("frame", "slot"):
        (naive,), (clustered,) = (
            compare(*call, "--unit", unit)["rows"] for call in (["--bootstrap"], ["--cluster", "text"])
        )
        for name in ("accuracy_change", *(("semer_change", "slot_f1_change") if unit == "slot" else ())):
            narrow, wide = (high - low for low, high in (limits(naive, name), limits(clustered, name)))
            assert wide / narrow == pytest.approx(COPIES**0.5, rel=0.1)


def test_semer_and_slot_f1_have_limits_and_tests_of_their_change(compare: Compare) -> None:
    (row,) = compare("--bootstrap", "--unit", "slot")["rows"]
    found = by_hand(ROWS, semer_numbers, CHANGES)["semer_change"]
    assert row["semer_change"] == pytest.approx(found.estimate)
    assert row["semer_change"] == row["semer_candidate"] - row["semer_baseline"]
    # Other patterns are drawn than by hand, so the draws differ.
    assert found.interval is not None
    assert limits(row, "semer_change") == pytest.approx((found.interval.low, found.interval.high), abs=0.004)
    for name in ("semer", "slot_error_rate", "slot_f1"):
        assert 0 < row[f"{name}_change_p_value"] <= 1
        for ending in ("baseline", "candidate", "change"):
            low, high = limits(row, f"{name}_{ending}")
            assert low < row[f"{name}_{ending}"] < high
    (plain,) = compare("--unit", "slot")["rows"]
    assert list(plain) == list(row)
    assert plain["slot_f1_change"] == row["slot_f1_change"]
    assert [plain[f"slot_f1_change_{end}"] for end in ("low", "high", "p_value")] == [None, None, None]


def test_the_seed_decides_the_draws_and_nothing_else_does(compare: Compare) -> None:
    first, again, other = (compare("--bootstrap", "--seed", seed)["rows"] for seed in ("3", "3", "4"))
    assert first == again
    assert first[0]["nfr_low"] != other[0]["nfr_low"] or first[0]["nfr_high"] != other[0]["nfr_high"]
    assert compare("--bootstrap", "--seed", "3", "--unit", "slots")["rows"] == [first[2]]
    assert_limits(first[0], by_hand(ROWS, frame_numbers, FLIPS, seed=3))


def test_too_few_clusters_and_equal_ones_say_nothing(compare: Compare) -> None:
    _, few, many = compare("--cluster", "text", "--unit", "frame", "--by", "domain")["rows"]
    assert (few["n"], few["n_effective"], few["nfr_low"], few["p_value"], few["q_value"]) == (80, 20, None, None, None)
    assert many["q_value"] == many["p_value"]
    plain, resampled = (
        compare(*call, "--unit", "frame", "--where", "utterance_id=u1-0")["rows"] for call in ([], ["--bootstrap"])
    )
    assert resampled == plain
    (nothing,) = compare(
        "--cluster", "text", "--unit", "frame", "--where", "locale=en-US", "--where", "utterance_id=u1-0"
    )["rows"]
    assert (nothing["n"], nothing["n_effective"], nothing["p_value"]) == (0, 0, None)


def test_slices_that_could_never_tell_are_no_tests(warehouse: str, tmp_path: Path, capsys: Captured) -> None:
    """German has three texts that flipped, in two copies each, and English nine: only English is a test."""
    given = []
    for row in ROWS:
        i = int(row["utterance_id"][1:].split("-")[0])
        flips = i in (31, 32, 33) or (row["locale"] == "en-US" and 40 <= i < 46)
        answer = {"intent": "play", "slots": row["slots"]}
        given.append({"utterance_id": row["utterance_id"], "locale": row["locale"], **answer, "flips": flips})
    at = ("--evalset", "songs", "--warehouse", warehouse)
    for name in ("all-right", "few-wrong"):
        wrong = [one | {"intent": "stop" if one["flips"] and name == "few-wrong" else "play"} for one in given]
        assert main(["add-run", name, write_jsonl(tmp_path / f"{name}.jsonl", wrong), *at]) == 0
    capsys.readouterr()
    call = ["compare", "all-right", "few-wrong", "--unit", "intent", "--by", "locale", "--cluster", "text"]
    assert main([*call, "--format", "json", "--warehouse", warehouse]) == 0
    _, german, english = json.loads(capsys.readouterr().out)["rows"]
    assert (german["n_negative_flips"], english["n_negative_flips"]) == (6, 18)
    assert german["q_value"] is None
    assert german["p_value"] > 0.05
    assert english["q_value"] == english["p_value"] < 0.05


@pytest.mark.parametrize("output_format", ["table", "markdown", "csv"])
def test_every_format_says_what_was_resampled(warehouse: str, capsys: Captured, output_format: str) -> None:
    call = ["compare", "v1", "v2", "--cluster", "text", "--seed", "9", "--warehouse", warehouse]
    assert main([*call, "--format", output_format]) == 0
    captured = capsys.readouterr()
    said = captured.err if output_format == "csv" else captured.out
    assert "95 % intervals from 10,000 paired resamples of clusters by text, seed 9\n" in said
    if output_format == "csv":
        assert float(read_csv(captured.out)[-1]["semer_change_low"]) < 1
    assert main(["compare", "v1", "v2", "--bootstrap", "--warehouse", warehouse]) == 0
    assert f"resamples of utterances, seed {SEED}\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--bootstrap", "--weight", "frequency"], "leave out --weight or --bootstrap"),
        (["--cluster", "text", "--weight", "frequency"], "leave out --weight or --bootstrap"),
        (["--bootstrap", "--unit", "slot", "--by", "slot_name"], "--by slot_name: a column of single slots"),
        (["--bootstrap", "--unit", "slot", "--where", "slot_name=song"], "--where slot_name: a column of single slots"),
        (["--cluster", "bogus"], "unknown column 'bogus'; the columns are: annotated_at"),
        (["--cluster", "slots"], "--cluster slots: holds lists"),
        (["--seed", "3"], "--seed: nothing is resampled; add --bootstrap"),
        (["--bootstrap", "--seed", "-1"], "--seed"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], said: str) -> None:
    assert main(["compare", "v1", "v2", *args, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert said in captured.err
