"""Exports by verdict: what nobody judged yet goes to annotators, and the manifest makes that very list again later."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from tests.dashboard.exports_warehouse import read_lines, write_exports


@pytest.fixture
def warehouse(tmp_path: Path) -> str:
    return str(write_exports(tmp_path))


def export(warehouse: str, path: Path, *args: str) -> int:
    return main(["export", *args, "-o", str(path), "--warehouse", warehouse])


def judge(warehouse: str, items: list[dict[str, object]], path: Path) -> None:
    rows = [{**item, "verdict": "gold_wrong", "annotator": "Ann"} for item in items]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    assert main(["import-verdicts", str(path), "--warehouse", warehouse]) == 0


def test_the_next_batch_is_what_nobody_judged_and_can_be_made_again(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "all.jsonl", "v1", "v2") == 0
    items = read_lines(tmp_path / "all.jsonl")
    judge(warehouse, items[:2], tmp_path / "first.jsonl")

    assert export(warehouse, tmp_path / "next.jsonl", "v1", "v2", "--where", "verdict=") == 0
    left = [one["utterance_id"] for one in read_lines(tmp_path / "next.jsonl")]
    assert left == [one["utterance_id"] for one in items[2:]]

    judge(warehouse, read_lines(tmp_path / "next.jsonl")[:1], tmp_path / "second.jsonl")
    manifest = str(tmp_path / "next.manifest.json")
    assert export(warehouse, tmp_path / "again.jsonl", "--from-manifest", manifest) == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "next.jsonl").read_bytes()

    assert export(warehouse, tmp_path / "later.jsonl", "v1", "v2", "--where", "verdict=") == 0
    assert [one["utterance_id"] for one in read_lines(tmp_path / "later.jsonl")] == left[1:]


def test_what_was_found_wrong_can_be_handed_on(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "all.jsonl", "v1", "v2") == 0
    items = read_lines(tmp_path / "all.jsonl")
    judge(warehouse, items[:2], tmp_path / "first.jsonl")
    assert export(warehouse, tmp_path / "wrong.jsonl", "v1", "v2", "--where", "verdict=gold_wrong") == 0
    assert [one["text"] for one in read_lines(tmp_path / "wrong.jsonl")] == [one["text"] for one in items[:2]]


def test_an_export_that_asks_for_no_verdict_does_not_depend_on_them(warehouse: str, tmp_path: Path) -> None:
    assert export(warehouse, tmp_path / "all.jsonl", "v1", "v2") == 0
    judge(warehouse, read_lines(tmp_path / "all.jsonl")[:1], tmp_path / "first.jsonl")
    assert export(warehouse, tmp_path / "same.jsonl", "v1", "v2") == 0
    assert (tmp_path / "same.jsonl").read_bytes() == (tmp_path / "all.jsonl").read_bytes()
