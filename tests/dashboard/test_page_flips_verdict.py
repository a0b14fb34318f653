"""A verdict on the Flips page: who may give it, what it records, how it is undone, and what everyone sees of it."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import flip_verdict, written_notes
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.judgement import JudgedPair, Judgement, pair_of
from loaders.judgements import read_current, read_history, record
from loaders.notes import FILE_NAME
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import EVIL, GOLD, write_warehouse
from tests.dashboard.opened_page import html_of, open_page, text_of

EVIL_ROW = next(row for row, gold in enumerate(GOLD) if gold["text"] == EVIL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("verdict"))


@pytest.fixture
def warehouse(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of its own for each test: what is said stays in it."""
    path = tmp_path / "warehouse"
    shutil.copytree(built, path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return path


def pair(warehouse: Path) -> JudgedPair:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        return pair_of(opened)


def said_elsewhere(warehouse: Path, row: int, annotator: str, verdict: str, **more: str) -> None:
    gold = GOLD[row]
    one = Judgement(
        *(pair(warehouse), gold["locale"], gold["utterance_id"], text_sha(gold["text"]), annotator, verdict),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )
    record(warehouse, [one])


def judge(app: AppTest, verdict: str, name: str = "") -> None:
    if name:
        app.text_input("verdict_name").input(name)
    app.button(f"verdict_{verdict}").click().run()
    assert not app.exception


def shown(app: AppTest) -> str:
    return text_of(html_of(app))


def test_a_verdict_needs_a_name_which_stays_for_the_session(warehouse: Path) -> None:
    app = open_page("flips", row="15")
    judge(app, "gold_wrong")
    assert "Write your name below the buttons" in app.error[0].value
    assert read_history(warehouse, pair(warehouse)) == ()
    judge(app, "gold_wrong", " Ann ")
    assert not app.error
    (one,) = read_current(warehouse, pair(warehouse))
    gold = GOLD[15]
    assert (one.annotator, one.verdict, one.tool, one.source_sha) == ("Ann", "gold_wrong", "flipscope", "")
    assert (one.locale, one.utterance_id, one.text_sha) == (
        gold["locale"],
        gold["utterance_id"],
        text_sha(gold["text"]),
    )
    app.button("flip_next").click().run()
    judge(app, "candidate_wrong")
    assert {one.annotator for one in read_current(warehouse, pair(warehouse))} == {"Ann"}
    assert app.text_input("verdict_name").value == "Ann"


def test_note_and_right_intent_go_along_once(warehouse: Path) -> None:
    app = open_page("flips", row="15")
    app.text_area("verdict_note").input("see the guideline")
    app.selectbox("verdict_intent").select("weather_query")
    judge(app, "gold_wrong", "Ann")
    (one,) = read_current(warehouse, pair(warehouse))
    assert (one.note, one.new_intent) == ("see the guideline", "weather_query")
    assert (app.text_area("verdict_note").value, app.selectbox("verdict_intent").value) == ("", None)
    assert "right intent weather_query · “ see the guideline ”" in shown(app)


def test_a_right_intent_is_no_part_of_another_verdict(warehouse: Path) -> None:
    app = open_page("flips", row="15")
    app.selectbox("verdict_intent").select("weather_query")
    judge(app, "candidate_wrong", "Ann")
    (one,) = read_current(warehouse, pair(warehouse))
    assert one.new_intent is None


def test_a_changed_mind_counts_and_undo_takes_it_back(warehouse: Path) -> None:
    app = open_page("flips", row="15")
    assert app.button("verdict_undo").disabled
    judge(app, "gold_wrong", "Ann")
    judge(app, "unclear")
    assert "? unclear unclear · Ann" in shown(app)
    assert "All that was said (2)" in shown(app)
    app.button("verdict_undo").click().run()
    assert "⚑ gold wrong gold wrong · Ann" in shown(app)
    app.button("verdict_undo").click().run()
    assert app.button("verdict_undo").disabled
    assert read_current(warehouse, pair(warehouse)) == ()
    assert "withdrew gold wrong" in shown(app)
    assert shown(app).count("(withdrawn)") == 2
    assert len(read_history(warehouse, pair(warehouse))) == 4


def test_what_another_says_is_there_after_the_next_click(warehouse: Path) -> None:
    app = open_page("flips", row="15")
    judge(app, "gold_wrong", "Ann")
    said_elsewhere(warehouse, 15, "Bo", "candidate_wrong")
    judge(app, "gold_wrong")
    assert "≠ no majority of 2" in shown(app)
    assert "candidate wrong · Bo" in shown(app)
    said_elsewhere(warehouse, 15, "Cy", "gold_wrong")
    app.run()
    assert "⚑ gold wrong 2 of 3" in shown(app)


def test_only_ones_own_verdict_can_be_undone(warehouse: Path) -> None:
    said_elsewhere(warehouse, 15, "Bo", "candidate_wrong")
    app = open_page("flips", row="15")
    app.text_input("verdict_name").input("Ann").run()
    assert app.button("verdict_undo").disabled
    app.text_input("verdict_name").input("bo").run()
    assert not app.button("verdict_undo").disabled


def test_whoever_may_only_look_sees_and_cannot_judge(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said_elsewhere(warehouse, 15, "Bo", "candidate_wrong", note="why")
    app = open_page("flips", row="15")
    for module in (flip_verdict, written_notes):
        monkeypatch.setattr(module, "may_write", lambda: False)
    # A button that was shown before the right was taken away writes nothing either.
    judge(app, "gold_wrong", "Ann")
    assert "You may look, but not judge" in app.error[0].value
    assert len(read_history(warehouse, pair(warehouse))) == 1
    assert not [button for button in app.button if str(button.key).startswith("verdict_")]
    assert "candidate wrong · “ why ” · Bo" in shown(app)
    app.button("flip_next").click().run()
    assert any("Nobody judged this flip yet" in caption.value for caption in app.caption)


def test_what_is_right_in_both_has_no_verdict(warehouse: Path) -> None:
    app = open_page("flips", row="1", outcome="all")
    assert not [button for button in app.button if str(button.key).startswith("verdict_")]


def test_names_notes_and_intents_are_text(warehouse: Path) -> None:
    said_elsewhere(warehouse, EVIL_ROW, EVIL, "gold_wrong", note=EVIL, new_intent=EVIL, tool=EVIL)
    said_elsewhere(warehouse, EVIL_ROW, EVIL, "unclear", note=EVIL)
    app = open_page("flips", row=str(EVIL_ROW))
    html = html_of(app)
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 5


def test_damaged_notes_are_said_and_the_page_stays(warehouse: Path) -> None:
    (warehouse / FILE_NAME).write_bytes(b"no database" * 100)
    app = open_page("flips", row="15")
    assert "is damaged" in app.error[0].value
    assert "Similar in words" in shown(app)


def test_the_list_is_filtered_by_verdict_and_follows_the_next_one(warehouse: Path) -> None:
    said_elsewhere(warehouse, 15, "Bo", "gold_wrong")
    app = open_page("flips", where="verdict=gold_wrong")
    assert shown(app).startswith("1 utterance broke, verdict gold wrong")
    assert app.button("flip_chip_verdict").label == "verdict\\: gold wrong"
    judge(app, "candidate_wrong", "Ann")
    assert shown(app).startswith("No utterance broke")
    app.button("flip_chip_verdict").click().run()
    assert not app.exception
    nobody = open_page("flips", where="verdict=")
    assert "verdict nobody judged it" in shown(nobody)
    assert not open_page("flips", where=["verdict=nonsense"]).exception


def test_other_filters_go_along_with_a_verdict(warehouse: Path) -> None:
    for row in (15, 16, 0):
        said_elsewhere(warehouse, row, "Bo", "gold_wrong")
    app = open_page("flips", where="verdict=gold_wrong", locale="en-US", q="song", cause="intent_changed")
    assert shown(app).startswith("2 utterances broke")
