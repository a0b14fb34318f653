"""Every format of `flipscope export`, read back with another reader than the one that wrote it."""

import csv
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape

from dashboard.cli import main
from loaders.exchange import (
    ANNOTATOR,
    ANSWER_KEYS,
    ITEM_KEYS,
    SHOWN_KEYS,
    TELLING_KEYS,
    VERDICT_WORDS,
    Blind,
    item_id,
)
from loaders.exports import read_export
from loaders.formula_guard import unguard
from tests.dashboard.exports_warehouse import BROKEN, GOLD, N_ITEMS, read_lines, write_exports

Json = dict[str, Any]
TEXTS = {gold["utterance_id"]: gold["text"] for gold in GOLD}
SINGLE = [key for key in BROKEN if key != "t2"]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_exports(tmp_path_factory.mktemp("formats"))


def exported(warehouse: Path, path: Path, *args: str) -> Json:
    assert main(["export", "v1", "v2", "-o", str(path), "--warehouse", str(warehouse), *args]) == 0
    manifest: Json = json.loads(path.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    return manifest


@pytest.mark.parametrize("blind", ["none", "hidden", "shuffled"])
@pytest.mark.parametrize("name", ["out.csv", "out.tsv", "out.jsonl", "out.parquet", "out.xlsx"])
def test_a_table_has_every_key_once_and_every_text_as_it_is(
    warehouse: Path, tmp_path: Path, name: str, blind: Blind
) -> None:
    manifest = exported(warehouse, tmp_path / name, "--blind", blind)
    rows = read_table(tmp_path / name)
    kept = [key for key in ITEM_KEYS if blind == "none" or key not in TELLING_KEYS]
    assert sorted(rows[0]) == sorted([*kept, *SHOWN_KEYS[blind], *ANSWER_KEYS, ANNOTATOR])
    assert [row["utterance_id"] for row in rows] == SINGLE
    for row in rows:
        assert row["text"] == TEXTS[row["utterance_id"]]
        assert row["text_sha"] == hashlib.sha256(row["text"].encode()).hexdigest()
        assert row["item_id"] == item_id(manifest["export_id"], row["locale"], row["utterance_id"])
        assert {row[key] for key in (*ANSWER_KEYS, ANNOTATOR)} <= {None, ""}
        assert (row["evalset"], row["baseline"], row["candidate"]) == ("tiny", "v1", "v2")
    folded = rows[SINGLE.index("t1")]
    assert (int(folded["n_folded"]), int(folded["n_traffic"])) == (2, 12)


def read_table(path: Path) -> list[Json]:
    match path.suffix:
        case ".jsonl":
            return read_lines(path)
        case ".parquet":
            rows: list[Json] = pq.read_table(path).to_pylist()
            return rows
        case ".xlsx":
            first, *others = openpyxl.load_workbook(path)["flips"].iter_rows(values_only=True)
            return [dict(zip(map(str, first), map(unescaped, row), strict=True)) for row in others]
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t" if path.suffix == ".tsv" else ",")
        return [{key: unguard(value) for key, value in row.items()} for row in reader]


def unescaped(value: Any) -> Any:
    """Return a cell as Excel shows it: openpyxl leaves the escapes of control characters as they are in the file."""
    return unescape(value) if isinstance(value, str) else value


@pytest.mark.parametrize("tool", ["label-studio", "argilla", "doccano", "prodigy", "jsonl"])
@pytest.mark.parametrize("blind", ["hidden", "shuffled"])
def test_what_is_blind_tells_nothing(warehouse: Path, tmp_path: Path, tool: str, blind: str) -> None:
    """Another model's answer, gold, domain and outcome are nowhere in the file; the names of labels are in others."""
    path = tmp_path / "out.json"
    exported(warehouse, path, "--format", tool, "--blind", blind, "--where", "utterance_id=e1")
    items = path.read_text(encoding="utf-8")
    assert not any(
        word in items for word in ("gold", "negative_flip", '"music"', "prediction", "baseline_", "candidate_")
    )
    assert ("answer_a" in items) == (blind == "shuffled")
    if blind == "hidden":
        assert "[artist" not in items
        assert '"Hello"' not in items


def test_a_and_b_are_as_the_key_in_the_warehouse_says(warehouse: Path, tmp_path: Path) -> None:
    manifest = exported(warehouse, tmp_path / "out.jsonl", "--blind", "shuffled")
    key = read_export(warehouse, manifest["export_id"]).blind_key
    assert key is not None
    assert key not in (tmp_path / "out.manifest.json").read_text(encoding="utf-8")
    firsts = set()
    for row in read_lines(tmp_path / "out.jsonl"):
        drawn = hmac.digest(key.encode(), row["item_id"].encode(), "sha256")[0] % 2
        by_role = (row["answer_a"], row["answer_b"]) if drawn == 0 else (row["answer_b"], row["answer_a"])
        firsts.add(drawn)
        if row["utterance_id"] == "e1":
            assert by_role == (
                "play · play 🎵👩‍👩‍👧 [artist : adele] now",
                'play · [{"name": "song", "value": "adele"}, {"name": "song", "value": "Hello"}]',
            )
        if row["utterance_id"] == "n1":
            assert by_role[1] == "– · –"
    assert firsts == {0, 1}


def test_offsets_are_code_points_in_every_tool(warehouse: Path, tmp_path: Path) -> None:
    text = TEXTS["e1"]
    start = text.index("adele")
    assert len(text[:start].encode("utf-16-le")) // 2 != start
    one = ("--where", "utterance_id=e1", "--prefill", "gold")
    exported(warehouse, tmp_path / "ls.json", "--format", "label-studio", *one)
    (task,) = json.loads((tmp_path / "ls.json").read_text(encoding="utf-8"))
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "gold"
    assert prediction["result"][1]["value"] == {"start": start, "end": start + 5, "text": "adele", "labels": ["artist"]}
    exported(warehouse, tmp_path / "ar.json", "--format", "argilla", *one)
    (record,) = json.loads((tmp_path / "ar.json").read_text(encoding="utf-8"))
    assert record["suggestions"]["true_slots"]["value"] == [{"start": start, "end": start + 5, "label": "artist"}]
    exported(warehouse, tmp_path / "do.jsonl", "--format", "doccano", *one)
    (example,) = read_lines(tmp_path / "do.jsonl")
    assert (example["cats"], example["entities"]) == (["play"], [[start, start + 5, "artist"]])
    exported(warehouse, tmp_path / "pr.jsonl", "--format", "prodigy", *one)
    (shown,) = read_lines(tmp_path / "pr.jsonl")
    (span,) = shown["spans"]
    assert (span["start"], span["end"], span["label"]) == (start, start + 5, "artist")
    assert [shown["tokens"][i]["text"] for i in (span["token_start"], span["token_end"])] == ["adele", "adele"]
    assert "".join(token["text"] + " " * token["ws"] for token in shown["tokens"]) == text
    exported(warehouse, tmp_path / "t.jsonl", *one)
    assert read_lines(tmp_path / "t.jsonl")[0]["true_slots"] == "play 🎵👩‍👩‍👧 [artist : adele] now"


def test_a_slot_that_stands_nowhere_is_counted(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = exported(warehouse, tmp_path / "d.jsonl", "--format", "doccano", "--prefill", "gold")
    assert manifest["counts"]["n_unplaced_slots"] == 1
    assert "1 slot could not be marked: the value is not in the text" in capsys.readouterr().out
    found = {row["utterance_id"]: row for row in read_lines(tmp_path / "d.jsonl")}
    assert found["n1"]["entities"] == []
    assert found["n1"]["gold_slots"] == '[{"name": "time", "value": "05:00"}]'


def test_a_missing_answer_fills_in_nothing(warehouse: Path, tmp_path: Path) -> None:
    exported(warehouse, tmp_path / "d.jsonl", "--prefill", "candidate")
    found = {row["utterance_id"]: row for row in read_lines(tmp_path / "d.jsonl")}
    assert (found["n1"]["candidate_intent"], found["n1"]["true_intent"]) == (None, None)
    assert (found["n2"]["candidate_slots"], found["n2"]["true_slots"]) == ("[]", "[]")


def test_a_row_for_each_annotator_one_annotator_after_the_other(warehouse: Path, tmp_path: Path) -> None:
    manifest = exported(warehouse, tmp_path / "o.csv", "--overlap", "3")
    rows = read_table(tmp_path / "o.csv")
    assert [row[ANNOTATOR] for row in rows] == ["1"] * N_ITEMS + ["2"] * N_ITEMS + ["3"] * N_ITEMS
    assert [row["item_id"] for row in rows] == [row["item_id"] for row in rows[:N_ITEMS]] * 3
    assert (manifest["counts"]["n_items"], manifest["counts"]["n_rows"]) == (N_ITEMS, 3 * N_ITEMS)


def test_the_tools_are_told_how_many_annotators_there_are(
    warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(warehouse, tmp_path / "a.json", "--format", "argilla", "--overlap", "2")
    settings = json.loads((tmp_path / "a.settings.json").read_text(encoding="utf-8"))
    assert settings["distribution"] == {"strategy": "overlap", "min_submitted": 2}
    exported(warehouse, tmp_path / "p.jsonl", "--format", "prodigy", "--overlap", "2")
    assert json.loads((tmp_path / "p.prodigy.json").read_text(encoding="utf-8"))["annotations_per_task"] == 2
    exported(warehouse, tmp_path / "l.json", "--format", "label-studio", "--overlap", "2")
    assert "set annotations per task to 2" in capsys.readouterr().out


@pytest.mark.parametrize("blind", ["none", "hidden", "shuffled"])
def test_doccano_is_given_every_label_once(warehouse: Path, tmp_path: Path, blind: Blind) -> None:
    exported(warehouse, tmp_path / "d.jsonl", "--format", "doccano", "--blind", blind)
    intents = json.loads((tmp_path / "d.intents.json").read_text(encoding="utf-8"))
    slots = json.loads((tmp_path / "d.slots.json").read_text(encoding="utf-8"))
    gold = {row["intent"] for row in GOLD} | {"louder", "=evil()"}
    assert sorted(label["text"] for label in intents) == sorted(
        [*gold, *(f"verdict:{w}" for w in VERDICT_WORDS[blind])]
    )
    assert [label["text"] for label in slots] == ["artist", "song", "time"]


def test_excel_offers_the_words_and_keeps_the_heading_in_sight(warehouse: Path, tmp_path: Path) -> None:
    exported(warehouse, tmp_path / "x.xlsx", "--overlap", "2")
    workbook = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert workbook.sheetnames == ["annotator 1", "annotator 2", "labels"]
    sheet = workbook["annotator 1"]
    heading = [cell.value for cell in sheet[1]]
    verdict, intent = (sheet.cell(2, heading.index(key) + 1).coordinate for key in ("verdict", "true_intent"))
    offered = {str(one.sqref).split(":")[0]: one.formula1 for one in sheet.data_validations.dataValidation}
    assert offered[verdict] == '"candidate_wrong,gold_wrong,both_acceptable,unclear"'
    assert offered[intent] == "labels!$A$2:$A$7"
    assert [cell.value for cell in workbook["labels"]["A"]] == [
        "intents",
        "=evil()",
        "alarm",
        "louder",
        "pause",
        "play",
        "stop",
    ]
    assert sheet.freeze_panes == "B2"
    assert all(sheet.column_dimensions[letter].width > 10 for letter in "ABC")
    assert {
        row[heading.index(ANNOTATOR)] for row in workbook["annotator 2"].iter_rows(min_row=2, values_only=True)
    } == {"2"}


def test_excel_prints_what_is_read_and_filled_in(warehouse: Path, tmp_path: Path) -> None:
    exported(warehouse, tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["flips"]
    heading = [cell.value for cell in sheet[1]]
    last = sheet.cell(1, heading.index("note") + 1).column_letter
    assert sheet.print_area == f"'flips'!$A$1:${last}${sheet.max_row}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"
