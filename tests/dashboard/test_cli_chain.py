"""`flipscope chain` against a plain loop over the seven utterances."""

import json
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, build_warehouse, judged

Result = dict[str, Any]
Chain = Callable[..., Result]
RUNS = ("v1", "v2", "v3")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("chain"))


@pytest.fixture
def chain(warehouse: str, capsys: pytest.CaptureFixture[str]) -> Chain:
    def run(*args: str) -> Result:
        assert main(["chain", *args, "--format", "json", "--warehouse", warehouse]) == 0
        result: Result = json.loads(capsys.readouterr().out)
        return result

    return run


def right(unit: str, run: str) -> list[bool]:
    """Was each utterance right in this run?"""
    return [outcome == "both_correct" for _, outcome in judged(unit, run, run)]


def tracks(unit: str, runs: tuple[str, ...], rows: list[int]) -> list[tuple[bool, ...]]:
    """Right or wrong in each run, utterance by utterance."""
    every = list(zip(*(right(unit, run) for run in runs), strict=True))
    return [every[row] for row in rows]


def test_the_json_has_its_documented_keys(chain: Chain) -> None:
    result = chain(*RUNS, "--by", "locale")
    assert list(result["meta"]) == [
        *("evalset", "evalset_fingerprint", "unit", "runs", "n_left_out", "where", "n_utterances"),
    ]
    assert [run["name"] for run in result["meta"]["runs"]] == list(RUNS)
    assert [run["n_missing"] for run in result["meta"]["runs"]] == [0, 0, 2]
    figures = [
        *("baseline", "candidate", "is_step", "n", "n_both_correct", "n_negative_flips", "n_positive_flips"),
        *("n_both_wrong", "accuracy_baseline", "accuracy_candidate", "accuracy_change", "nfr", "nfr_low", "nfr_high"),
        *("pfr", "n_cumulative_negative_flips", "n_cumulative_positive_flips", "n_lost", "n_flapping"),
    ]
    assert list(result["rows"][0]) == ["unit", *figures]
    assert list(result["rows"][-1]) == ["unit", "locale", *figures]


@pytest.mark.parametrize("unit", ["frame", "intent", "slots"])
def test_every_pair_of_every_slice_is_counted_steps_first(chain: Chain, unit: str) -> None:
    rows = chain(*RUNS, "--by", "locale", "--unit", unit)["rows"]
    places = [(row.get("locale"), row["baseline"], row["candidate"], row["is_step"]) for row in rows]
    of_chain = [("v1", "v2", True), ("v2", "v3", True), ("v1", "v3", False)]
    assert places == [(locale, *pair) for locale in (None, "de-DE", "en-US") for pair in of_chain]
    for row in rows:
        kept = [i for i, utterance in enumerate(GOLD) if row.get("locale") in (None, utterance["locale"])]
        both = tracks(unit, (row["baseline"], row["candidate"]), kept)
        assert row["n"] == len(kept)
        assert row["n_both_correct"] == both.count((True, True))
        assert row["n_negative_flips"] == both.count((True, False))
        assert row["n_positive_flips"] == both.count((False, True))
        assert row["nfr"] == both.count((True, False)) / len(kept)
        assert row["nfr_low"] <= row["nfr"] + 1e-12 < row["nfr_high"]


def test_steps_carry_what_led_to_them_and_other_pairs_nothing(chain: Chain) -> None:
    first, second, ends = chain(*RUNS)["rows"]
    every = tracks("frame", RUNS, list(range(len(GOLD))))
    broke = [sum(track[i : i + 2] == (True, False) for track in every) for i in (0, 1)]
    assert first["n_cumulative_negative_flips"] == first["n_lost"] == broke[0]
    assert second["n_cumulative_negative_flips"] == sum(broke)
    assert second["n_lost"] == sum(any(track[:2]) and not track[2] for track in every)
    assert second["n_flapping"] == sum(track in ((True, False, True), (False, True, False)) for track in every)
    assert {ends[name] for name in ends if "cumulative" in name or name in ("n_lost", "n_flapping")} == {None}


