"""The Locales page with odd links and where there is little to compare."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.components.session import WAREHOUSE_VARIABLE
from tests.dashboard.locales_warehouse import write_locales
from tests.dashboard.opened_page import html_of, open_page, text_of


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_locales(tmp_path_factory.mktemp("edges"))


@pytest.mark.parametrize(
    "link",
    [
        {"locales": "xx-XX"},
        {"locales": ["<script>", "de-DE", "de-DE", "zz", "en-US"] * 9},
        {"requests": "everything", "a": "xx", "b": "de-DE", "requests_page": "-3"},
        {"requests_page": "9" * 30, "all_domains": "maybe"},
        {"requests": "broke everywhere", "requests_page": "2"},
        {"a": "de-DE", "b": "de-DE"},
        {"request": "<script>alert(1)</script>"},
    ],
)
def test_a_hostile_link_opens_the_page(link: dict[str, Any], usual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(usual))
    app = open_page("locales", **link)
    assert app.title[0].value == "de-DE broke where en-US held."


def test_one_locale_in_the_link_asks_for_another(usual: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(usual))
    app = open_page("locales", locales="de-DE")
    assert app.title[0].value == "Choose 2 to 6 locales to put them side by side"
    app.multiselect(key="locales").set_value(["de-DE", "ar-SA"]).run()
    assert not app.exception
    assert app.title[0].value == "de-DE broke where ar-SA held."


def test_a_single_locale_says_that_two_are_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path, locales=("de-DE",))))
    app = open_page("locales")
    assert app.title[0].value == "Two locales are needed here"
    assert "has utterances in de-DE alone" in app.markdown[0].value


def test_nothing_broke(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path, same=True)))
    app = open_page("locales")
    assert app.title[0].value == "Nothing broke in ar-SA and en-US."
    said = text_of(html_of(app))
    assert said.count("Nothing broke here.") == 3
    assert "0 requests of 60 broke in" in said
    assert [link.proto.label for link in app.main.get("page_link") if not link.proto.disabled] == []


def test_without_parallel_ids_a_note_says_how_to_add_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path, parallel=False)))
    app = open_page("locales")
    assert "`parallel_id`" in app.info[0].value
    said = text_of(html_of(app))
    assert "Frame NFR is 64.5 % of 62 utterances in de-DE against 1.7 % of 60 utterances in en-US" in said
    assert "two independent samples" in said
    assert "Not paired: no shared request by parallel_id" in said


def test_without_two_runs_the_next_step_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path, n_runs=1)))
    assert open_page("locales").title[0].value == "A comparison needs two runs"
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("locales").title[0].value == "Nothing is loaded yet"
