"""The Data page where little is loaded, or where a file is not what it should be."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.alignment_report import describe_mismatch, explain_alignment
from dashboard.components.manifests import sources_table
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.components.stored_files import read_stored
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import add_odd_run, gold_rows, quietly, write_locales, write_rows
from tests.dashboard.opened_page import html_of, open_page, text_of

PAGE = str(Path(__file__).parents[2] / "dashboard" / "pages" / "data.py")


def test_an_empty_warehouse_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    app = open_page("data")
    assert app.title[0].value == "Nothing is loaded yet"
    assert "flipscope add-evalset" in app.code[0].value


@pytest.mark.parametrize(("n_runs", "title"), [(0, "0 runs on 1 evaluation set."), (1, "1 run on 1 evaluation set.")])
def test_without_a_comparison_the_data_is_there_and_the_next_step(
    n_runs: int, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_locales(tmp_path, n_runs=n_runs)))
    app = open_page("data")
    assert app.title[0].value == title
    assert app.code[0].value == f"flipscope add-run v{n_runs + 1} predictions.jsonl --evalset tiny"
    assert len(app.dataframe) == (2 if n_runs else 1)


def test_a_corrupt_file_is_an_error_line_and_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_locales(tmp_path)
    (path / "runs" / "torn.duckdb").write_bytes(b"not a database")
    (path / "evalsets" / "v1.duckdb").write_bytes((path / "runs" / "v1.duckdb").read_bytes())
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    # The page by itself: what the sidebar makes of such a file is not its business.
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not app.exception
    assert [len(read_stored(Warehouse(path)).evalsets), len(read_stored(Warehouse(path)).runs)] == [1, 2]
    assert len(app.error) == 2
    assert "holds no evalset" in app.error[0].value.replace("\\", "")
    assert "not a flipscope file" in app.error[1].value
    assert app.title[0].value == "2 runs on 1 evaluation set."


def test_nothing_but_corrupt_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "torn.duckdb").write_bytes(b"")
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path))
    app = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not app.exception
    assert len(app.error) == 1
    assert [title.value for title in app.title] == ["Nothing here can be read"]


def test_a_dropping_run_says_so(tmp_path: Path) -> None:
    path = write_locales(tmp_path, n_runs=0)
    add_odd_run(path, tmp_path, missing="drop")
    said = text_of(explain_alignment(Warehouse(path).run("odd")))
    assert said.startswith("An utterance without a prediction is left out of every comparison with this run")


def test_a_run_of_another_content_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_locales(tmp_path)
    warehouse = Warehouse(path)
    run = warehouse.run("v1")
    assert describe_mismatch(run, warehouse.evalset("tiny")) == ""
    assert "is not in this warehouse" in describe_mismatch(run, None)
    warehouse.evalset_path("tiny").unlink()
    fewer = [write_rows(tmp_path / "fewer.jsonl", gold_rows()[:9])]
    other = add_evalset(warehouse, "tiny", fewer, EvalsetOptions(), quietly)
    assert other.fingerprint in describe_mismatch(run, other)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    assert "has another content by now" in open_page("data", item="run v1").warning[0].value


def test_a_source_is_shown_whatever_it_holds() -> None:
    shown = sources_table([{"file": "<b>.jsonl", "sha256": '"><script>', "n_bytes": "many"}, {}])
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert text_of(shown).count("–") >= 4


def test_the_headline_counts_what_was_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_locales(tmp_path)
    add_odd_run(path, tmp_path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    assert "1 row rejected while loading" in text_of(html_of(open_page("data")))
