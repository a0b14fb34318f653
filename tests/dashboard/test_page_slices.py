"""The Slices page lists what the command lists, waits for nothing, and says what it could have found."""

import json
import threading
import time
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis.flips import count_rows
from analysis.frames import UnknownColumn
from analysis.intervals import wilson
from analysis.parts import Parts
from analysis.slice_cube import Condition
from analysis.slice_search import MAX_DEPTH, FoundSlice, SliceSearch, find_slices
from dashboard.cli import main
from dashboard.commands import slices_output
from dashboard.components import slice_jobs
from dashboard.components.overview_results import found_slices
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.slice_jobs import Query, search_job
from dashboard.components.slice_links import conditions_html, flips_of_slice
from dashboard.components.slice_list import row_html
from dashboard.components.slice_words import say_power, title_of
from dashboard.slice_pairs import pairs_with_bands, searched_columns
from loaders.comparison import Comparison, comparison
from loaders.warehouse import Warehouse
from tests.dashboard import flips_warehouse
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.opened_page import html_of, links_of, open_page, text_of

NOTHING_FOUND = SliceSearch("frame", ("locale",), 3, 30, 3_000, 120, 500, 500, ())


@pytest.fixture(autouse=True)
def _over(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))


def open_found(**link: str | list[str]) -> AppTest:
    """Open the page, and wait for its search as a reader does."""
    app = open_page("slices", **link)
    until = time.monotonic() + 60
    while app.title[0].value == "Searching for slices…" and time.monotonic() < until:
        app.run()
    assert not app.exception
    return app


def commanded(warehouse: Path, capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, Any]:
    assert main(["slices", "v1", "v2", *args, "--format", "json", "--warehouse", str(warehouse)]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize(
    ("args", "query"),
    [
        ((), Query("frame", (), 3)),
        (("--unit", "intent", "--depth", "2"), Query("intent", (), 2)),
        (("--columns", "locale", "--columns", "slots", "--depth", "1"), Query("frame", ("locale", "slots"), 1)),
    ],
)
def test_the_list_is_that_of_the_command_to_the_digit(
    sample_warehouse: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], query: Query
) -> None:
    wanted = commanded(sample_warehouse, capsys, *args)
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        columns = query.columns or searched_columns(opened)
        found = search_job(opened, Query(query.unit, columns, query.depth)).future.result()
        rows = [slices_output.as_row(one, opened.pairs().columns) | {"where": None} for one in found.slices]
    assert json.loads(json.dumps(rows)) == [row | {"where": None} for row in wanted["rows"]]
    assert list(found.columns) == wanted["meta"]["columns"]
    assert found.n_looked_at == wanted["meta"]["n_looked_at"]
    assert rows


def test_the_page_shows_what_the_command_prints(sample_warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = commanded(sample_warehouse, capsys)
    app = open_found()
    assert app.title[0].value.replace("\\", "") == (
        "It broke 6.3 times as often where domain is forecast and annotator is a05."
    )
    shown = text_of(html_of(app))
    assert f"of {wanted['meta']['n_looked_at']:,} looked at" in shown
    links = links_of(app)
    assert len(links) == len(wanted["rows"])
    for row, (label, query) in zip(wanted["rows"], links, strict=True):
        conditions = " ".join(f"{one['column']} {one['value']}" for one in row["conditions"])
        limits = f"{100 * row['nfr_low']:.1f} to {100 * row['nfr_high']:.1f}"
        assert f"{conditions} {row['n']} {100 * row['nfr']:.1f} % {limits} {row['times_rest']:.1f} ×" in shown
        assert label == f"List {row['n_negative_flips']}"
        assert {part for values in query.values() for part in values} >= {
            str(one["value"]) for one in row["conditions"] if one["column"] in ("locale", "domain")
        }


def test_columns_and_depth_are_in_the_link() -> None:
    app = open_found(columns=["locale", "no such column"], depth="1")
    assert app.multiselect(key="slice_columns").value == ["locale"]
    assert app.title[0].value.replace("\\", "") == "It broke 4.9 times as often where locale is de-DE."
    app.segmented_control(key="choice-depth").set_value("2").run()
    assert app.query_params["depth"] == "2"
    app.multiselect(key="slice_columns").set_value(["locale", "domain"]).run()
    assert app.query_params["columns"] == ["locale", "domain"]
    app.multiselect(key="slice_columns").set_value([]).run()
    assert "columns" not in app.query_params
    assert not app.exception


def test_json_documents_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    judged = [one | {"judged_*": [{"worker": 7}]} for one in flips_warehouse.GOLD]
    monkeypatch.setattr(flips_warehouse, "GOLD", judged)
    path = write_warehouse(tmp_path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    assert "Not searched: judged\\_\\*, which holds JSON documents." in [one.value for one in open_found().caption]
    meta = commanded(path, capsys)["meta"]
    assert (meta["columns_left_out"], "judged_*" in meta["columns"]) == (["judged_*"], False)
    assert main(["slices", "v1", "v2", "--warehouse", str(path)]) == 0
    assert "not searched, for JSON documents: judged_*; --columns searches them" in capsys.readouterr().out
    meta = commanded(path, capsys, "--columns", "judged_*")["meta"]
    assert (meta["columns_left_out"], meta["columns"]) == ([], ["judged_*"])


def test_nothing_broken_has_no_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path, same=True)))
    assert open_found().title[0].value == "Nothing broke, so there is no slice to find."


def test_where_none_stands_out_it_says_what_would_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path)))
    app = open_found()
    assert app.title[0].value == "No slice is far above the rest."
    assert "No slice stands out from the rest" in text_of(html_of(app))
    assert "No slice of 30 or more could have stood out among so few" in text_of(html_of(app))


