"""The Locales page over a real tiny warehouse: its sentence, its columns, and the ways to the flips."""

from pathlib import Path

import pytest

from analysis.locales import compare_locales
from dashboard import wording
from dashboard.components.locale_headline import lede_of, title_of
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import EVIL, HOME, N_BROKEN_IN_GERMAN, write_locales
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_locales(tmp_path_factory.mktemp("locales"))


@pytest.fixture(autouse=True)
def _over(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))


def test_the_title_comes_from_the_numbers() -> None:
    app = open_page("locales")
    assert app.title[0].value == "de-DE got worse where en-US stayed even."
    said = text_of(html_of(app))
    assert "64.5 % in de-DE (40 of 62) against 1.7 % in en-US (1 of 60)" in said
    assert "a difference of 62.85 pp" in said


def test_the_locale_that_broke_most_stands_beside_the_one_that_broke_least() -> None:
    assert open_page("locales").multiselect(key="locales").value == ["de-DE", "en-US", "ar-SA"]


def test_a_column_shows_what_the_analysis_counts(warehouse: Path) -> None:
    said = text_of(html_of(open_page("locales", locales=["en-US", "ar-SA"])))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        compared = compare_locales(opened.pairs(), ["en-US", "ar-SA"])
    for locale in compared.locales:
        counts = compared.totals[locale]
        assert f"{locale} {wording.points(0.0)} net {counts.n} utterances" in said
        assert wording.percent(counts.n_negative_flips / counts.n) in said


def test_each_number_leads_to_its_flips() -> None:
    links = dict(links_of(open_page("locales")))
    view = {"evalset": ["tiny"], "baseline": ["v1"], "candidate": ["v2"]}
    assert links[f"{N_BROKEN_IN_GERMAN} broke"] == {**view, "locale": ["de-DE"]}
    fixed = [query for label, query in links_of(open_page("locales")) if label == "1 fixed"]
    assert {**view, "outcome": ["positive_flip"], "locale": ["ar-SA"]} in fixed


def test_a_transition_leads_to_its_flips_and_shows_markdown_as_it_stands() -> None:
    links = {label: query for label, query in links_of(open_page("locales")) if "→" in label}
    (german,) = (label for label, query in links.items() if query["locale"] == ["de-DE"])
    assert german == "**40** play\\_it → \\<i\\>ask\\<\\/i\\>"
    assert links[german]["where"] == ["baseline_intent=play_it", "candidate_intent=<i>ask</i>"]


def test_html_of_the_data_is_escaped() -> None:
    app = open_page("locales", locales=["de-DE", "en-US"])
    shown = html_of(app)
    assert EVIL not in shown
    assert HOME not in shown
    assert "&lt;img src=x" in shown


def test_traffic_counts_requests() -> None:
    said = text_of(html_of(open_page("locales", count="traffic")))
    assert "NFR of traffic" in said
    assert "requests (traffic)" in said


def test_another_unit_is_said() -> None:
    app = open_page("locales", unit="slots")
    assert app.title[0].value == "Nothing broke in these locales."


@pytest.mark.parametrize("order", [("de-DE", "en-US"), ("en-US", "de-DE")])
def test_title_and_sentence_keep_the_order_chosen(warehouse: Path, order: tuple[str, str]) -> None:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        compared = compare_locales(opened.pairs(), order)
    assert title_of(compared) == "de-DE got worse where en-US stayed even."
    assert lede_of(compared).index(order[0]) < lede_of(compared).index(order[1])
