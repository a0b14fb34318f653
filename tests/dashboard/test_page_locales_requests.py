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
        ("all", f"{N_REQUESTS} requests; most traffic first"),
        (
            "broke in one, not the other",
            f"{N_BROKEN_IN_GERMAN - 1} requests of {N_REQUESTS} broke in de-DE, not in en-US",
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


def test_the_pair_can_be_turned_round() -> None:
    app = open_page("locales", locales=list(LOCALES), broke_in="ar-SA", held_in="de-DE")
    assert "0 requests of 60 broke in ar-SA, not in de-DE" in text_of(html_of(app))
    app.selectbox(key="held_in").set_value("en-US").run()
    assert "1 request of 60 broke in ar-SA, not in en-US" in text_of(html_of(app))


def test_each_outcome_opens_its_utterance(warehouse: Path) -> None:
    app = open_page("locales", locales=list(PAIR), requests="broke everywhere")
    opening = [query for label, query in links_of(app) if label.startswith("✓ ✕ **broke**")]
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        rows = opened.con.execute("SELECT row FROM pairs WHERE parallel_id = 'p1' AND locale <> 'ar-SA'").fetchall()
    assert [(query["locale"], query["row"]) for query in opening] == [
        ([locale], [str(row)]) for locale, (row,) in zip(PAIR, rows, strict=True)
    ]


def test_an_outcome_is_opened_within_its_list() -> None:
    links = links_of(open_page("locales", locales=list(PAIR)))
    (fixed,) = (query for label, query in links if label == "✕ ✓ **fixed** *in en\\-US*")
    assert fixed["outcome"] == ["positive_flip"]
    assert all(query["outcome"] == ["both_correct"] for label, query in links if label.startswith("✓ ✓"))


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
        assert ("<small" in shown) == (locale == "en-US")
