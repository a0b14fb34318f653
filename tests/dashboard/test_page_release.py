"""The Release page: what `flipscope gate` decides, each check that does not pass with the way to what is behind it."""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from analysis.gate.measures import GATE_METRICS
from analysis.gate.policy import Check, Limit
from analysis.gate.starting_policy import STARTING_POLICY
from dashboard.cli import main
from dashboard.components.gate_links import link_of
from dashboard.components.gate_table import table_html
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.state import View
from tests.dashboard.gate_hostile import hostile_decision
from tests.dashboard.gate_runs import policy_of
from tests.dashboard.opened_page import html_of, open_page, text_of

VIEW = View("sample", "v1", "v2")
COLUMNS = ("locale", "domain", "device", "new")


@pytest.fixture(autouse=True)
def _over(sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(sample_warehouse))


def uploaded(content: bytes, name: str = "mine.toml") -> AppTest:
    app = open_page("release", evalset="sample", baseline="v1", candidate="v2")
    app.file_uploader(key="policy_file").upload(name, content).run()
    assert not app.exception, app.exception
    return app


def test_the_page_says_what_the_command_says(
    sample_warehouse: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.toml").write_text(STARTING_POLICY, encoding="utf-8")
    call = ["gate", "v1", "v2", "--policy", str(tmp_path / "policy.toml"), "--format", "json"]
    assert main([*call, "--warehouse", str(sample_warehouse)]) == 1
    found = json.loads(capsys.readouterr().out)
    app = open_page("release", evalset="sample", baseline="v1", candidate="v2")
    said = text_of(html_of(app))
    assert app.title[0].value == "Do not release: 3 of 19 checks fail."
    assert unescape(found["reason"]) in said
    for check in found["checks"]:
        assert check["name"] in said
        for result in check["results"]:
            assert (result["reason"] in unescape(said)) is (result["decision"] != "pass")


def test_a_failing_slice_leads_to_what_broke_there() -> None:
    html = html_of(open_page("release", evalset="sample", baseline="v1", candidate="v2"))
    queries = [parse_qs(unescape(query)) for query in re.findall(r'href="flips\?([^"]*)"', html)]
    german = [query for query in queries if query.get("locale") == ["de-DE"]]
    assert len(german) == 2
    assert re.search("<h1>49 utterances broke", html_of(open_page("flips", **german[0])))


def test_runs_that_differ_in_nothing_are_released() -> None:
    app = uploaded(policy_of('metric = "nfr"; max = 0.5').encode())
    assert app.title[0].value == "May be released: all 6 checks pass."
    app = uploaded(policy_of('metric = "nfr"; max = 0.01; severity = "warn"').encode())
    assert app.title[0].value == "May be released, with 1 warning."
    assert "not part of the link" in app.caption[0].value


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "mine.toml: no check, so nothing would be held back"),
        (b"\xff", "mine.toml: not UTF-8"),
        (b"<script>", "mine.toml: not TOML"),
        (policy_of('metric = "nfr"; max = 0.1; by = "<b>room</b>"').encode(), "check[1]: unknown column '<b>room</b>'"),
        (
            policy_of('metric = "must_pass"; file = "/etc/hostname"').encode(),
            "file: a policy that is no file on this machine",
        ),
    ],
)
def test_a_wrong_policy_releases_nothing(content: bytes, said: str) -> None:
    app = uploaded(content)
    assert app.title[0].value == "Do not release: the policy cannot be decided."
    assert said in re.sub(r"\\(?=[^\w\s])|\u2060", "", app.error[0].value)
    assert "gate-table" not in html_of(app)


def test_without_two_runs_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "nothing"))
    assert open_page("release").title[0].value == "Nothing is loaded yet"


def test_hostile_names_are_text_in_the_table() -> None:
    html = table_html(hostile_decision(), lambda _place, _values: "")
    tags = set(re.findall(r"<([a-z0-9]+)", html))
    assert tags == {"div", "table", "thead", "tbody", "tr", "th", "td", "span", "b", "bdi"}


def check(metric: str, **settings: object) -> Check:
    return Check("it", GATE_METRICS[metric], Limit("max", 0.5), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "page", "expected"),
    [
        (check("nfr", unit="intent"), "flips", {"unit": ["intent"]}),
        (check("semer_change", unit="slot"), "flips", {"unit": ["slots"]}),
        (
            check("nfr", unit="frame", by=("locale",), where=(("device", ("car", None)), ("locale", ("de-DE", "x")))),
            "flips",
            {"locale": ["de-DE"], "where": ["device=car", "device="]},
        ),
        (check("must_pass", unit="intent", top=3), "traffic", {"unit": ["intent"], "top": ["3"]}),
        (check("n_unknown"), "data", {}),
        (None, "data", {}),
    ],
)
def test_a_check_leads_to_what_it_is_about(found: Check | None, page: str, expected: dict[str, list[str]]) -> None:
    values = {"locale": "de-DE"} if found is not None and found.by else {}
    link = re.search(r'href="(\w+)\?([^"]*)"', link_of(found, values, VIEW, COLUMNS))
    assert link
    assert link[1] == page
    query = parse_qs(unescape(link[2]), keep_blank_values=True)
    assert query == {"evalset": ["sample"], "baseline": ["v1"], "candidate": ["v2"], **expected}


def test_values_of_any_kind_are_written_as_a_filter_takes_them() -> None:
    found = check("nfr", unit="frame", by=("new", "device"))
    link = link_of(found, {"new": True, "device": None}, VIEW, COLUMNS)
    assert parse_qs(unescape(link), keep_blank_values=True)["where"][0] == "new=true"
    assert "device%3D" in link


@pytest.mark.parametrize(
    "found",
    [
        check("latency_p50_ms"),
        check("must_pass", unit="frame", file="list.csv"),
        check("must_pass", unit="frame", top=3, where=(("locale", ("de-DE",)),)),
        check("nfr", unit="slot", where=(("slot_name", ("day",)),)),
    ],
)
def test_what_no_page_shows_has_no_link(found: Check) -> None:
    assert link_of(found, {}, VIEW, COLUMNS) == ""
