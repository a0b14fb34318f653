"""The same request, locale by locale: which are listed, in pages, and where each outcome leads."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis.parallel import align_requests, broken_in, page_requests
from dashboard.components.locale_results import RequestPage
from dashboard.components.parallel_table import request_html
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import EVIL, LOCALES, N_BROKEN_IN_GERMAN, N_REQUESTS, write_locales
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of

PAIR = ("de-DE", "en-US")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_locales(tmp_path_factory.mktemp("requests"))


@pytest.fixture(autouse=True)
def _over(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))


def ids_of(app: AppTest) -> list[str]:
    rows = [element.proto.body for element in app.main.get("html") if '<div class="request">' in element.proto.body]
    return [text_of(row).split()[0].removeprefix("#") for row in rows]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("all", f"{N_REQUESTS} requests; most traffic over all locales shown first"),
        (
            "broke in A, not in B",
            f"{N_BROKEN_IN_GERMAN - 1} requests of {N_REQUESTS} broke in de-DE (A), not in en-US (B)",
        ),
        ("broke everywhere", f"1 request of {N_REQUESTS} broke in all 2 locales"),
        ("broke anywhere", f"{N_BROKEN_IN_GERMAN} requests of {N_REQUESTS} broke in at least one of these locales"),
    ],
)
def test_each_filter_says_what_it_leaves(wanted: str, said: str) -> None:
    assert said in text_of(html_of(open_page("locales", locales=list(PAIR), requests=wanted)))


def test_rows_are_those_of_the_analysis_page_by_page(warehouse: Path) -> None:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        requests = broken_in(align_requests(opened.pairs(), PAIR), *PAIR)
        expected = [request.parallel_id for request in page_requests(requests)]
    assert ids_of(open_page("locales", locales=list(PAIR))) == expected[:25]
    second = open_page("locales", locales=list(PAIR), requests_page="2")
    assert ids_of(second) == expected[25:]
    assert "26 to 39 of 39" in text_of(html_of(second))


def test_another_filter_starts_at_the_first_page() -> None:
    app = open_page("locales", locales=list(PAIR), requests="all", requests_page="3")
    assert "51 to 60 of 60" in text_of(html_of(app))
    app.segmented_control(key="requests").set_value("broke anywhere").run()
    assert not app.exception
    assert "1 to 25 of 40" in text_of(html_of(app))


def test_a_click_opens_the_request_side_by_side_and_another_closes_it(warehouse: Path) -> None:
    app = open_page("locales", locales=list(LOCALES), requests="broke anywhere")
    ids = ids_of(app)
    app.button(key=f"open_request_{ids.index('p1')}").click().run()
    assert not app.exception
    assert app.query_params["request"] == "p1"
    shown = html_of(app)
    assert shown.count('class="lane gold"') == 3
    assert [side for side in LOCALES if f'<div class="side-head"><b><bdi>{side}</bdi></b>' in shown] == list(LOCALES)
    app.button(key="close_request").click().run()
    assert "request" not in app.query_params
    assert 'class="lane gold"' not in html_of(app)


def test_each_side_leads_to_its_utterance_among_the_flips(warehouse: Path) -> None:
    app = open_page("locales", locales=list(PAIR), request="p1")
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        rows = opened.con.execute("SELECT row FROM pairs WHERE parallel_id = 'p1' AND locale <> 'ar-SA'").fetchall()
    found = [query for label, query in links_of(app) if label == "See it among the flips"]
    assert [(query["locale"], query["row"]) for query in found] == [
        ([locale], [str(row)]) for locale, (row,) in zip(PAIR, rows, strict=True)
    ]
    app = open_page("locales", locales=list(PAIR), request="p2")
    (held,) = (query for label, query in links_of(app) if label == "See it in the list")
    assert held["outcome"] == ["both_correct"]


def test_a_request_said_twice_stands_once_and_says_so() -> None:
    said = text_of(html_of(open_page("locales", locales=list(PAIR), request="p0")))
    assert "1 further utterance of it here." in said


def test_what_a_link_opens_is_shown_whatever_the_filter_leaves() -> None:
    app = open_page("locales", locales=list(PAIR), request="p50")
    assert "p50" not in ids_of(app)
    assert html_of(app).count('class="lane gold"') == 2
    app = open_page("locales", locales=list(PAIR), request="nosuch")
    assert "The request in the link is in none of these locales." in text_of(html_of(app))


def test_another_filter_closes_what_was_open() -> None:
    app = open_page("locales", locales=list(PAIR), request="p1")
    app.segmented_control(key="requests").set_value("all").run()
    assert "request" not in app.query_params


def test_html_in_what_is_open_is_escaped() -> None:
    shown = html_of(open_page("locales", locales=list(PAIR), request="p0"))
    assert EVIL not in shown
    assert shown.count("&lt;img src=x") > 3


def test_what_could_not_be_aligned_is_said() -> None:
    said = text_of(html_of(open_page("locales", locales=list(PAIR))))
    assert "1 utterance without a parallel_id left out and 1 utterance left out that repeat" in said
    said = text_of(html_of(open_page("locales", locales=["en-US", "ar-SA"])))
    assert "Every utterance of these locales stands for one request." in said


def test_a_request_is_isolated_escaped_and_says_whose_text_it_is(warehouse: Path) -> None:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        requests = page_requests(align_requests(opened.pairs(), ["ar-SA", "en-US"]), limit=100)
    arabic = next(request for request in requests if request.answers["ar-SA"])
    english = next(request for request in requests if request.parallel_id == "p0")
    texts = {answer.row: EVIL for request in (arabic, english) for answer in request.answers.values() if answer}
    page = RequestPage((arabic, english), texts)
    for request, locale in ((arabic, "ar-SA"), (english, "en-US")):
        shown = request_html(request, page.texts, ["ar-SA", "en-US"])
        assert f'<bdi dir="auto" lang="{locale}">&lt;img' in shown
        assert ('<span class="text"><small' in shown) == (locale == "en-US")
