"""Every hostile text on the Flips page: shown as text in list and detail, none obeyed, none endless."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.figures.visible import is_control
from tests.dashboard.hostile_warehouse import HOSTILE, LONG_WORD, write_hostile
from tests.dashboard.opened_page import html_of, open_page, row_html, rows_of

TAG = re.compile(r"</?([a-z0-9]+)")
OURS = {"a", "b", "bdi", "br", "caption", "del", "details", "div", "h1", "h2", "h3", "li", "mark", "p", "small", "span"}
OURS |= {"summary", "table", "tbody", "td", "th", "tr", "ul"}
ROWS = {name: str(row) for row, name in enumerate(HOSTILE)}


@pytest.fixture(scope="module")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile"))


def opened(warehouse: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> AppTest:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    return open_page("flips", sort="row", row=ROWS[name])


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_markup_or_turns_the_page(
    name: str, hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(hostile_warehouse, monkeypatch, name)
    html = html_of(app)
    title = re.findall("<h1>.*?</h1>", html)
    assert set(TAG.findall(html)) <= OURS
    assert not any(map(is_control, html.replace("\n", "")))
    assert len(html) < 200_000
    assert title
    labels = [label for key in ("flip_rows", "flip_request_rows") for label in rows_of(app, key).values()]
    assert len(labels) >= len(HOSTILE)
    assert not any(is_control(character) for label in labels for character in label)
    assert max(map(len, labels)) < 1000


def test_rows_are_made_of_what_their_script_draws(hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = (Path(dashboard.__file__).parent / "static" / "row_list.js").read_text(encoding="utf-8")
    tags, attributes = (
        {name.lower() for name in re.findall('"(.+?)"', listed)}
        for listed in re.findall(r"const (?:TAGS|ATTRIBUTES) = (.*?);", script)
    )
    rows = " ".join(row_html(opened(hostile_warehouse, monkeypatch, "override")))
    assert set(TAG.findall(rows)) <= tags
    assert set(re.findall(r' ([a-z-]+)="', rows)) <= attributes


def test_a_long_text_is_cut_where_it_differs(hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = html_of(opened(hostile_warehouse, monkeypatch, "long"))
    rows = [row for row in html.split('<div class="flip-row')[2:] if LONG_WORD in row.split("flip-changes")[0]]
    assert len(rows) == 1
    assert re.search(r'<span class="cut"[^>]*>…[\d,]+</span>', rows[0])
    lanes = html.split('<div class="lane ')[1:]
    assert all(f"{LONG_WORD}<small>" in lane for lane in lanes)
    assert "Whole text, 4,911 characters" in html


def test_marks_stand_around_whole_characters(hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, whole in (("emoji", "🇩🇪"), ("hindi", "क्षमा"), ("arabic", "غدا")):
        html = html_of(opened(hostile_warehouse, monkeypatch, name))
        assert f'<mark class="slot same">{whole}<small>' in html
        assert f'<mark class="slot lost">{whole}<small>' in html


def test_a_control_character_is_a_token_with_its_name(hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    html = html_of(opened(hostile_warehouse, monkeypatch, "override"))
    assert 'title="Right-to-left override">RLO</span>moc.live' in html


def test_the_others_that_lost_the_same_slot_are_counted(
    hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(hostile_warehouse, monkeypatch, "override")
    label = app.button("flip_more_slot_missing").label.replace("\\", "")
    assert label == "3 more in en-US broke this way, all at <i>place"
