"""The Flips page with stale and hostile links, and where there is nothing to list."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.components.flip_download import export
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.state import FlipFilter
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard import flips_warehouse
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.opened_page import html_of
from tests.dashboard.test_page_flips import N_BROKEN, header_of, listed, open_flips, title_of


@pytest.fixture(scope="module")
def edges_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("edges"))


@pytest.mark.parametrize(
    "link",
    [
        {"sort": "evil", "page": "zero", "row": "-1"},
        {"where": ["nope=1", "slots=x", "frequency=many", "=", "frequency=" + "9" * 60]},
        {"page": "9" * 30, "row": "9" * 30},
        {"outcome": "exploded", "unit": "bogus"},
    ],
)
def test_what_makes_no_sense_in_a_link_is_left_out(
    link: dict[str, Any], edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    app = open_flips(**link)
    assert title_of(app) == f"{N_BROKEN} utterances broke"
    assert len(app.warning) <= 4


def test_a_value_that_nothing_has_lists_nothing_and_can_be_taken_away(
    edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    app = open_flips(locale="xx-XX")
    assert listed(app) == []
    assert "asks for locale “xx-XX”, which is not in this set" in app.warning[0].value.replace("\\", "")
    app.button("flip_chip_locale").click().run()
    assert title_of(app) == f"{N_BROKEN} utterances broke"
    assert not app.warning


def test_a_parameter_that_means_nothing_is_said_once(edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    app = open_flips(annotator="a05")
    (said,) = (warning.value.replace("\\", "") for warning in app.warning)
    assert "“annotator”, which means nothing here; to filter by a column, write where=annotator=VALUE." in said


def test_a_page_beyond_the_last_is_the_last(edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    assert len(listed(open_flips(page="1000000000"))) == N_BROKEN - 50


def test_an_utterance_that_does_not_exist_is_said(edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    app = open_flips(row="4711")
    assert "not in this set" in app.warning[0].value
    assert f"1 of {N_BROKEN}" in header_of(app)


def test_filters_that_leave_nothing_are_named_and_can_be_cleared(
    edges_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(edges_warehouse))
    app = open_flips(locale="de-DE", q="xyz")
    assert "No utterance matches" in html_of(app)
    assert "text: xyz" in html_of(app)
    app.button("flip_clear").click().run()
    assert title_of(app) == f"{N_BROKEN} utterances broke"


def test_no_flip_is_good_news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path, same=True)))
    app = open_flips()
    assert "Nothing broke." in html_of(app)
    app.button("flip_all").click().run()
    assert title_of(app) == "61 utterances"


def test_one_run_alone_asks_for_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path, candidate=False)))
    assert open_flips().title[0].value == "A comparison needs two runs"


def test_an_empty_warehouse_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path))
    assert open_flips().title[0].value == "Nothing is loaded yet"


def test_a_download_holds_what_is_listed(edges_warehouse: Path) -> None:
    selection = FlipFilter(where=(("device", ("car", "=cmd()")),)).selection("frame")
    with comparison(Warehouse(edges_warehouse), "v1", "v2") as opened:
        csv = export(opened, selection, "frequency", "csv").decode()
        lines = export(opened, selection, "frequency", "jsonl").decode().splitlines()
    assert csv.splitlines()[1].startswith("a,de-DE,datetime,")
    assert len(lines) == 2
    first = json.loads(lines[0])
    assert csv.splitlines()[0] == ",".join(first)
    assert (first["change"], first["causes"], first["parallel_id"]) == (
        "date: erste april → april",
        ["boundary_moved"],
        "p1",
    )


def test_a_column_of_the_set_stands_before_the_band_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flips_warehouse, "GOLD", [one | {"frequency_band": "mine"} for one in flips_warehouse.GOLD])
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(write_warehouse(tmp_path)))
    app = open_flips(where="frequency_band=mine")
    assert title_of(app) == f"{N_BROKEN} utterances broke, frequency mine"
