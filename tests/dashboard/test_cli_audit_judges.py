"""`flipscope audit` says how far the judges of an evaluation set agree, in every format."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.alpha import measure_alpha
from dashboard.cli import main

Captured = pytest.CaptureFixture[str]
GRADES = ["44", "44", "43", "34", "444", "333", "4", "22", "11", "12"] * 3


@pytest.fixture
def warehouse(tmp_path: Path, capsys: Captured) -> str:
    """A set in two locales; judge n gives the n-th grade of an utterance, one of them unreadable, one of nobody."""
    cells: list[Any] = [[{"worker_id": i, "grammar_score": int(x)} for i, x in enumerate(grades)] for grades in GRADES]
    fixed = {"domain": "alarm", "intent": "alarm.set"}
    rows = [
        {"utterance_id": i, "locale": locale, "text": f"alarm {locale} {i}", "judgments": cell, **fixed}
        for locale in ("de-DE", "fr-FR")
        for i, cell in enumerate([*cells, "good", None])
    ]
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    held = str(tmp_path / "warehouse")
    assert main(["add-evalset", "judged", str(file), "--warehouse", held]) == 0
    capsys.readouterr()
    return held


def run(warehouse: str, capsys: Captured, *args: str) -> tuple[str, str]:
    assert main(["audit", "judged", *args, "--warehouse", warehouse]) == 0
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_the_json_has_each_question_of_what_is_kept(warehouse: str, capsys: Captured) -> None:
    whole = json.loads(run(warehouse, capsys, "--format", "json")[0])["meta"]["annotator_agreement"]
    german = json.loads(run(warehouse, capsys, "--format", "json", "--where", "locale=de-DE")[0])
    assert (whole["n_unreadable"], [one["locale"] for one in whole["questions"]]) == (2, ["de-DE", "fr-FR"])
    (found,) = german["meta"]["annotator_agreement"]["questions"]
    assert found == whole["questions"][0]
    assert (found["question"], found["n"], found["n_equal"], found["equal"]) == ("grammar_score", 27, 18, 18 / 27)
    assert (found["n_judges"], found["answers"]) == (3, {"4": 27, "3": 15, "1": 9, "2": 9})
    assert (found["n_raters"], found["n_fleiss"]) == (2, 21)
    alpha = measure_alpha(GRADES, "1234")
    assert alpha.interval is not None
    assert [found[f"graded_alpha{end}"] for end in ("", "_low", "_high")] == pytest.approx(
        [alpha.value, alpha.interval.low, alpha.interval.high]
    )
    assert found["krippendorff_alpha_low"] < found["krippendorff_alpha"] < found["graded_alpha"]
    assert (found["apart"]["judge"], found["apart"]["n"], found["apart"]["n_apart"]) == ("0", 27, 9)


def test_the_table_and_csv_tell_it_in_words(warehouse: str, capsys: Captured) -> None:
    shown, _ = run(warehouse, capsys)
    assert "How far the judges of these utterances agree" in shown
    assert "judge 0: 33.3 % of 27" in shown
    assert shown.splitlines()[-1].startswith("2 utterances left out")
    rows, beside = run(warehouse, capsys, "--format", "csv")
    assert "judge" not in rows
    assert "judges of fr-FR on grammar_score: utterances 27; all agree 66.7 %" in beside