def test_an_empty_warehouse_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("slices").title[0].value == "Nothing is loaded yet"


def test_very_many_utterances_are_searched_only_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slice_jobs, "AT_ONCE", 3_000)
    app = open_page("slices")
    assert app.title[0].value == "Where did it break far more than elsewhere?"
    assert "Searching 3,112 utterances takes about" in app.main.markdown[0].value
    app.button[0].click().run()
    until = time.monotonic() + 60
    while "Searching" in app.title[0].value and time.monotonic() < until:
        app.run()
    assert app.title[0].value.startswith("It broke 6.3 times")


def test_a_search_that_takes_long_shows_its_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slice_jobs, "_PATIENCE", 0)
    app = open_page("slices", columns=["locale", "intent"], depth="2")
    if app.title[0].value == "Searching for slices…":
        assert "3,112 utterances, " in app.main.get("progress")[0].proto.text
    until = time.monotonic() + 60
    while app.title[0].value == "Searching for slices…" and time.monotonic() < until:
        app.run()
    assert app.title[0].value.startswith("It broke ")


class _Held:
    """Stands in the way of a search until it is let go, so that it is under way while a test looks at it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.may_go = threading.Event(), threading.Event()
        monkeypatch.setattr(slice_jobs, "pairs_with_bands", self._wait)
        monkeypatch.setattr(slice_jobs, "_PATIENCE", 0)

    def _wait(self, opened: Comparison) -> Parts:
        self.begun.set()
        assert self.may_go.wait(60)
        return pairs_with_bands(opened)


def test_a_search_is_stopped_and_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    held = _Held(monkeypatch)
    app = open_page("slices", columns=["locale", "domain", "annotator"], depth="2")
    assert app.title[0].value == "Searching for slices…"
    app.button("slices_stop").click().run()
    held.may_go.set()
    assert not app.exception
    assert app.title[0].value == "Where did it break far more than elsewhere?"
    app.run()
    assert app.title[0].value == "Where did it break far more than elsewhere?"
    (again,) = (button for button in app.button if button.label == "Search for slices")
    again.click().run()
    until = time.monotonic() + 60
    while app.title[0].value == "Searching for slices…" and time.monotonic() < until:
        app.run()
    assert app.title[0].value.startswith("It broke ")


def test_stopping_ends_the_work_itself(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = _Held(monkeypatch)
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        query = Query("intent", ("locale", "intent", "annotator"), 3)
        job = search_job(opened, query)
        assert held.begun.wait(60)
        job.stop()
        held.may_go.set()
        with pytest.raises(CancelledError):
            job.future.result(60)
        anew = search_job(opened, query)
        assert anew is not job
        assert anew.future.result(60).n_looked_at > 0


def test_the_overview_wants_what_was_stopped_elsewhere(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = _Held(monkeypatch)
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        query = Query("slots", searched_columns(opened), MAX_DEPTH)
        job = search_job(opened, query)
        assert held.begun.wait(60)
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(found_slices, opened, "slots")
            job.stop()
            held.may_go.set()
            assert waiting.result(60) == search_job(opened, query).future.result()


def test_a_search_that_failed_is_made_anew(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        wrong = Query("frame", ("no such column",), 1)
        first = search_job(opened, wrong)
        with pytest.raises(UnknownColumn, match="no such column"):
            first.future.result()
        assert search_job(opened, wrong) is first
        second = search_job(opened, wrong)
        assert second is not first
        with pytest.raises(UnknownColumn):
            second.future.result()
        right = Query("frame", ("locale",), 1)
        done = search_job(opened, right)
        assert done.future.result().slices
        assert search_job(opened, right) is done


def found(*conditions: Condition, times: float | None = 6.2) -> FoundSlice:
    return FoundSlice(conditions, 70, 15, 15 / 70, wilson(15, 70), 0.03 if times else 0.0, times, 1.0, 1e-6, 1e-3)


def test_a_slice_s_filter_lists_as_many_as_broke(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        pairs = opened.pairs()
        for columns in (("locale", "domain"), ("annotator", "intent"), ("device", "partition")):
            for one in find_slices(pairs_with_bands(opened), "frame", columns, min_support=10).slices:
                assert count_rows(pairs, flips_of_slice(one).selection("frame")) == one.n_negative_flips


def test_words_of_every_kind_of_search() -> None:
    assert title_of(NOTHING_FOUND) == "No slice is far above the rest."
    assert "one of 30 would have stood out with" in say_power(NOTHING_FOUND)
    assert "one of 300 would have stood out with" in say_power(NOTHING_FOUND)
    few = SliceSearch("frame", ("locale",), 3, 30, 3_000, 1, 500, 500, ())
    assert say_power(few) == ("No slice of 30 or more could have stood out among so few, so finding none says nothing.")
    only = SliceSearch("frame", ("a",), 1, 30, 99, 15, 9, 9, (found(Condition("a", None), times=None),))
    assert title_of(only) == "It broke only where a is empty."
    assert title_of(SliceSearch("frame", (), 1, 30, 0, 0, 0, 0, ())) == "Nothing to compare."


def test_what_others_wrote_is_text() -> None:
    evil = found(Condition("<i>device</i>", "<img src=x>"), Condition("slots", "<b>"))
    assert "<img" not in row_html(evil, 0.5)
    assert "<i>device" not in row_html(evil, 0.5)
    assert conditions_html(evil.conditions).count("<b>") == 2
    shown = title_of(SliceSearch("frame", ("a",), 1, 30, 99, 15, 9, 9, (evil,)))
    assert "\\<img src\\=x\\>" in shown
