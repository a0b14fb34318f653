import json

import pytest

from analysis.intervals import Interval, wilson
from dashboard.cli import main
from tests.dashboard.cli_data import build_warehouse, read_csv


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("formats"))


def test_csv_has_the_columns_and_values_of_the_json_rows(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["compare", "v1", "v2", "--by", "locale", "--warehouse", warehouse, "--format"]
    assert main([*call, "json"]) == 0
    expected = json.loads(capsys.readouterr().out)["rows"]
    assert main([*call, "csv"]) == 0
    found = read_csv(capsys.readouterr().out)
    assert list(found[0])[:4] == ["unit", "scope", "locale", "n"]
    assert [row.pop("scope") for row in found] == ["slice" if "locale" in row else "overall" for row in expected]
    assert set(found[0]) == {name for row in expected for name in row}
    assert found == [{name: "" if row.get(name) is None else str(row[name]) for name in found[0]} for row in expected]


def test_the_table_shows_per_cent_points_and_a_dash_for_undefined(
    warehouse: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "v1", "v2", "--unit", "intent", "--by", "domain", "--warehouse", warehouse]) == 0
    printed = capsys.readouterr().out
    cells = {line.split()[1]: line.split()[2:] for line in printed.splitlines() if line.split()[:1] == ["intent"]}
    assert "v1 → v2 on tiny: 7 utterances" in printed
    nfr = wilson(2, 7) or Interval(0, 0)
    of_nfr = [f"{100 * nfr.low:.2f}", "to", f"{100 * nfr.high:.2f}"]
    assert cells["all"][:4] == ["7", "85.71", "71.43", "-14.29"]
    assert cells["all"][7:] == ["28.57", *of_nfr, "14.29", "100.00", "0.625"]
    assert cells["alarm"][:4] == ["3", "66.67", "66.67", "0.00"]
    assert cells["alarm"][-3:] == ["33.33", "100.00", "–"]
    assert cells["weather"][-2:] == ["–", "–"]


def test_csv_tells_everything_from_the_slice_of_null(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "v1", "v2", "--by", "region", "--format", "csv", "--warehouse", warehouse]) == 0
    empty = [row for row in read_csv(capsys.readouterr().out) if row["region"] == "" and row["unit"] == "frame"]
    assert [(row["scope"], row["n"]) for row in empty] == [("overall", "7"), ("slice", "1")]


@pytest.mark.parametrize("output_format", ["table", "markdown"])
def test_the_table_of_slots_shows_semer(warehouse: str, capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    call = ["compare", "v1", "v2", "--unit", "slot", "--by", "locale", "--warehouse", warehouse, "--format"]
    assert main([*call, "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert main([*call, output_format]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("SemER %" in line for line in lines) == 1
    shown = [line for line in lines if "slot" in line.split()[:2]]
    for row, line in zip(rows, shown, strict=True):
        assert f"{100 * row['semer_baseline']:.2f} → {100 * row['semer_candidate']:.2f}" in line


def test_markdown_is_a_table_with_a_rule_and_equal_rows(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "v1", "v2", "--unit", "frame", "--format", "markdown", "--warehouse", warehouse]) == 0
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    headings = "n | baseline % | candidate % | change pp | 95 % | NFR % | 95 % of NFR | PFR % | NFI % | adj. p"
    assert table[0] == f"| unit | {headings} |"
    assert set(table[1]) == set("|-: ")
    assert table[2].startswith("| frame | 7 |")
    assert {line.count("|") for line in table} == {12}


def test_slice_values_cannot_break_out_of_any_format(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["compare", "v1", "v2", "--unit", "frame", "--by", "text", "--warehouse", warehouse, "--format"]
    for name in ("table", "markdown", "json"):
        assert main([*call, name]) == 0
        assert "\x1b" not in capsys.readouterr().out
    assert main([*call, "table"]) == 0
    assert "\\x1b[31mrot [bold]bitte[/bold]" in capsys.readouterr().out
    assert main([*call, "markdown"]) == 0
    assert "\\[bold]" in capsys.readouterr().out
    assert main([*call, "csv"]) == 0
    assert "'=spiel Queen" in {row["text"] for row in read_csv(capsys.readouterr().out)}


@pytest.mark.parametrize("output_format", ["table", "csv", "markdown"])
def test_every_format_says_how_many_predictions_are_missing(
    warehouse: str, capsys: pytest.CaptureFixture[str], output_format: str
) -> None:
    assert main(["compare", "v1", "v3-drop", "--format", output_format, "--warehouse", warehouse]) == 0
    captured = capsys.readouterr()
    assert "v3-drop lacks 2 predictions (pairs left out)" in captured.out + captured.err


def test_the_weight_and_the_conditions_stand_in_the_title(warehouse: str, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["compare", "v1", "v2", "--weight", "frequency", "--where", "region=", "--where", "region=north"]
    assert main([*call, "--warehouse", warehouse]) == 0
    title = capsys.readouterr().out.splitlines()[0]
    assert title == "v1 → v2 on tiny where region=null or north: 4 utterances, weighted by frequency"
