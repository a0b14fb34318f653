"""The gate and the report tell what annotators said in the digits of `flipscope adjudicate` and `verdicts`."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from analysis.report import report_on
from dashboard.cli import main
from dashboard.report.document import Document, Table
from dashboard.report.html import html_of
from dashboard.report.markdown import markdown_of
from dashboard.report.sections import document_of
from dashboard.report.source import source_of, verdicts_of
from dashboard.report.verdicts import verdicts_section
from loaders.comparison import comparison
from loaders.judgements import withdraw
from loaders.notes import FILE_NAME
from loaders.schema import UTTERANCE_UNITS, Unit
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import build_warehouse
from tests.dashboard.gate_runs import Gate, Json, check_of, gate_in, policy_of
from tests.dashboard.test_cli_adjudicate import BROKE, judge

Captured = pytest.CaptureFixture[str]
ASKED = 'name = "it"; metric = "nfr_adjudicated"; max = 0.3; min_n = 1'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("built"))


@pytest.fixture
def warehouse(built: str, tmp_path: Path) -> str:
    """A copy of its own for each test: verdicts stay in it."""
    return str(shutil.copytree(built, tmp_path / "warehouse"))


@pytest.fixture
def gate(warehouse: str, tmp_path: Path, capsys: Captured) -> Gate:
    return gate_in(tmp_path, warehouse, capsys)


def draw_all(warehouse: str) -> None:
    """Note an export, named drawn, of flips that chance picked from all."""
    request = {"strategy": "random", "outcomes": ["negative_flip"], "where": [], "search": "", "causes": []}
    with sqlite3.connect(Path(warehouse) / FILE_NAME) as notes:
        notes.execute(
            "INSERT INTO export (id, manifest, made_at) VALUES ('drawn', ?, '')", (json.dumps({"request": request}),)
        )


def printed(capsys: Captured, command: str, warehouse: str, *args: str) -> Any:
    capsys.readouterr()
    assert main([command, "v1", "v2", *args, "--warehouse", warehouse, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def figures(results: list[Json]) -> list[tuple[Any, ...]]:
    return [(one["values"].get("locale"), one["n"], one["observed"], one["low"], one["high"]) for one in results]


def rows_of(rows: list[Json], name: str) -> list[tuple[Any, ...]]:
    return [(row.get("locale"), row["n"], *(row[f"{name}{end}"] for end in ("", "_low", "_high"))) for row in rows]


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
@pytest.mark.parametrize("weight", ["", "frequency"])
def test_the_gate_has_the_digits_of_adjudicate(
    gate: Gate, warehouse: str, capsys: Captured, unit: str, weight: str
) -> None:
    judge(warehouse, BROKE[0], "gold_wrong", export="drawn")
    draw_all(warehouse)
    judge(warehouse, BROKE[1], "candidate_wrong", export="drawn")
    judge(warehouse, BROKE[2], "both_acceptable", export="drawn")
    weighing = ("--weight", weight) if weight else ()
    whole, *slices = printed(capsys, "adjudicate", warehouse, "--unit", unit, "--by", "locale", *weighing)["rows"]
    more = f'; unit = "{unit}"' + (f'; weight = "{weight}"' if weight else "")
    _, found = gate(policy_of(ASKED + more, f'{ASKED.replace("it", "each")}{more}; by = "locale"'))
    judged = [row for row in (whole, *slices) if row["n_judged"]]
    results = check_of(found, "it")["results"] + check_of(found, "each")["results"]
    told = [one for one, row in zip(results, (whole, *slices), strict=True) if row["n_judged"]]
    assert judged
    assert figures(told) == rows_of(judged, "nfr_adjudicated")


def test_a_verdict_lets_pass_only_where_chance_picked_the_flip(gate: Gate, warehouse: str, capsys: Captured) -> None:
    where = '; where = { locale = "de-DE" }'
    (raw,) = printed(capsys, "adjudicate", warehouse, "--where", "locale=de-DE")["rows"]
    code, found = gate(policy_of(ASKED + where))
    (result,) = check_of(found, "it")["results"]
    assert code == 1
    assert figures([result]) == [(None, *rows_of([raw], "nfr")[0][1:])]
    assert result["reason"].endswith("No flip was judged, so this is the raw NFR.")
    recorded = judge(warehouse, BROKE[1], "gold_wrong")
    code, found = gate(policy_of(ASKED + where))
    (chosen,) = check_of(found, "it")["results"]
    assert (code, figures([chosen])) == (1, figures([result]))
    assert "If those were a random sample, it would be 0.00 %." in chosen["reason"]
    withdraw(Path(warehouse), recorded, "Ann")
    draw_all(warehouse)
    judge(warehouse, BROKE[1], "gold_wrong", export="drawn")
    code, found = gate(policy_of(ASKED + where))
    assert (code, check_of(found, "it")["results"][0]["observed"]) == (0, 0.0)


def test_what_the_gate_refuses(gate: Gate) -> None:
    for more in ('; unit = "slot"', "; q_max = 0.05", '; by = "nope"', '; by = "slots"', '; where = { domain = "x" }'):
        code, found = gate(policy_of(ASKED + more))
        assert (code, list(found)) == (2, ["error"])
        assert "check[1]" in found["error"]


def told(warehouse: str, unit: Unit = "frame") -> Document:
    store = Warehouse(Path(warehouse))
    with comparison(store, "v1", "v2") as opened:
        return document_of(report_on(source_of(opened), unit, verdicts=verdicts_of(store, opened, unit)))


def tables_of(document: Document) -> tuple[Table, ...]:
    (section,) = (one for one in document.sections if one.key == "verdicts")
    return section.tables


def test_without_a_judgement_the_report_has_no_section(warehouse: str) -> None:
    assert "verdicts" not in [section.key for section in told(warehouse).sections]


def test_the_report_has_the_numbers_of_the_commands(warehouse: str, capsys: Captured) -> None:
    judge(warehouse, BROKE[0], "gold_wrong")
    judge(warehouse, BROKE[0], "gold_wrong", "Bo")
    judge(warehouse, BROKE[1], "candidate_wrong")
    judge(warehouse, BROKE[1], "gold_wrong", "Bo")
    judge(warehouse, BROKE[2], "candidate_wrong")
    (row,) = printed(capsys, "adjudicate", warehouse)["rows"]
    said = printed(capsys, "verdicts", warehouse)["meta"]
    document = told(warehouse)
    rates, standings = tables_of(document)
    low, high = (f"{100 * row[f'nfr_{end}']:.2f}" for end in ("low", "high"))
    assert rates.rows[0][2:4] == (f"{100 * row['nfr']:.2f} %", f"{low} to {high}")
    # Of 7 utterances 4 broke; 1 is excused, 2 are not, and 1 that nobody judged may count or not.
    assert rates.rows[1][2:4] == (f"at most {100 * 3 / 7:.2f} %", f"{100 * 2 / 7:.2f} to {100 * 3 / 7:.2f}")
    assert rates.rows[1][1] == "3 of 4"
    assert [line[1] for line in standings.rows] == [str(one["n"]) for one in said["standings"]]
    html, markdown = html_of(document), markdown_of(document)
    for sentence in (
        "NFR 57.14 % raw, at most 42.86 % after 3 of 4 flips were judged (at least 28.57 %)",
        "The judged flips were not all drawn at random",
        f"Equal verdicts on {said['agreement']['n_equal']} of {said['agreement']['n']} items judged by two or more",
    ):
        assert sentence in html
        assert sentence in markdown
    assert f"alpha {said['agreement']['krippendorff_alpha']:.2f}:" in markdown


def test_a_random_sample_and_all_flips_are_told_so(warehouse: str, capsys: Captured) -> None:
    judge(warehouse, BROKE[0], "gold_wrong", export="drawn")
    draw_all(warehouse)
    (row,) = printed(capsys, "adjudicate", warehouse)["rows"]
    (rates, _) = tables_of(told(warehouse))
    low, high = (f"{100 * row[f'nfr_adjudicated_{end}']:.2f}" for end in ("low", "high"))
    assert rates.rows[1][2:4] == (f"{100 * row['nfr_adjudicated']:.2f} %", f"{low} to {high}")
    assert "The judged flips were drawn at random from all" in markdown_of(told(warehouse))
    for key in BROKE:
        judge(warehouse, key, "unclear", "Bo")
    everything = markdown_of(told(warehouse))
    assert "after all 4 flips were judged" in everything
    assert "drawn at random" not in everything


def test_judgements_on_other_utterances_take_nothing_out(warehouse: str) -> None:
    judge(warehouse, ("de-DE", "u5"), "gold_wrong")
    store = Warehouse(Path(warehouse))
    with comparison(store, "v1", "v2") as opened:
        found = verdicts_of(store, opened, "frame")
    assert found is not None
    section = verdicts_section(found)
    assert section.tables == ()
    assert section.paragraphs[0] == "No negative flip was judged, so nothing is taken out of NFR."
    assert "1 further judged utterance is no negative flip" in section.paragraphs[1]


@pytest.mark.parametrize("name", ["report.html", "report.md"])
def test_the_file_has_the_section_and_the_same_bytes(warehouse: str, tmp_path: Path, name: str) -> None:
    judge(warehouse, BROKE[0], "gold_wrong")
    judge(warehouse, BROKE[1], "unclear", "Bo <b>")
    call = ["report", "v1", "v2", "-o", str(tmp_path / name), "--warehouse", warehouse, "--force"]
    assert main(call) == 0
    first = (tmp_path / name).read_bytes()
    assert main(call) == 0
    assert (tmp_path / name).read_bytes() == first
    assert b"What annotators said" in first
