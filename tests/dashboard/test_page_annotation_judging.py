"""Is this label right? Judgements on the page Annotation, corrections that make a revision, golds for annotators."""

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import gold_correction, gold_correction_revision, suspect_export, written_notes
from dashboard.components.gold_correction_revision import next_name
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.exports.gold import gold_request
from dashboard.judged import read_said_of_gold
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.formats.slots import Slot
from loaders.judgement import Judgement, gold_of, pair_of
from loaders.judgements import record
from loaders.notes import FILE_NAME
from loaders.stored import read_stored
from loaders.warehouse import Warehouse
from tests.dashboard.opened_page import html_of, open_page, text_of
from tests.dashboard.opened_suspects import labels_of, open_suspects
from tests.dashboard.suspects_warehouse import write_suspects

WRONG: dict[str, str | list[str]] = {"show": "all", "row": "6"}
"""Labelled `stop` where a detector, and everybody else, says `play`."""
EVIL = "<img src=x onerror=alert(1)> *b* $x$"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suspects(tmp_path_factory.mktemp("labels"))


@pytest.fixture
def warehouse(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """A warehouse of its own for each test: what is said stays in it."""
    path = tmp_path / "warehouse"
    shutil.copytree(written, path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return Warehouse(path)


def said(warehouse: Warehouse) -> dict[str, tuple[Judgement, ...]]:
    found = read_said_of_gold(warehouse.path, warehouse.evalset("labels").fingerprint)
    return {f"{locale} {utterance_id}": judgements for (locale, utterance_id), judgements in found.items()}


def judge(app: AppTest, button: str, name: str = "") -> None:
    if name:
        app.text_input("gold_name").input(name)
    app.button(f"judge_{button}").click().run()
    assert not app.exception


def test_a_judgement_needs_a_name_and_belongs_to_no_run(warehouse: Warehouse) -> None:
    app = open_suspects()
    judge(app, "gold_right")
    assert "Write your name below the buttons" in app.error[0].value
    assert said(warehouse) == {}
    judge(app, "gold_right", " Ann ")
    assert not app.error
    ((one,),) = said(warehouse).values()
    assert (one.annotator, one.verdict, one.new_intent, one.new_slots) == ("Ann", "gold_right", None, None)
    assert one.pair == gold_of(warehouse.evalset("labels"))
    assert "✓ gold right gold right · Ann" in text_of(html_of(app))


def test_the_likelier_intent_is_accepted_at_once_and_undone(warehouse: Warehouse) -> None:
    app = open_suspects(**WRONG)
    assert app.button("judge_accept").label == "It is play"
    judge(app, "accept", "Ann")
    (((one,),),) = (said(warehouse).values(),)
    assert (one.utterance_id, one.verdict, one.new_intent) == ("r1", "gold_wrong", "play")
    assert "⚑ gold wrong gold wrong · right intent play · Ann" in text_of(html_of(app))
    app.button("gold_undo").click().run()
    assert said(warehouse) == {}
    assert app.button("gold_undo").disabled


def test_right_slots_are_marked_in_the_text(warehouse: Warehouse) -> None:
    app = open_suspects(row="13", show="all")
    text = str(app.text_area("gold_slots").value)
    assert "[" not in text
    app.text_area("gold_slots").input(f"[action : {text[:4]}]{text[4:]}!")
    judge(app, "gold_wrong", "Ann")
    assert "Right slots: the text without its brackets is not the text" in app.error[0].value.replace("\\", "")
    assert said(warehouse) == {}
    app.text_area("gold_slots").input(f"[action : {text[:4]}]{text[4:]}")
    app.selectbox("gold_intent").select("play")
    app.text_area("gold_note").input("see the guideline")
    judge(app, "gold_wrong")
    ((one,),) = said(warehouse).values()
    assert one.new_slots == (Slot("action", text[:4], 0, 4),)
    assert (one.new_intent, one.note) == ("play", "see the guideline")
    # The fields are the utterance's own again.
    assert (app.text_area("gold_slots").value, app.selectbox("gold_intent").value) == (text, None)
    assert app.text_area("gold_note").value == ""


def test_what_is_right_instead_goes_with_wrong_alone(warehouse: Warehouse) -> None:
    app = open_suspects()
    app.selectbox("gold_intent").select("play")
    judge(app, "unclear", "Ann")
    ((one,),) = said(warehouse).values()
    assert (one.verdict, one.new_intent) == ("unclear", None)


def test_a_verdict_on_the_flip_is_shown_and_no_majority_is_unclear(warehouse: Warehouse) -> None:
    with comparison(warehouse, "v1", "v2") as opened:
        pair = pair_of(opened)
        text = next(row[0] for row in opened.utterances().filter("utterance_id = 'r1' AND locale = 'en-US'")
                    .project("text").fetchall())  # fmt: skip
    record(warehouse.path, [Judgement(pair, "en-US", "r1", text_sha(text), EVIL, "gold_wrong", note=EVIL)])
    app = open_suspects(**WRONG)
    html = html_of(app)
    assert "⚑ gold wrong gold wrong" in text_of(html)
    assert "<img" not in html
    judge(app, "gold_right", "Ann")
    assert "? unclear" in text_of(html_of(app))


def test_who_may_only_look_sees_and_cannot_judge(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_suspects()
    for module in (gold_correction, written_notes, suspect_export, gold_correction_revision):
        monkeypatch.setattr(module, "may_write", lambda: False)
    # A button that was shown before the right was taken away writes nothing either.
    judge(app, "gold_wrong", "Ann")
    assert "You may look, but not judge" in app.error[0].value
    assert not (warehouse.path / FILE_NAME).exists()
    assert not [one for one in app.button if str(one.key).startswith("judge_")]
    assert "Nobody judged this label yet. You may look, but not judge." in [one.value for one in app.caption]


def test_corrections_make_a_revision_that_names_its_parent(warehouse: Warehouse) -> None:
    app = open_suspects(**WRONG)
    judge(app, "accept", "Ann")
    app.session_state["gold_revision"] = True
    app.run()
    told = text_of(html_of(app))
    assert "1 label to correct: en-US play en-US thing 1 : stop → play" in told
    assert app.text_input("revision_name").value == "labels-2"
    app.button("FormSubmitter:revision_form-Make the revision").click().run()
    assert not app.exception
    stored = read_stored(warehouse)
    (made,) = (one for one in stored.evalsets if one.name == "labels-2")
    assert made.parent is not None
    assert made.parent.name == "labels"
    assert {run.name for run in stored.runs if run.evalset == "labels-2"} == {"v1@labels-2", "v2@labels-2"}
    told = app.success[0].value.replace("\\", "").replace("\u2060", "")
    assert told == (
        "labels-2 is made from labels: 1 utterance has another label. Scored anew: v1@labels-2 and v2@labels-2."
    )
    # The set itself is as it was, and a name that is taken is refused.
    assert "Gold · stop" in text_of(html_of(app))
    app.text_input("revision_name").input("labels-2")
    app.button("FormSubmitter:revision_form-Make the revision").click().run()
    assert "labels-2" in app.error[0].value.replace("\\", "")
    again = open_page("annotation", evalset="labels-2", baseline="v1@labels-2", candidate="v2@labels-2", **WRONG)
    while again.title:
        again.run()
    assert "Gold · play" in text_of(html_of(again))


def test_a_revision_is_offered_under_the_next_name() -> None:
    assert [next_name(name) for name in ("a", "a-2", "a-9-b", "a-099")] == ["a-2", "a-3", "a-9-b-2", "a-100"]


def test_no_corrections_say_how_to_make_some(warehouse: Warehouse) -> None:
    app = open_suspects()
    app.session_state["gold_revision"] = True
    app.run()
    assert any("There is none yet" in one.value for one in app.caption)


def test_what_is_listed_goes_to_annotators(warehouse: Warehouse) -> None:
    app = open_suspects(show="flagged")
    app.session_state["suspect_export"] = True
    app.run()
    app.selectbox("suspect_tool").select("jsonl")
    app.run()
    assert not app.exception
    (button,) = app.get("download_button")
    assert button.proto.label == f"{len(labels_of(app))} golds for JSON lines"
    app.number_input(f"suspect_first_{len(labels_of(app))}").set_value(1)
    app.run()
    assert app.get("download_button")[0].proto.label == "1 gold for JSON lines"


def test_the_download_has_the_golds_in_their_order(warehouse: Warehouse) -> None:
    content = suspect_export.golds_archive("labels", gold_request("jsonl", [13, 2]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert sorted(archive.namelist()) == ["gold-labels.jsonl", "gold-labels.manifest.json"]
        rows = [json.loads(line) for line in archive.read("gold-labels.jsonl").decode().splitlines()]
    assert [(row["locale"], row["utterance_id"]) for row in rows] == [("fr-FR", "r2"), ("de-DE", "r3")]
