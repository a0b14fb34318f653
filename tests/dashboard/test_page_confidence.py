"""The Confidence page: its sentence, its numbers, and what it says where a run has no confidence."""

from pathlib import Path

import pytest

from analysis.calibration import reliability
from analysis.gold_swing import count_swings
from dashboard import wording
from dashboard.components.confidence_words import lede_of, shift_line, swing_table, title_of
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.state import View
from loaders.comparison import comparison
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.schema import ROLES
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import answers, gold_rows, quietly, write_locales, write_rows
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of

EVIL = "<i>v2</i>"


def write_partly_sure(folder: Path, sure_run: int) -> Path:
    """Two runs, of which one alone says how sure it is, and not always."""
    warehouse = Warehouse(folder / "warehouse")
    gold = gold_rows(("de-DE", "en-US"))
    add_evalset(warehouse, "tiny", [write_rows(folder / "gold.jsonl", gold)], EvalsetOptions(), quietly)
    for run in (0, 1):
        said = answers(gold, candidate=run == 1)
        if run == sure_run:
            said = [row | ({"confidence": 0.8} if i else {}) for i, row in enumerate(said)]
        add_run(warehouse, f"v{run + 1}", [write_rows(folder / f"{run}.jsonl", said)], "tiny", RunOptions(), quietly)
    return warehouse.path


def test_title_and_sentence_come_from_the_numbers(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    app = open_page("confidence")
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        before, after = (reliability(opened.pairs(), role) for role in ROLES)
    assert (before.ece or 0) > (after.ece or 1)
    assert app.title[0].value == "v2’s confidence is closer to its accuracy than v1’s."
    errors = [f"{100 * (found.ece or 0):.1f} pp" for found in (after, before)]
    assert f"{errors[0]} for v2 against {errors[1]} for v1 , judged by frame" in text_of(html_of(app))
    for index, found in enumerate((before, after)):
        assert f"right in {wording.percent(found.accuracy)} of 3,112 utterances" in app.main.caption[index].value
    assert len(app.main.get("plotly_chart")) == 4


def test_flips_are_counted_by_their_swing(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    app = open_page("confidence", unit="intent", count="traffic")
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        broke, fixed = count_swings(opened.pairs(), "intent", weight="frequency")
    said = text_of(html_of(app))
    for swing, word in ((broke, "broke"), (fixed, "fixed")):
        near, large = wording.count(swing.n_near_boundary), wording.count(swing.n_large_swing)
        assert f"{swing.n:,} {word} {near} " in said
        assert f" {large} {wording.percent(swing.n_large_swing / swing.n, 0)}" in said
    assert "slots alone" not in said
    assert "judged by intent" in said


def test_the_list_of_what_lost_confidence_is_one_click_away(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    ((_, query),) = links_of(open_page("confidence"))
    assert query == {"evalset": ["sample"], "baseline": ["v1"], "candidate": ["v2"], "sort": ["confidence_drop"]}


def test_without_any_confidence_the_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path)))
    app = open_page("confidence")
    assert app.title[0].value == "v1 and v2 give no confidence."
    assert "Give each of its predictions a `confidence` from 0 to 1" in app.main.markdown[0].value
    assert app.main.code[0].value == "flipscope add-run v2-confidence predictions.jsonl --evalset tiny"
    assert not app.main.get("plotly_chart")


@pytest.mark.parametrize(("sure_run", "silent", "n_figures"), [(0, "v2", 1), (1, "v1", 2)])
def test_one_run_alone_shows_what_it_can(
    sure_run: int, silent: str, n_figures: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_partly_sure(tmp_path, sure_run)))
    app = open_page("confidence")
    assert app.title[0].value == f"{silent} gives no confidence."
    assert f"add-run {silent}-confidence" in app.main.code[0].value
    assert "; 1 without a confidence left out." in app.main.caption[0].value
    assert len(app.main.get("plotly_chart")) == n_figures


def test_without_two_runs_the_next_step_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("confidence").title[0].value == "Nothing is loaded yet"


def test_words_where_there_is_little_to_say(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        found = reliability(opened.pairs(), "candidate")
    runs = (("v1", found), (EVIL, found))
    assert title_of(runs) == f"{EVIL} and v1 know equally well how sure to be."
    assert EVIL not in lede_of(runs)
    assert "share of the 0 that broke and of the 0 that were fixed." in shift_line(())
    assert swing_table((), View("set", "v1", "v2")).count("<tr>") == 1
