"""The Verdicts page over real tiny warehouses: its numbers are the command line's, its upload reports as it does."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import verdict_upload
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.verdict_queue import row_html
from dashboard.components.verdict_results import PAGE_SIZE
from loaders.judgements import last_recorded
from loaders.notes import FILE_NAME
from tests.dashboard.hostile import SNIPPETS
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of
from tests.loaders.tiny import Desk, jsonl
from tests.loaders.verdicts.returned import Returned, make_returned, row

VIEW = {"evalset": "e", "baseline": "v1", "candidate": "v2"}


@pytest.fixture
def returned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Returned:
    made = make_returned(Desk(tmp_path))
    made.export()
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(made.warehouse))
    return made


def test_before_anybody_judged_the_page_says_how_to_begin(returned: Returned) -> None:
    app = open_page("verdicts", **VIEW)
    assert app.title[0].value == "Nobody has judged these flips yet."
    assert [code.value for code in app.code] == [
        "flipscope export v1 v2 -o flips.xlsx",
        "flipscope import-verdicts flips.xlsx --annotator ann",
    ]
    assert "Bring verdicts back" in html_of(app)


def test_figures_tables_and_queue_come_from_the_numbers(returned: Returned) -> None:
    returned.take_rows([
        row("1", "gold_wrong", "Ann", true_intent="stop"), row("1", "candidate_wrong", "Bo"),
        row("2", "candidate_wrong", "Ann"), row("5", "candidate_wrong", "Ann"), row("6", "unclear", "Bo"),
    ])  # fmt: skip
    app = open_page("verdicts", **VIEW)
    said = text_of(html_of(app))
    assert app.title[0].value == "3 of 4 judged flips are the candidate's fault."
    assert (
        "4 of 5 negative flips judged (80.0 %), by 2 annotators in 5 judgements; 1 further judged utterance is" in said
    )
    assert "Candidate wrong 75.0 % 3 of 4 judged 95 %: 30.1 to 95.4" in said
    assert "no majority 1 25.0 %" in said
    assert "Equal verdicts on 0 of 1 item judged by two or more" in said
    assert "Krippendorff's α 1 0.00" in said
    assert "Ann 3 2 1 0 0 0" in said
    (link,) = [parameters for label, parameters in links_of(app) if label == "Open"]
    assert (link["row"], link["outcome"], link["locale"]) == (["0"], ["all"], ["de-DE"])


def test_another_unit_has_other_flips(returned: Returned) -> None:
    returned.take_rows([row("1", "gold_wrong")])
    app = open_page("verdicts", **VIEW, unit="intent")
    assert app.title[0].value == "No flip has a verdict yet."
    assert "1 further judged utterance is no negative flip by this unit" in text_of(html_of(app))


def upload(app: AppTest, returned: Returned, *files: tuple[str, bytes], annotator: str = "") -> AppTest:
    app.file_uploader(key="verdict_files").set_value([(name, content, "text/plain") for name, content in files])
    app.text_input(key="verdict_annotator").set_value(annotator)
    next(button for button in app.button if button.label == "Import").click().run()
    assert not app.exception
    return app


def test_an_uploaded_file_is_imported_and_reported_by_its_name(returned: Returned) -> None:
    rows = jsonl([row("1", "gold_wrong", ""), row("2", "", "")])
    app = upload(open_page("verdicts", **VIEW), returned, ("ann <b>.jsonl", rows), annotator="Ann")
    assert returned.verdicts() == [("1", "Ann", "gold_wrong")]
    assert [one.value for one in app.success] == ["1 new judgement, for 1 utterance\\."]
    html = html_of(app)
    assert "ann &lt;b&gt;.jsonl: 1 new judgement, for 1 utterance" in html
    assert "1 not filled in" in html
    assert ".upload" not in html
    assert app.title[0].value == "0 of 1 judged flip is the candidate's fault."
    app = upload(app, returned, ("again.jsonl", rows), annotator="Ann")
    assert "nothing new: the warehouse has all of it" in html_of(app)


def test_a_file_with_a_bad_row_leaves_no_trace_and_names_it(returned: Returned) -> None:
    bad = jsonl([row("1", "gold_wrong"), row("2", "maybe")])
    app = upload(open_page("verdicts", **VIEW), returned, ("back.jsonl", bad))
    assert [one.value for one in app.error] == ["Nothing was imported\\: 1 row rejected\\."]
    assert "back.jsonl line 2: verdict: &#x27;maybe&#x27; is none of" in html_of(app)
    assert returned.history() == ()
    app = upload(app, returned, ("cut.json", b"[{"))
    assert "cut\\.json line 1" in app.error[0].value


def test_without_a_file_nothing_is_tried(returned: Returned) -> None:
    app = open_page("verdicts", **VIEW)
    next(button for button in app.button if button.label == "Import").click().run()
    assert [one.value for one in app.error] == ["Choose a file first\\."]


def test_who_may_only_look_sees_no_upload_and_cannot_import(
    returned: Returned, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page("verdicts", **VIEW)
    monkeypatch.setattr(verdict_upload, "may_write", lambda: False)
    app = upload(app, returned, ("back.jsonl", jsonl([row("1", "gold_wrong")])))
    assert last_recorded(returned.warehouse) == 0
    app = open_page("verdicts", **VIEW)
    assert not app.file_uploader
    assert "You may look, but not import verdicts; ask whoever runs this dashboard." in [c.value for c in app.caption]


def test_damaged_notes_are_told_in_one_line(returned: Returned) -> None:
    (returned.warehouse / FILE_NAME).write_bytes(b"no database" * 500)
    app = open_page("verdicts", **VIEW)
    assert app.title[0].value == "The verdicts cannot be read"
    assert "damaged" in app.error[0].value


def test_a_long_queue_has_pages(returned: Returned, monkeypatch: pytest.MonkeyPatch) -> None:
    returned.take_rows([
        row(identity, verdict, who)
        for identity in ("1", "2", "4", "5", "6")
        for who, verdict in (("Ann", "gold_wrong"), ("Bo", "unclear"))
    ])  # fmt: skip
    assert PAGE_SIZE == 25
    monkeypatch.setattr("dashboard.components.verdict_results.PAGE_SIZE", 2)
    monkeypatch.setattr("dashboard.components.verdict_queue.PAGE_SIZE", 2)
    app = open_page("verdicts", **VIEW, queue_page="3")
    assert "5 to 5 of 5" in text_of(html_of(app))
    assert "1 to 2 of 5" in text_of(html_of(open_page("verdicts", **VIEW, queue_page="99")))


@pytest.mark.parametrize("text", SNIPPETS.values(), ids=SNIPPETS)
def test_texts_of_others_are_text(text: str) -> None:
    """In the row of a disagreement every value but numbers is somebody's text."""
    said: dict[str, Any] = {
        "annotator": text,
        "verdict": None,
        "true_intent": text,
        "true_slots": [{"name": text, "value": text, "start": None, "end": None}],
    }
    keys = dict.fromkeys(("locale", "text", "intent", "candidate_intent"), text)
    html = row_html({**keys, "n_traffic": 1, "about": "verdict", "row": 0, "verdicts": [said]})
    for mark in ("<script", "<img", "<svg", "<style", "<br", "data-evil=1>", "\u202e", "\x1b"):
        assert mark not in html
