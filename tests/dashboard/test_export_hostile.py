"""Texts and labels that want to be more than text pass through every tool as they are, or are refused in a line."""

import csv
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboard.cli import main
from dashboard.exports import excel
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.formula_guard import unguard
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.exports_warehouse import N_ITEMS, read_lines, write_exports
from tests.dashboard.flips_warehouse import write_lines
from tests.dashboard.hostile_warehouse import HOSTILE, write_hostile


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(write_hostile(tmp_path_factory.mktemp("hostile")))


def export(warehouse: str, path: Path, *args: str) -> int:
    return main(["export", "v1", "v2", "-o", str(path), "--warehouse", warehouse, "--prefill", "gold", *args])


@pytest.mark.parametrize("tool", ["label-studio", "argilla", "doccano", "prodigy", "jsonl", "csv", "tsv", "parquet"])
def test_every_text_arrives_as_it_was(warehouse: str, tmp_path: Path, tool: str) -> None:
    path = tmp_path / "out.x"
    assert export(warehouse, path, "--format", tool) == 0
    assert dict(texts_in(path, tool)) == HOSTILE


def texts_in(path: Path, tool: str) -> list[tuple[str, str]]:
    if tool in ("csv", "tsv"):
        csv.field_size_limit(sys.maxsize)
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="," if tool == "csv" else "\t"))
        return [(row["utterance_id"], unguard(row["text"])) for row in rows]
    if tool == "parquet":
        return [(row["utterance_id"], row["text"]) for row in pq.read_table(path).to_pylist()]
    if tool == "label-studio":
        tasks = json.loads(path.read_text(encoding="utf-8"))
        return [(task["data"]["utterance_id"], task["data"]["text"]) for task in tasks]
    if tool == "argilla":
        records = json.loads(path.read_text(encoding="utf-8"))
        return [(record["metadata"]["utterance_id"], record["fields"]["text"]) for record in records]
    return [(row["utterance_id"], row["text"]) for row in read_lines(path)]


def test_labels_of_markup_are_names_in_the_configuration(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "out.json", "--format", "label-studio") == 0
    view = ET.parse(tmp_path / "out.config.xml").getroot()
    names = [one.get("value") for one in view.iter("Choice")] + [one.get("value") for one in view.iter("Label")]
    assert {"act\u202e", "<b>act\u202e", "<i>place"} < set(names)


def test_a_text_that_no_cell_of_excel_holds_is_refused(
    warehouse: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(warehouse, tmp_path / "out.xlsx") == 2
    assert (
        "utterance endless in en-US: text has 200,000 characters, a cell of Excel holds 32,767"
        in capsys.readouterr().err
    )
    assert list(tmp_path.iterdir()) == []
    assert export(warehouse, tmp_path / "out.xlsx", "--where", "utterance_id=emoji") == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["flips"]["A2"].value == HOSTILE["emoji"]


def test_a_label_of_control_characters_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = {"utterance_id": "1", "locale": "en-US", "domain": "d", "intent": "a\x07b", "text": "t"}
    warehouse = Warehouse(tmp_path / "warehouse")
    add_evalset(warehouse, "e", [write_lines(tmp_path / "gold.jsonl", [gold])], EvalsetOptions(), lambda _s, _n: None)
    for name, intent in (("v1", "a\x07b"), ("v2", "c")):
        file = write_lines(tmp_path / f"{name}.jsonl", [gold | {"intent": intent}])
        add_run(warehouse, name, [file], "e", RunOptions(), lambda _s, _n: None)
    out = tmp_path / "out.json"
    assert export(str(warehouse.path), out, "--format", "label-studio") == 2
    assert "a label with control characters cannot stand in Label Studio's configuration" in capsys.readouterr().err
    assert not out.exists()
    assert export(str(warehouse.path), out, "--format", "doccano") == 0
    assert read_lines(out)[0]["cats"] == ["a\x07b"]


def test_more_rows_than_a_sheet_holds_go_on_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "MOST_ROWS", 20)
    warehouse = str(write_exports(tmp_path))
    assert export(warehouse, tmp_path / "out.xlsx") == 0
    workbook = openpyxl.load_workbook(tmp_path / "out.xlsx")
    sheets = ["flips", "flips (2)", "flips (3)"]
    assert workbook.sheetnames == [*sheets, "labels"]
    assert [workbook[sheet].max_row - 1 for sheet in sheets] == [20, 20, N_ITEMS - 40]
    assert all(workbook[sheet]["A1"].value == "text" for sheet in sheets)
