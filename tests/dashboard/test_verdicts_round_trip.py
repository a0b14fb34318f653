"""From the warehouse to an annotation tool and back: real exports, filled in as each tool would, come home."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
import pytest

from dashboard.cli import main
from loaders.exchange import answer_order
from loaders.exports import read_export
from loaders.judgement import Judgement
from tests.loaders.tiny import Desk, jsonl
from tests.loaders.verdicts.returned import ADELE, GOLD, Returned, make_returned

Json = dict[str, Any]
Fill = Callable[[Path, Mapping[str, str]], bytes]
"""Reads an export and returns what the tool gives back, its answers by question; no answers, untouched."""

BROKE: Final = ("1", "2", "3", "4", "5")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_returned(Desk(tmp_path_factory.mktemp("round"))).warehouse


@pytest.fixture
def returned(made: Path, tmp_path: Path) -> Returned:
    desk = Desk(tmp_path)
    shutil.copytree(made, desk.warehouse.path)
    return Returned(desk)


def label_studio(path: Path, answers: Mapping[str, str]) -> bytes:
    tasks = json.loads(path.read_bytes())
    for number, task in enumerate(tasks, 1):
        result = [region for one in task.pop("predictions", []) for region in one["result"]]
        for key in ("verdict", "true_intent"):
            if key in answers:
                result = [region for region in result if region["from_name"] != key]
                result.append({"from_name": key, "type": "choices", "value": {"choices": [answers[key]]}})
        said = {"id": number, "completed_by": {"id": 1, "email": "ann"}, "result": result, "was_cancelled": False}
        task |= {"id": number, "annotations": [said] if answers else []}
    return json.dumps(tasks).encode()


def argilla(path: Path, answers: Mapping[str, str]) -> bytes:
    records = []
    for record in json.loads(path.read_bytes()):
        flat = {"id": record["id"], "status": "completed", "_server_id": "s", **record["fields"], **record["metadata"]}
        for question in ("verdict", "true_intent", "true_slots", "note"):
            there = question in answers
            flat |= {
                f"{question}.responses": [answers[question]] if there else None,
                f"{question}.responses.users": ["ann"] if there else None,
                f"{question}.responses.status": ["submitted"] if there else None,
            }
        records.append(flat)
    return json.dumps(records).encode()


def doccano(path: Path, answers: Mapping[str, str]) -> bytes:
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        example = json.loads(line)
        cats = [answers["true_intent"]] if "true_intent" in answers else example["cats"]
        verdict = [f"verdict:{answers['verdict']}"] if "verdict" in answers else []
        rows.append({"id": number, **example, "cats": [*cats, *verdict], "Comments": []})
    return jsonl(rows)


def prodigy(path: Path, answers: Mapping[str, str]) -> bytes:
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        task = json.loads(line)
        accept = [answers["true_intent"]] if "true_intent" in answers else task["accept"]
        verdict = [f"verdict:{answers['verdict']}"] if "verdict" in answers else []
        rows.append({
            **task, "accept": [*accept, *verdict], "answer": "accept" if answers else "ignore",
            "_task_hash": number, "_timestamp": 1_790_000_000 + number, "_annotator_id": "ann",
        })  # fmt: skip
    return jsonl(rows)


def delimited(delimiter: str) -> Fill:
    def fill(path: Path, answers: Mapping[str, str]) -> bytes:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=delimiter))
        written = io.StringIO()
        writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows({**row, **answers, "annotator": row["annotator"] or "ann"} for row in rows)
        return written.getvalue().encode()

    return fill


def excel(path: Path, answers: Mapping[str, str]) -> bytes:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        columns = {cell.value: cell.column for cell in sheet[1]}
        for number in range(2, sheet.max_row + 1) if "verdict" in columns else ():
            for key, word in answers.items():
                sheet.cell(number, columns[key]).value = word
            who = sheet.cell(number, columns["annotator"])
            who.value = who.value or "ann"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def json_lines(path: Path, answers: Mapping[str, str]) -> bytes:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return jsonl([{**row, **answers, "annotator": row["annotator"] or "ann"} for row in rows])


def parquet(path: Path, answers: Mapping[str, str]) -> bytes:
    stream = io.BytesIO()
    pd.read_parquet(path).assign(**answers, annotator="ann").to_parquet(stream)
    return stream.getvalue()


TOOLS: Final[dict[str, tuple[str, Fill]]] = {
    "label-studio": ("json", label_studio),
    "argilla": ("json", argilla),
    "doccano": ("jsonl", doccano),
    "prodigy": ("jsonl", prodigy),
    "csv": ("csv", delimited(",")),
    "tsv": ("tsv", delimited("\t")),
    "xlsx": ("xlsx", excel),
    "jsonl": ("jsonl", json_lines),
    "parquet": ("parquet", parquet),
}


def there_and_back(returned: Returned, tool: str, answers: Mapping[str, str], *options: str) -> dict[str, Judgement]:
    """Export, fill in, import; return what holds then by utterance."""
    ending, fill = TOOLS[tool]
    sent = returned.desk.folder / f"sent.{ending}"
    warehouse = ("--warehouse", str(returned.warehouse))
    assert main(["export", "v1", "v2", "--format", tool, "-o", str(sent), *options, *warehouse]) == 0
    back = returned.desk.folder / f"back.{ending}"
    back.write_bytes(fill(sent, answers))
    report = returned.take(str(back), annotator="ann", names={"ann": "Ann"})
    assert [str(one) for one in report.rejections] == []
    return {one.utterance_id: one for one in returned.current()}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("prefill", [(), ("--prefill", "gold"), ("--prefill", "candidate")], ids=" ".join)
def test_a_verdict_comes_home_for_every_flip(returned: Returned, tool: str, prefill: tuple[str, ...]) -> None:
    found = there_and_back(returned, tool, {"verdict": "gold_wrong"}, *prefill)
    assert tuple(found) == BROKE
    assert {(one.annotator, one.verdict, one.derived) for one in found.values()} == {("Ann", "gold_wrong", False)}
    assert {(one.new_intent, one.new_slots) for one in found.values()} == {(None, None)}
    assert found["3"].folded_into == "2"
    assert len({one.export_id for one in found.values()}) == 1


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("prefill", [(), ("--prefill", "gold")], ids=" ".join)
def test_what_nobody_touched_says_nothing(returned: Returned, tool: str, prefill: tuple[str, ...]) -> None:
    assert there_and_back(returned, tool, {}, *prefill) == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_of_two_answers_without_names_the_right_one_is_found_again(returned: Returned, tool: str) -> None:
    found = there_and_back(returned, tool, {"verdict": "a_right"}, "--blind", "shuffled")
    assert tuple(found) == BROKE
    key = read_export(returned.warehouse, str(found["1"].export_id)).blind_key or ""
    for one in found.values():
        if answer_order(key, one.tool_row_id.split(" ")[0])[0] == "candidate":
            assert (one.verdict, one.new_intent) != ("candidate_wrong", GOLD[int(one.utterance_id) - 1]["intent"])
            assert one.verdict == "gold_wrong"
        else:
            assert (one.verdict, one.new_intent) == ("candidate_wrong", GOLD[int(one.utterance_id) - 1]["intent"])


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_right_is_said_without_seeing_any_answer(returned: Returned, tool: str) -> None:
    found = there_and_back(returned, tool, {"true_intent": "pause"}, "--blind", "hidden")
    assert tuple(found) == BROKE
    assert {(one.verdict, one.derived, one.new_intent) for one in found.values()} == {("gold_wrong", True, "pause")}


@pytest.mark.parametrize("tool", ["csv", "xlsx", "jsonl"])
def test_each_of_two_annotators_fills_in_a_copy(returned: Returned, tool: str) -> None:
    sent = returned.desk.folder / f"sent.{tool}"
    arguments = ["export", "v1", "v2", "-o", str(sent), "--overlap", "2", "--warehouse", str(returned.warehouse)]
    assert main(arguments) == 0
    sent.write_bytes(TOOLS[tool][1](sent, {"verdict": "unclear"}))
    report = returned.take(str(sent), names={"1": "Ann", "2": "Bo"})
    assert (report.n_new, report.n_rejected) == (8, 0)
    assert {one.annotator for one in returned.current()} == {"Ann", "Bo"}


def test_a_slot_that_was_marked_comes_home_in_its_place(returned: Returned) -> None:
    answers = {"verdict": "gold_wrong", "true_slots": "🎵 spiel [artist : adele] 🎵 laut"}
    warehouse = ("--warehouse", str(returned.warehouse))
    sent = returned.desk.folder / "sent.csv"
    assert main(["export", "v1", "v2", "-o", str(sent), "--search", "adele", *warehouse]) == 0
    sent.write_bytes(delimited(",")(sent, answers))
    assert returned.take(str(sent)).n_new == 1
    assert [one.new_slots for one in returned.current()] == [(ADELE,)]
