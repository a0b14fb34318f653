"""The Overview over a real warehouse, and what it says where there is nothing to compare."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import sample_data
from analysis.bootstrap import SEED
from analysis.breakdown import break_down_by
from analysis.must_pass import check_must_pass, most_frequent_rows
from analysis.slot_errors import count_slot_errors
from analysis.slot_metrics import semer
from dashboard.cli import main
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.compare_bootstrap import resample
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.evalset import EvalsetOptions, add_evalset
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")


def open_app(warehouse: Path, monkeypatch: pytest.MonkeyPatch, **link: str) -> AppTest:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    app = AppTest.from_file(APP, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def html_of(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def test_it_says_first_how_the_candidate_did(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(sample_warehouse, monkeypatch)
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        (whole,) = break_down_by(opened.pairs(), "frame")
    assert app.title[0].value == "Better on average, worse in de-DE."
    shown = html_of(app)
    assert f"{whole.counts.n_negative_flips:,} of {whole.counts.n:,}" in shown
    assert f"{whole.counts.n_positive_flips:,} of {whole.counts.n:,}" in shown


def test_another_unit_shows_other_numbers(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(sample_warehouse, monkeypatch, unit="intent")
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        (whole,) = break_down_by(opened.pairs(), "intent")
    assert "Intent accuracy" in html_of(app)
    assert f"{whole.counts.n_negative_flips:,} of {whole.counts.n:,}" in html_of(app)


def test_the_tiles_and_the_map_show_what_the_command_line_does(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(sample_warehouse, monkeypatch, heat="semer")
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        resampling = Resampling(SEED)
        row = resample(opened, Asked(("slot",), resampling=resampling), resampling)["slot", ()]
        (whole,) = count_slot_errors(opened.pairs())
        listed = check_must_pass(opened.pairs(), most_frequent_rows(opened.pairs(), 10))
    low, high = (100 * row[f"semer_change_{limit}"] for limit in ("low", "high"))
    shown = html_of(app)
    assert f"95 %: −{-low:.2f} to −{-high:.2f}" in shown
    before, after = semer(whole.baseline), semer(whole.candidate)
    assert before is not None
    assert after is not None
    assert f"{100 * before:.1f} → {100 * after:.1f} %" in shown
    assert f"{listed.n_broke} broke" in shown
    assert f"80 in all; {listed.n_still_wrong} still wrong" in shown
    headings = [heading.value for heading in app.header]
    assert "SemER change by domain and locale, pp" in headings
    assert "Worst slices found" in headings
    assert len(app.get("plotly_chart")) == 6


def test_the_sentence_says_what_traffic_would(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        (whole,) = break_down_by(opened.pairs(), "frame", weight="frequency")
    counts = whole.counts
    before, after = (100 * n / counts.n for n in (counts.n_baseline_correct, counts.n_candidate_correct))
    said = (
        f"By traffic it loses {before - after:.2f} pp ({before:.1f} → {after:.1f} %), which a few frequent utterances"
    )
    assert said in html_of(open_app(sample_warehouse, monkeypatch))
    assert "By traffic it" not in html_of(open_app(sample_warehouse, monkeypatch, count="traffic"))


def test_without_frequencies_nothing_is_the_most_frequent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [json.loads(line) for line in Path(sample_data.EVALSET).read_text(encoding="utf-8").splitlines()]
    plain = "".join(json.dumps({k: v for k, v in row.items() if k != "frequency"}) + "\n" for row in rows)
    (tmp_path / "plain.jsonl").write_text(plain, encoding="utf-8")
    warehouse = Warehouse(tmp_path / "warehouse")
    quiet = lambda _step, _n: None  # noqa: E731 - two lines would say no more
    add_evalset(warehouse, "plain", [str(tmp_path / "plain.jsonl")], EvalsetOptions(), quiet)
    for name in ("v1", "v2"):
        add_run(warehouse, name, [str(sample_data.PREDICTIONS[name])], "plain", RunOptions(), quiet)
    app = open_app(warehouse.path, monkeypatch)
    assert "Must-pass list" not in html_of(app)
    assert "Stayed right (BTC)" in html_of(app)
    assert "By traffic" not in html_of(app)
    assert "What must never fail" in [heading.value for heading in app.header]
    assert main(["must-pass", "v1", "v2", "--top", "3", "--warehouse", str(warehouse.path)]) == 2


def test_a_measure_that_is_none_is_the_first(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(sample_warehouse, monkeypatch, heat="<b>")
    assert "Negative flip rate by domain and locale, %" in [heading.value for heading in app.header]


def test_traffic_counts_in_the_tiles_and_has_no_resampled_interval(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(sample_warehouse, monkeypatch, count="traffic", heat="net")
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        (whole,) = count_slot_errors(opened.pairs(), weight="frequency")
    before, after = semer(whole.baseline), semer(whole.candidate)
    assert before is not None
    assert after is not None
    assert f"{100 * before:.1f} → {100 * after:.1f} %" in html_of(app)
    assert "hardly chance" not in html_of(app)


def test_an_empty_warehouse_gets_first_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app(tmp_path / "nothing", monkeypatch)
    assert app.title[0].value == "Nothing is loaded yet"
    assert "flipscope demo" in app.code[0].value


def test_one_run_alone_asks_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(tmp_path)
    quiet = lambda _step, _n: None  # noqa: E731 - two lines would say no more
    add_evalset(warehouse, "sample", [str(sample_data.EVALSET)], EvalsetOptions(), quiet)
    add_run(warehouse, "v1", [str(sample_data.PREDICTIONS["v1"])], "sample", RunOptions(), quiet)
    app = open_app(tmp_path, monkeypatch)
    assert app.title[0].value == "A comparison needs two runs"
    assert "the run **v1** is there" in app.markdown[0].value


def test_a_run_against_itself_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = Warehouse(tmp_path)
    quiet = lambda _step, _n: None  # noqa: E731 - two lines would say no more
    add_evalset(warehouse, "sample", [str(sample_data.EVALSET)], EvalsetOptions(), quiet)
    for name in ("v1", "again"):
        add_run(warehouse, name, [str(sample_data.PREDICTIONS["v1"])], "sample", RunOptions(), quiet)
    app = open_app(tmp_path, monkeypatch)
    assert app.title[0].value == "No utterance changed its outcome."
    assert "none broke" in html_of(app)
    assert "None of them broke" in html_of(app)
    captions = " ".join(caption.value for caption in app.caption)
    assert "None of 0 slices broke far more than the rest" in captions
