"""Where the evaluation set does not say how often its utterances are asked, nothing is counted or sorted by it."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from dashboard.components.session import WAREHOUSE_VARIABLE
from tests.dashboard import flips_warehouse
from tests.dashboard.flips_warehouse import write_warehouse
from tests.dashboard.opened_page import APP, html_of, open_page, text_of

NOTE = "Each utterance counts once: tiny does not say how often each is asked."


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("known"))


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    without = [{key: value for key, value in one.items() if key != "frequency"} for one in flips_warehouse.GOLD]
    with pytest.MonkeyPatch.context() as gold:
        gold.setattr(flips_warehouse, "GOLD", without)
        return write_warehouse(tmp_path_factory.mktemp("unknown"))


@pytest.fixture(params=["known", "unknown"])
def has_traffic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Sets the warehouse; does its evaluation set know traffic?"""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(request.getfixturevalue(request.param)))
    return bool(request.param == "known")


def warnings_of(app: AppTest) -> list[str]:
    return [warning.value.replace("\\", "") for warning in app.warning]


def test_counting_by_traffic_is_offered_where_it_is_known(has_traffic: bool) -> None:
    app = AppTest.from_file(APP, default_timeout=60).run()
    labels = [control.label for control in app.segmented_control]
    assert ("Count" in labels) is has_traffic
    assert "Judge by" in labels
    assert not app.warning


@pytest.mark.parametrize("page", ["overview", "flips", "transitions"])
def test_a_link_that_counts_by_traffic_goes_on_by_utterances_and_says_so(
    unknown: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(unknown))
    app = open_page(page, count="traffic")
    assert warnings_of(app) == [NOTE]
    assert app.session_state["_view"].weight is None


def test_the_list_has_traffic_and_its_order_where_it_is_known(has_traffic: bool) -> None:
    app = open_page("flips")
    order = app.selectbox(key="flip_sort")
    assert ("Most traffic" in order.options) is has_traffic
    assert order.value == ("frequency" if has_traffic else "row")
    assert ("Most traffic" in order.proto.help) is has_traffic
    assert ("frequency" in text_of(html_of(app))) is has_traffic


def test_a_link_that_sorts_by_traffic_says_so(has_traffic: bool) -> None:
    said = warnings_of(open_page("flips", sort="frequency"))
    assert [("does not say how often" in one) for one in said] == ([] if has_traffic else [True])


@pytest.mark.parametrize("command", ["compare", "causes"])
def test_the_command_line_says_that_the_weight_is_1(
    known: Path, unknown: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {}
    for weight in ((), ("--weight", "frequency")):
        call = [command, "v1", "v2", *weight, "--format", "json", "--warehouse"]
        assert main([*call, str(unknown)]) == 0
        captured = capsys.readouterr()
        rows[weight] = json.loads(captured.out)["rows"]
        assert ("--weight frequency counts each once" in captured.err) is bool(weight)
        assert main([*call, str(known)]) == 0
        assert capsys.readouterr().err == ""
    counts = [[[row.get(key) for key in ("n", "n_negative_flips", "cause")] for row in one] for one in rows.values()]
    assert counts[0] == counts[1]
