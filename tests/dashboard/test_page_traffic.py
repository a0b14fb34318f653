"""The Traffic page over real tiny warehouses: figures, the list that must pass, what it says without traffic."""

import gzip
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from analysis.bands import BANDS
from analysis.must_pass import check_must_pass, most_frequent_rows
from analysis.traffic import TrafficCounts, count_traffic
from analysis.traffic_rates import estimate, n_effective
from dashboard import wording
from dashboard.components.must_pass_table import PAGE_SIZE, row_html
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.traffic_words import title_of
from loaders.comparison import comparison
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import EVIL, HOME, answers, gold_rows, quietly, write_locales, write_rows
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_locales(tmp_path_factory.mktemp("traffic"))


@pytest.fixture(autouse=True)
def _over(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))


@pytest.fixture(scope="module")
def whole(warehouse: Path) -> TrafficCounts:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        (part,) = count_traffic(opened.pairs(), "frame")
    return part.counts


def test_title_sentence_and_tiles_come_from_the_numbers(whole: TrafficCounts) -> None:
    app = open_page("traffic")
    said = text_of(html_of(app))
    assert app.title[0].value == title_of(whole)
    unique, traffic = estimate(whole.unweighted())["nfr"], estimate(whole)["nfr"]
    assert f"{wording.percent(unique.value, 2)} of the utterances broke (42 of {whole.whole.n})" in said
    assert f"{wording.percent(traffic.value, 2)} of the requests" in said
    assert "Effective size (Kish) " + wording.count(round(n_effective(whole))) in said
    assert "too few" in said or "95 %: " in said


def test_another_unit_is_counted() -> None:
    assert open_page("traffic", unit="slots").title[0].value == "Nothing broke, however often it is asked."


def test_the_bands_stand_from_head_to_tail_and_hold_everything(whole: TrafficCounts) -> None:
    html = html_of(open_page("traffic"))
    places = [html.index(f'<th scope="row">{band}</th>') for band in BANDS]
    assert places == sorted(places)
    sizes = [int(html[place:].split("<td>")[1].split("<")[0].replace(",", "")) for place in places]
    assert sum(sizes) == whole.whole.n


@pytest.mark.parametrize("unit", ["frame", "intent"])
def test_what_broke_in_a_band_leads_to_as_many_utterances(unit: str) -> None:
    linked = re.findall(r'href="flips\?([^"]*)"[^>]*>([\d,]+)</a>', html_of(open_page("traffic", unit=unit)))
    assert linked
    for query, n in linked:
        assert re.search(rf"<h1>{n} utterances? broke", html_of(open_page("flips", **parse_qs(unescape(query)))))


def test_bands_that_a_set_names_itself_are_not_listed_as_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gold, warehouse = gold_rows(), Warehouse(tmp_path / "warehouse")
    rows = [row | {"frequency_band": "head"} for row in gold]
    add_evalset(warehouse, "own", [write_rows(tmp_path / "gold.jsonl", rows)], EvalsetOptions(), quietly)
    for name in ("v1", "v2"):
        files = [write_rows(tmp_path / f"{name}.jsonl", answers(gold, candidate=name == "v2"))]
        add_run(warehouse, name, files, "own", RunOptions(), quietly)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse.path))
    assert 'href="flips' not in html_of(open_page("traffic"))


def failures_of(warehouse: Path, n: int) -> Any:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        return check_must_pass(opened.pairs(), most_frequent_rows(opened.pairs(), n))


def test_each_failure_of_the_most_frequent_leads_to_its_utterance(warehouse: Path) -> None:
    app = open_page("traffic")
    result = failures_of(warehouse, 10)
    links = [query for label, query in links_of(app) if "row" in query]
    assert [query["row"] for query in links] == [[str(failure.row)] for failure in result.failures[:PAGE_SIZE]]
    assert links[0]["locale"] == [result.failures[0].locale]
    assert f"✕ {len(result.failures)} of 30 utterances on the list do not pass" in text_of(html_of(app))
    broke = [label for label, query in links_of(app) if "row" in query and "outcome" not in query]
    assert len(broke) == sum(failure.broke for failure in result.failures[:PAGE_SIZE]) > 0


