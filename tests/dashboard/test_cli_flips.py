import json
from collections.abc import Callable
from typing import Any

import pytest

from dashboard.cli import main
from tests.dashboard.cli_data import GOLD, OUTCOMES, UNITS, build_warehouse, judged

Flips = Callable[..., list[dict[str, Any]]]

COLUMNS = [
    *("utterance_id", "locale", "domain", "text", "frequency", "intent", "baseline_intent", "candidate_intent"),
    *("slots", "baseline_slots", "candidate_slots", "baseline_confidence", "candidate_confidence"),
    *("outcome", "change", "causes"),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("flips"))


@pytest.fixture
def flips(warehouse: str, capsys: pytest.CaptureFixture[str]) -> Flips:
    def run(*args: str) -> list[dict[str, Any]]:
        assert main(["flips", "v1", "v2", *args, "--format", "jsonl", "--warehouse", warehouse]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def keys(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["locale"], row["utterance_id"]) for row in rows]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("outcome", [*OUTCOMES, "all", None])
def test_the_units_of_an_outcome_are_listed_in_order(flips: Flips, unit: str, outcome: str | None) -> None:
    wanted = OUTCOMES if outcome == "all" else (outcome or "negative_flip",)
    expected = [(row, found) for row, found in judged(unit, "v1", "v2") if found in wanted]
    rows = flips("--unit", unit, *(("--outcome", outcome) if outcome else ()))
    assert keys(rows) == keys([row for row, _ in expected])
    assert [row["outcome"] for row in rows] == [found for _, found in expected]


def test_a_row_has_the_columns_of_the_contract(flips: Flips) -> None:
    row = flips("--where", "locale=de-DE", "--where", "domain=music")[0]
    assert list(row) == [*COLUMNS, "region"]
    assert row["candidate_slots"] == [{"name": "artist", "value": "Queen!", "start": None, "end": None}]
    assert row["frequency"] == 2
    assert row["change"] == "artist: Queen → Queen!"


def test_several_outcomes_are_alternatives(flips: Flips) -> None:
    rows = flips("--outcome", "positive_flip", "--outcome", "both_wrong_different")
    assert {row["outcome"] for row in rows} == {"positive_flip", "both_wrong_different"}


def test_a_slot_row_says_what_each_run_answered_normalised(flips: Flips) -> None:
    rows = flips("--unit", "slot", "--outcome", "all", "--where", "utterance_id=u5")
    told = [
        [row[key] for key in ("slot_name", "gold_value", "baseline_slot_answer", "candidate_slot_answer", "change")]
        for row in rows
    ]
    assert told == [["date", "morgen", "morgen", "morgen", ""], ["place", "Bonn", None, "berlin", "place: – → berlin"]]
    assert "slots" not in rows[0]


def test_search_finds_text_in_any_case(flips: Flips) -> None:
    found = flips("--outcome", "all", "--search", "QUEEN")
    assert keys(found) == [("en-US", "u2"), ("de-DE", "u2")]


def test_the_largest_loss_of_confidence_comes_first(flips: Flips) -> None:
    drops = [
        row["baseline_confidence"] - row["candidate_confidence"]
        for row in flips("--outcome", "all", "--sort", "confidence_drop")
    ]
    assert drops == sorted(drops, reverse=True)
    ascending = flips("--outcome", "all", "--sort", "confidence_drop", "--ascending")
    assert ascending[0]["baseline_confidence"] - ascending[0]["candidate_confidence"] == min(drops)


def test_any_column_sorts_and_pages(flips: Flips) -> None:
    expected = sorted((row["frequency"] for row in GOLD), reverse=True)
    call = ("--outcome", "all", "--sort", "frequency", "--descending")
    assert [row["frequency"] for row in flips(*call)] == expected
    assert [row["frequency"] for row in flips(*call, "--limit", "2", "--offset", "3")] == expected[3:5]
    assert [row["frequency"] for row in flips(*call, "--limit", "0", "--offset", "5")] == expected[5:]


def test_the_table_counts_and_escapes(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["flips", "v1", "v2", "--limit", "3", "--warehouse", warehouse]) == 0
    assert "3 of 4 (--limit 0 lists all)" in capsys.readouterr().out
    assert main(["flips", "v1", "v2", "--where", "utterance_id=u4", "--warehouse", warehouse]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "lauter \\x1b[31mrot [bold]bitte[/bold]" in printed
    assert "louder → quieter" in printed


def test_a_missing_prediction_is_null(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["flips", "v1", "v3", "--where", "utterance_id=u4", "--format", "jsonl", "--warehouse", warehouse]
    assert main(call) == 0
    captured = capsys.readouterr()
    row = json.loads(captured.out)
    assert (row["candidate_intent"], row["candidate_slots"], row["change"]) == (None, None, "louder → –")
    assert captured.err == "flipscope: v3 lacks 2 predictions (counted as wrong)\n"


def test_expressions_and_casefolded_words_are_found(flips: Flips) -> None:
    assert keys(flips("--outcome", "all", "--search", "/^w.*(fünf|bonn)$/")) == [("de-DE", "u1"), ("de-DE", "u5")]
    assert keys(flips("--outcome", "all", "--search", "FÜNF")) == [("de-DE", "u1")]


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("/(/", "'/(/' is no regular expression: the bracket ( at character 1"),
        ("/(a{0,99}){0,99}/", "could take very long"),
    ],
)
def test_a_bad_expression_is_one_line_and_exit_code_2(
    warehouse: str, capsys: pytest.CaptureFixture[str], search: str, said: str
) -> None:
    assert main(["flips", "v1", "v2", "--search", search, "--warehouse", warehouse]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert said in captured.err


def test_the_most_surprising_come_first(flips: Flips) -> None:
    def likelihood(row: dict[str, Any]) -> float:
        was_right, is_right = (
            row["outcome"] in right for right in (("both_correct", "negative_flip"), ("both_correct", "positive_flip"))
        )
        before, after = row["baseline_confidence"], row["candidate_confidence"]
        return float((before if was_right else 1 - before) * (after if is_right else 1 - after))

    rows = flips("--outcome", "all", "--sort", "surprise")
    assert len(rows) == len(GOLD)
    assert [likelihood(row) for row in rows] == sorted(likelihood(row) for row in rows)


@pytest.mark.parametrize(("unit", "n"), [("frame", 2), ("slot", 3)])
def test_derived_columns_are_filters(flips: Flips, unit: str, n: int) -> None:
    # Of the German texts two have a slot time or place; bands are those of all utterances, not of their slots.
    rows = flips("--outcome", "all", "--unit", unit, "--where", "has_slot=place", "--where", "length=21-40 characters")
    assert {row["utterance_id"] for row in rows} == {"u5"}
    head = flips("--outcome", "all", "--unit", unit, "--where", "frequency_band=head", "--where", "locale=de-DE")
    assert keys(head)[0] == ("de-DE", "u1")
    assert len({row["utterance_id"] for row in head}) == 1
