"""The page Annotation shows how far the judges of a set agree, as the command line does; without any, nothing."""

import json
from html import unescape
from pathlib import Path

import pytest

from analysis.annotation.annotator_agreement import measure_annotator_agreement
from dashboard.components.judge_agreement import agreement_html
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.judge_words import cells_of
from loaders.comparison import comparison
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_lines
from tests.dashboard.opened_page import html_of, text_of
from tests.dashboard.opened_suspects import open_suspects
from tests.dashboard.suspects_warehouse import golds, write_suspects


def write_judged(folder: Path) -> Path:
    """Load golds that three judges looked at; one of them wrote no list."""
    rows = golds()
    for index, row in enumerate(rows):
        answers = {"8": 1, "b<i>x": 0 if index % 5 == 0 else 1, "9": 1}
        row["judgments"] = [{"worker_id": judge, "intent_score": answer} for judge, answer in answers.items()]
    rows[3]["judgments"] = "good"
    warehouse = Warehouse(folder / "warehouse")
    add_evalset(warehouse, "labels", [write_lines(folder / "gold.jsonl", rows)], EvalsetOptions(), lambda *_: None)
    for name in ("v1", "v2"):
        answers_of_run = [{name: row[name] for name in ("utterance_id", "locale", "intent", "slots")} for row in rows]
        file = write_lines(folder / f"{name}.jsonl", answers_of_run)
        add_run(warehouse, name, [file], "labels", RunOptions(), lambda *_: None)
    return warehouse.path


def test_the_table_is_what_the_command_line_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_judged(tmp_path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    shown = html_of(open_suspects(show="all"))
    with comparison(Warehouse(path), "v1", "v2") as opened:
        found = measure_annotator_agreement(opened.utterances())
    assert found is not None
    assert agreement_html(found) in shown
    told = unescape(text_of(shown))
    assert "Do the judges of these golds agree?" in told
    for question in found.questions:
        for cell in cells_of(question):
            assert cell in told, json.dumps(cells_of(question))
    assert "1 utterance left out" in told
    assert "b<i>x" in told
    assert "b<i>x" not in shown


def test_a_set_without_judges_has_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_suspects(tmp_path)))
    assert "Do the judges" not in html_of(open_suspects())