def test_a_link_or_the_field_says_how_many(warehouse: Path) -> None:
    app = open_page("traffic", top="2")
    assert "of 6 utterances on the list" in text_of(html_of(app))
    app.number_input(key="top").set_value(20).run()
    assert not app.exception
    assert f"✕ {len(failures_of(warehouse, 20).failures)} of 60 utterances" in text_of(html_of(app))


@pytest.mark.parametrize("top", ["<b>", "-3", "999999999999"])
def test_a_senseless_number_in_a_link_is_the_default(top: str) -> None:
    assert "of 30 utterances on the list" in text_of(html_of(open_page("traffic", top=top)))


def upload(name: str, content: bytes) -> AppTest:
    app = open_page("traffic")
    app.file_uploader(key="must_pass_list").upload(name, content).run()
    assert not app.exception, app.exception
    return app


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", b"utterance_id,locale\nu2,en-US\nu5,en-US\n"),
        ("list.txt", b"play song 2 in en-US\nPLAY song 5 in en-US\n"),
        (
            "list.jsonl.gz",
            gzip.compress(b'{"utterance_id": "u2", "locale": "en-US"}\n{"text": "play song 5 in en-US"}', mtime=0),
        ),
    ],
)
def test_a_list_of_ones_own_takes_the_place_of_the_most_frequent(name: str, content: bytes) -> None:
    app = upload(name, content)
    assert "✓ 2 utterances on the list, every one passes." in text_of(html_of(app))
    assert app.number_input(key="top").disabled


def test_entries_that_are_not_there_are_named(warehouse: Path) -> None:
    said = text_of(html_of(upload("list.csv", f"utterance_id,locale\nu2,en-US\n{EVIL},en-US\n".encode())))
    assert "✕ 1 of 2 utterances on the list does not pass : 1 not in the evaluation set." in said
    assert "line 3: &#x27;&lt;img src=x" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("list.csv", b"id\nu2\n", "line 2: neither an utterance_id nor a text"),
        ("../../<b>.txt", b"\xff\xfe", "UTF-16"),
        ("list.jsonl", b"[1]", "a JSON array"),
        ("list.csv", b"utterance_id\nnobody\n", "none of its 1 entries is in evalset"),
    ],
)
def test_a_damaged_list_is_one_line_that_names_it(name: str, content: bytes, said: str) -> None:
    app = upload(name, content)
    (error,) = app.error
    shown = error.value.replace("\\", "")
    assert said in shown
    assert name in shown
    assert "/tmp" not in shown


def test_html_of_the_data_is_escaped() -> None:
    shown = html_of(open_page("traffic", top="60"))
    assert EVIL not in shown
    assert HOME not in shown
    row = {"row": 1, "locale": HOME, "text": EVIL, "frequency": 3, "error": "<i>x</i> → y"}
    assert "<img" not in row_html(row)
    assert "<i>" not in row_html(row)
    assert "<b>home" not in row_html(row)


def test_further_failures_are_on_further_pages() -> None:
    app = open_page("traffic", top="1000")
    said = text_of(html_of(app))
    assert f"1 to {PAGE_SIZE} of " in said
    (pages,) = app.main.get("pagination")
    assert pages is not None


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse whose evaluation set has no frequencies."""
    folder = tmp_path_factory.mktemp("flat")
    warehouse = Warehouse(folder / "warehouse")
    gold = [{key: value for key, value in row.items() if key != "frequency"} for row in gold_rows()]
    add_evalset(warehouse, "tiny", [write_rows(folder / "gold.jsonl", gold)], EvalsetOptions(), quietly)
    for name in ("v1", "v2"):
        files = [write_rows(folder / f"{name}.jsonl", answers(gold, candidate=name == "v2"))]
        add_run(warehouse, name, files, "tiny", RunOptions(), quietly)
    return warehouse.path


def test_without_frequencies_it_says_what_to_load(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(flat))
    app = open_page("traffic")
    assert app.title[0].value == "How often is each utterance asked?"
    assert any("--column frequency=" in code.value for code in app.code)
    assert "upload a list" in text_of(html_of(app))
    app.file_uploader(key="must_pass_list").upload("list.txt", b"play song 2 in en-US\n").run()
    assert "✓ 1 utterance on the list, every one passes." in text_of(html_of(app))
