"""The Data page over real tiny warehouses: tables, manifests, the alignment report and the rejected rows."""

import json
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.warehouse import Warehouse
from tests.dashboard.locales_warehouse import EVIL, add_odd_run, gold_rows, write_locales
from tests.dashboard.opened_page import html_of, open_page, text_of

N_ROWS = len(gold_rows())


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    path = write_locales(folder)
    with pytest.MonkeyPatch.context() as clock:
        # The latest by time, the first by name.
        clock.setattr("loaders.run.now", lambda: "2099-12-31T23:59:59+00:00")
        add_odd_run(path, folder)
    return path


@pytest.fixture(autouse=True)
def _over(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))


def test_tables_hold_the_counts_of_the_manifests(warehouse: Path) -> None:
    evalsets, runs = (frame.value for frame in open_page("data").dataframe[:2])
    (stored,) = Warehouse(warehouse).evalsets()
    (row,) = evalsets.to_dict("records")
    assert [row["name"], row["utterances"], row["slots"], row["rejected"]] == ["tiny", N_ROWS, 0, 0]
    assert [row["locales"], row["domains"], row["intents"]] == [3, 2, 1]
    assert row["fingerprint"] == stored.fingerprint
    assert row["loaded (UTC)"].isoformat() == stored.created_at
    odd = next(run for run in runs.to_dict("records") if run["name"] == "odd")
    assert [odd[name] for name in ("matched", "missing", "unknown", "duplicates", "rejected")] == [
        N_ROWS - 2,
        2,
        1,
        1,
        1,
    ]


def test_an_evaluation_set_is_shown_in_full(warehouse: Path) -> None:
    said = text_of(html_of(open_page("data", item="evaluation set tiny")))
    (stored,) = Warehouse(warehouse).evalsets()
    assert f"Utterances {N_ROWS} Gold slots 0 Locales 3" in said
    assert "Same request across locales yes, by parallel_id" in said
    assert stored.sources[0]["sha256"] in said


def test_a_run_is_shown_with_its_model_card_escaped() -> None:
    app = open_page("data", item="run odd")
    shown = html_of(app)
    assert EVIL not in shown
    for raw in ("<u>", "<s>", "<i>"):
        assert raw not in shown
    said = text_of(shown)
    assert "Quantisation int8" in said
    assert "&lt;u&gt;rate&lt;/u&gt; = 0.1" in said
    assert "layers = [1, 2]" in said


def test_the_alignment_report_has_counts_shares_and_examples() -> None:
    app = open_page("data", item="run odd")
    said = text_of(html_of(app))
    n_read = N_ROWS - 2 + 2
    assert f"Matched {N_ROWS - 2} 98.68 % of {N_ROWS} utterances" in said
    assert f"Missing 2 1.32 % of {N_ROWS} utterances" in said
    assert f"Unknown 1 0.66 % of {n_read} predictions" in said
    assert f"Rejected 1 0.65 % of {n_read + 1} rows" in said
    assert "A missing prediction counts as an error of this run (loaded with --missing error)." in said
    assert "No prediction for u0 , u1 ." in said
    assert "Of several predictions for one utterance the first counted. Predicted again: u2 ." in said


def test_rejected_rows_are_listed_with_place_and_reason() -> None:
    app = open_page("data", item="run odd")
    (row,) = app.dataframe[2].value.to_dict("records")
    assert row["file"].endswith("<i>odd.jsonl")
    assert (row["line"], row["column"]) == (N_ROWS - 2 + 3, "confidence")
    assert row["reason"].startswith("1.7 is not within 0 to 1")
    assert "1 row was rejected." in [caption.value for caption in app.caption]


def runs_in_order(warehouse: Path) -> list[str]:
    return [run.name for run in Warehouse(warehouse).runs()]


def test_runs_stand_in_the_order_of_the_command_list(warehouse: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--format", "json", "--warehouse", str(warehouse)]) == 0
    listed = [run["name"] for run in json.loads(capsys.readouterr().out)["runs"]]
    assert list(open_page("data").dataframe[1].value["name"]) == listed == runs_in_order(warehouse)


def test_the_latest_run_is_shown_at_first_and_another_can_be_chosen(warehouse: Path) -> None:
    app = open_page("data")
    assert app.selectbox(key="item").value == f"run {runs_in_order(warehouse)[-1]}"
    app.selectbox(key="item").set_value("run v1").run()
    assert not app.exception
    assert "Run v1" in [heading.value for heading in app.header]


@pytest.mark.parametrize("item", ["run nothing", "<script>", "evaluation set ../../etc", ""])
def test_a_hostile_link_shows_the_latest_run(item: str, warehouse: Path) -> None:
    app = open_page("data", item=item)
    assert app.selectbox(key="item").value == f"run {runs_in_order(warehouse)[-1]}"
