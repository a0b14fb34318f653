"""Flips whose gold looks wrong: marked in the list, told in full, and a filter of list, count, download and export."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.session import WAREHOUSE_VARIABLE, current_warehouse
from dashboard.exports.choice import choose_items
from dashboard.exports.request import Request
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.audited_sample import broken_of, wait_for_audit, without_audit
from tests.dashboard.opened_page import html_of, open_page, row_html, rows_of, text_of

MARK = "⚑ gold looks wrong"


def listed(app: AppTest) -> set[int]:
    return set(map(int, rows_of(app, "flip_rows")))


@pytest.fixture
def audited(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    wait_for_audit(sample_warehouse, monkeypatch)
    return sample_warehouse


def test_what_looks_wrong_is_marked_with_its_reasons(audited: Path) -> None:
    app = open_page("flips", locale="it-IT", sort="row")
    expected = {row["row"]: row["suspect"] for row in broken_of(audited) if row["locale"] == "it-IT"}
    rows = dict(zip(map(int, rows_of(app, "flip_rows")), row_html(app), strict=False))
    assert {row: MARK in html for row, html in rows.items()} == expected
    assert len(set(expected.values())) == 2
    marked = next(html for html in rows.values() if MARK in html)
    assert "annotator a05 labelled" in marked


@pytest.mark.parametrize("value", ["suspect", "clean"])
def test_the_filter_keeps_list_count_and_export(audited: Path, value: str) -> None:
    app = open_page("flips", locale="it-IT", where=f"gold={value}")
    expected = {
        row["row"] for row in broken_of(audited) if row["locale"] == "it-IT" and row["suspect"] == (value == "suspect")
    }
    assert listed(app) == expected != set()
    words = {"suspect": "gold looks wrong", "clean": "gold clean"}[value]
    n = len(expected)
    assert text_of(html_of(app)).startswith(f"{n} utterances broke in it-IT , {words}")
    assert f"gold\\: {words.removeprefix('gold ')}" in [str(one.label) for one in app.button]
    request = Request("jsonl", where=(("locale", ("it-IT",)), ("gold", (value,))))
    with comparison(Warehouse(audited), "v1", "v2") as opened:
        choice = choose_items(current_warehouse().path, opened, request)
    assert sum(choice.rows.column("n_folded").to_pylist()) == n
    (download, *_) = [one for one in app.main.get("download_button") if "CSV" in str(one.proto.label)]
    assert str(download.proto.label) == f"{n} utterances as CSV"


def test_the_whole_is_both_parts(audited: Path) -> None:
    both = listed(open_page("flips", locale="it-IT", where=["gold=suspect", "gold=clean"]))
    assert both == listed(open_page("flips", locale="it-IT"))


def test_the_detail_has_one_voice(audited: Path) -> None:
    broken = broken_of(audited)
    suspect = next(row["row"] for row in broken if row["suspect"])
    told = text_of(html_of(open_page("flips", row=str(suspect))))
    assert "⚑ The gold looks wrong" in told
    assert "Is the gold right?" not in told
    assert told.count("The same request is") <= 1
    clean = [text_of(html_of(open_page("flips", row=str(row["row"])))) for row in broken[:6] if not row["suspect"]]
    for one in clean:
        assert "The gold looks wrong" not in one
        assert ("Is the gold right?" in one) == ("it counts as clean gold" in one)


def test_a_link_to_suspects_waits_for_whoever_asks_for_the_audit(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_audit(sample_warehouse, monkeypatch)
    app = open_page("flips", where="gold=suspect")
    assert [str(title.value) for title in app.title] == ["Is it the model, or the label?"]
    assert rows_of(app, "flip_rows") == {}
    assert any("looks wrong" in str(one.label) for one in app.button)
    assert "Look for golds that may be wrong" in [str(one.label) for one in app.button]


def test_without_an_audit_nothing_is_marked(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_audit(sample_warehouse, monkeypatch)
    app = open_page("flips", locale="it-IT")
    assert MARK not in html_of(app)
    assert "counts as clean gold" not in html_of(app)


def test_a_value_that_gold_cannot_have_is_left_out_with_a_note(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    without_audit(sample_warehouse, monkeypatch)
    app = open_page("flips", where="gold=mended")
    assert "it is suspect, clean or nothing" in str(app.warning[0].value).replace("\\", "")
    assert len(rows_of(app, "flip_rows")) == 25