def test_the_order_of_the_runs_is_that_of_the_call(chain: Chain) -> None:
    (forth,) = chain("v1", "v2")["rows"]
    (back,) = chain("v2", "v1")["rows"]
    assert (forth["n_negative_flips"], forth["n_positive_flips"]) == (
        back["n_positive_flips"],
        back["n_negative_flips"],
    )


def test_where_keeps_some_and_no_utterance_has_no_rate(chain: Chain) -> None:
    result = chain(*RUNS, "--where", "locale=de-DE", "--where", "domain=music")
    assert result["meta"]["n_utterances"] == result["rows"][0]["n"] == 2
    assert result["meta"]["where"] == {"locale": ["de-DE"], "domain": ["music"]}
    row = chain(*RUNS, "--where", "locale=en-US", "--where", "domain=weather")["rows"][0]
    assert (row["n"], row["nfr"], row["nfr_low"], row["nfr_high"]) == (0, None, None, None)


def test_a_dropping_run_leaves_its_gaps_out_of_every_pair(chain: Chain) -> None:
    result = chain("v1", "v2", "v3-drop")
    kept = [row for row in range(len(GOLD)) if row not in (1, 5)]
    assert (result["meta"]["n_left_out"], result["meta"]["n_utterances"]) == (2, 5)
    for row in result["rows"]:
        pair = (row["baseline"], row["candidate"].removesuffix("-drop"))
        both = tracks("frame", (pair[0], pair[1]), kept)
        assert (row["n"], row["n_negative_flips"]) == (5, both.count((True, False)))


@pytest.mark.parametrize("fate", ["lost", "flapping"])
def test_a_list_has_what_is_counted_most_traffic_first(chain: Chain, fate: str) -> None:
    runs = ("v2", "v1", "v3")
    result = chain(*runs, "--list", fate, "--unit", "intent")
    every = list(enumerate(tracks("intent", runs, list(range(len(GOLD))))))
    lost = [row for row, track in every if any(track[:-1]) and not track[-1]]
    flapping = [row for row, track in every if track in ((True, False, True), (False, True, False))]
    wanted = sorted({"lost": lost, "flapping": flapping}[fate], key=lambda row: -GOLD[row]["frequency"])
    assert [row["row"] for row in result["rows"]] == wanted
    assert wanted
    assert (result["meta"]["list"], result["meta"]["n_found"]) == (fate, len(wanted))
    for row in result["rows"]:
        assert row["correct"] == list(dict(every)[row["row"]])
        assert row["text"] == GOLD[row["row"]]["text"]
        assert [said == row["intent"] for said in row["intents"]] == row["correct"]


def test_a_list_is_paged(chain: Chain) -> None:
    whole = chain("v1", "v2", "v3", "--list", "lost", "--limit", "0")["rows"]
    assert len(whole) > 2
    pages = [chain("v1", "v2", "v3", "--list", "lost", "--limit", "2", "--offset", str(at)) for at in (0, 2)]
    assert [row for page in pages for row in page["rows"]] == whole[:4]
    assert {page["meta"]["n_found"] for page in pages} == {len(whole)}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["v1"], "two runs or more, there is 1"),
        (["v1", "v2", "v1"], "run 'v1' is named twice"),
        (["v1", "v9"], "there are: v1, v2, v3"),
        (["v1", "v2", "--unit", "slot"], "'frame', 'intent', 'slots'"),
        (["v1", "v2", "--by", "bogus"], "unknown column 'bogus'"),
        (["v1", "v2", "--where", "frequency=many"], "cannot be 'many'"),
        (["v1", "v2", "--list", "broken"], "'lost', 'flapping'"),
        (["v1", "v2", "--list", "lost", "--by", "locale"], "with --list, name the slice with --where"),
    ],
)
def test_a_wrong_call_is_one_clear_line(
    warehouse: str, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    assert main(["chain", *args, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert said in captured.err


def test_all_combinations_are_there(chain: Chain) -> None:
    rows = chain("v3", "v2", "v1", "v3-drop")["rows"]
    found = {(row["baseline"], row["candidate"]) for row in rows}
    assert found == set(combinations(("v3", "v2", "v1", "v3-drop"), 2))
    assert len(rows) == 6
