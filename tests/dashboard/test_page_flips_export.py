"""The export panel of the Flips page: what is listed is what is exported, by the choices made there."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from dashboard.components import export_panel
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.exports.archive import export_archive
from dashboard.exports.request import Request
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.exports_warehouse import N_ITEMS, write_exports

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_exports(tmp_path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return path


def opened(**link: Any) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.run()
    app.session_state["flip_export"] = True
    app.switch_page("pages/flips.py")
    for name, value in link.items():
        app.query_params[name] = value
    return app.run()


def offered(app: AppTest) -> str:
    assert not app.exception
    labels = [str(one.proto.label) for one in app.get("download_button")]
    return next(label for label in labels if re.match(r"[\d,]+ items? ", label))


@pytest.mark.usefixtures("warehouse")
def test_what_is_filtered_is_what_is_offered() -> None:
    assert offered(opened()) == f"{N_ITEMS} items for {N_ITEMS + 1} utterances for Label Studio"
    assert offered(opened(domain="alarm")) == "2 items for Label Studio"
    assert offered(opened(q="stop", locale="en-US")) == "3 items for 4 utterances for Label Studio"


@pytest.mark.usefixtures("warehouse")
def test_a_sample_and_a_tool_are_chosen() -> None:
    app = opened()
    app.session_state["export_strategy"] = "stratified"
    app.session_state["export_sample"] = 12
    app.session_state["export_tool"] = "xlsx"
    app.run()
    assert offered(app) == "12 items for Excel"
    app.number_input(key="export_floor").set_value(50)
    app.run()
    assert [error.value for error in app.error] != []
    assert "lower the floor" in app.error[0].value


@pytest.mark.usefixtures("warehouse")
def test_nothing_is_filled_in_where_answers_are_hidden() -> None:
    app = opened()
    app.session_state["export_blind"] = "shuffled"
    app.run()
    assert app.selectbox(key="export_prefill").disabled
    assert offered(app).endswith("for Label Studio")


@pytest.mark.usefixtures("warehouse")
def test_who_may_only_look_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_panel, "may_write", lambda: False)
    app = opened()
    assert any("You may look, but not export" in caption.value for caption in app.caption)
    assert not [one for one in app.get("download_button") if "Label Studio" in one.proto.label]


@pytest.mark.usefixtures("warehouse")
def test_too_many_for_a_browser_are_left_to_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_panel, "MOST_ITEMS", 5)
    app = opened()
    assert any("too many for a browser" in caption.value for caption in app.caption)


def test_the_download_is_what_the_command_writes(warehouse: Path, tmp_path: Path) -> None:
    request = Request("label-studio", where=(("domain", ("alarm",)),), prefill="gold")
    with comparison(Warehouse(warehouse), "v1", "v2") as both:
        content = export_archive(Warehouse(warehouse), both, request)
        assert export_archive(Warehouse(warehouse), both, request) == content
    path = tmp_path / "flips-v1-v2.json"
    args = ["--where", "domain=alarm", "--prefill", "gold", "--format", "label-studio", "--warehouse", str(warehouse)]
    assert main(["export", "v1", "v2", "-o", str(path), *args]) == 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert names == ["flips-v1-v2.json", "flips-v1-v2.config.xml", "flips-v1-v2.manifest.json"]
        assert all(archive.read(name) == (tmp_path / name).read_bytes() for name in names)
        assert json.loads(archive.read(names[2]))["counts"]["n_items"] == 2
