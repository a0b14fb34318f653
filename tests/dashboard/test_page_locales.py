"""The Locales page over a real tiny warehouse: its sentence, its columns, and the ways to the flips."""

from pathlib import Path

import pytest

from analysis.breakdown import break_down_by
from analysis.intervals import tango
from analysis.locale_difference import compare_two_locales
from analysis.locales import compare_locales
from analysis.slot_errors import count_slot_errors
from analysis.slot_metrics import semer
from analysis.tests_of_change import ALPHA
from dashboard import wording
from dashboard.components.locale_headline import lede_of, limits_of, title_of
from dashboard.components.locale_picker import default_locales, totals_of
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


def test_the_title_comes_from_the_tested_difference() -> None:
    app = open_page("locales")
    assert app.title[0].value == "de-DE broke where en-US held."
    said = text_of(html_of(app))
    assert "On the same 60 requests frame NFR is 66.7 % in de-DE against 1.7 % in en-US" in said
    # Of 60 shared requests 40 broke in German and one of them in English too.
    limits = limits_of(tango(39, 0, 60))
    assert f"a difference of 65.0 pp (95 % CI {limits}, paired by request , p &lt; 0.001 )." in said
    assert "39 broke in de-DE alone, 0 in en-US alone." in said
    assert "picked as the most and the least broken of 3 locales; allowing for all 3 pairs, p &lt; 0.001." in said


def test_two_that_a_person_chose_are_one_test() -> None:
    said = text_of(html_of(open_page("locales", locales=["en-US", "de-DE"])))
    assert "a difference of −65.0 pp" in said
    assert "picked as" not in said


def test_what_could_be_chance_is_said_to_be() -> None:
    app = open_page("locales", a="en-US", b="ar-SA")
    assert app.title[0].value == "No clear difference between en-US and ar-SA."
    said = text_of(html_of(app))
    assert "On the same 30 requests frame NFR is 3.3 % in en-US against 3.3 % in ar-SA" in said
    assert "a difference of 0.0 pp, which could be chance (95 % CI" in said
    assert "In none of 1 domain is the difference" in said


def test_the_locale_that_broke_most_stands_beside_the_one_that_broke_least() -> None:
    assert open_page("locales").multiselect(key="locales").value == ["de-DE", "en-US", "ar-SA"]


def test_a_column_shows_what_the_analysis_counts(warehouse: Path) -> None:
    said = text_of(html_of(open_page("locales", locales=["en-US", "ar-SA"])))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        compared = compare_locales(opened.pairs(), ["en-US", "ar-SA"])
    for locale in compared.locales:
        counts = compared.totals[locale]
        letter = "AB"[compared.locales.index(locale)]
        assert f"{locale} {letter} {wording.points(0.0)} net {counts.n} utterances" in said
        assert wording.percent(counts.n_negative_flips / counts.n) in said


def test_a_column_shows_semer_before_and_after(warehouse: Path) -> None:
    said = text_of(html_of(open_page("locales", locales=["de-DE", "en-US"])))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        german = next(
            part for part in count_slot_errors(opened.pairs(), by=("locale",)) if part.values["locale"] == "de-DE"
        )
    before, after = semer(german.baseline), semer(german.candidate)
    assert (before, after) == (0, 40 / 62)
    assert f"SemER {wording.percent(after)} from {wording.percent(before)}" in said


def test_domains_that_differ_beyond_chance_are_named(warehouse: Path) -> None:
    said = text_of(html_of(open_page("locales")))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        tested = compare_two_locales(opened.pairs(), "de-DE", "en-US", by="domain")
    assert all((one.q_value or 1) < ALPHA for _, one in tested.slices)
    assert "▼ de-DE broke more than en-US in 2 of 2 domains, beyond chance:" in said
    assert "▲ de-DE broke more than en-US in 2 of 2 domains" in text_of(html_of(open_page("locales", a="en-US")))


def test_a_and_b_are_chosen_and_swapped() -> None:
    app = open_page("locales")
    assert (app.selectbox(key="a").value, app.selectbox(key="b").value) == ("de-DE", "en-US")
    app.selectbox(key="b").set_value("ar-SA").run()
    assert app.title[0].value == "de-DE broke where ar-SA held."
    app.button(key="swap_locales").click().run()
    assert not app.exception
    assert (app.selectbox(key="a").value, app.selectbox(key="b").value) == ("ar-SA", "de-DE")
    assert app.title[0].value == "de-DE broke where ar-SA held."
    assert "requests of 60 broke in ar-SA (A), not in de-DE (B)" in text_of(html_of(app)).replace(
        "1 request ", "requests "
    )


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
    assert "This verdict, and the choice of the two, count each utterance once; of traffic, as below, NFR is" in said
    said = text_of(html_of(open_page("locales", count="traffic", a="de-DE", b="ar-SA")))
    assert "This verdict counts each utterance once; of traffic, as below, NFR is" in said
    assert "requests (traffic)" in said


def test_the_two_are_picked_by_what_the_verdict_counts(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        by_utterances, by_traffic = (
            default_locales(totals_of(break_down_by(opened.pairs(), "frame", ["locale"], weight)))[:2]
            for weight in (None, "frequency")
        )
    assert by_utterances != by_traffic
    for count in ("utterances", "traffic"):
        app = open_page("locales", count=count)
        assert [app.selectbox(key=key).value for key in ("a", "b")] == by_utterances


def test_another_unit_is_said() -> None:
    app = open_page("locales", unit="slots")
    assert app.title[0].value == "Nothing broke in ar-SA and en-US."


@pytest.mark.parametrize("order", [("de-DE", "en-US"), ("en-US", "de-DE")])
def test_the_title_names_the_worse_first_and_the_sentence_keeps_a_and_b(
    warehouse: Path, order: tuple[str, str]
) -> None:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        tested = compare_two_locales(opened.pairs(), *order)
    assert title_of(tested) == "de-DE broke where en-US held."
    assert lede_of(tested).index(order[0]) < lede_of(tested).index(order[1])
