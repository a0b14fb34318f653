"""`flipscope locales` prints what the analysis finds and the page shows, in every format."""

import json
from pathlib import Path
from typing import Any

import pytest

from analysis.locale_difference import compare_two_locales
from dashboard.cli import main
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import read_csv
from tests.dashboard.locales_warehouse import HOME, write_locales
from tests.dashboard.opened_page import html_of, open_page, text_of

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_locales(tmp_path_factory.mktemp("cli"))


def run(warehouse: Path, capsys: Captured, *args: str) -> str:
    assert main(["locales", "v1", "v2", *args, "--warehouse", str(warehouse)]) == 0
    return capsys.readouterr().out


def test_rows_are_the_differences_of_the_analysis(warehouse: Path, capsys: Captured) -> None:
    told: dict[str, Any] = json.loads(run(warehouse, capsys, "de-DE", "en-US", "--by", "domain", "--format", "json"))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        found = compare_two_locales(opened.pairs(), "de-DE", "en-US", by="domain")
    whole, *slices = told["rows"]
    assert "domain" not in whole
    assert [row["domain"] for row in slices] == [value for value, _ in found.slices]
    for row, one in zip(told["rows"], (found.whole, *(one for _, one in found.slices)), strict=True):
        assert one.interval is not None
        assert (row["n_a"], row["n_only_a"], row["n_only_b"]) == (one.n_a, one.n_only_a, one.n_only_b)
        assert (row["difference_low"], row["difference_high"]) == (one.interval.low, one.interval.high)
        assert (row["difference"], row["p_value"], row["q_value"]) == (one.difference, one.p_value, one.q_value)
        assert row["nfr_a"] - row["nfr_b"] == pytest.approx(one.difference)
    meta = told["meta"]
    assert (meta["paired"], meta["n_shared"], meta["unit"]) == (True, 60, "frame")
    assert meta["alignment"] == {"n_requests": 60, "n_unaligned": 1, "n_repeated": 1}


def test_the_page_shows_the_same_numbers(warehouse: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    row = json.loads(run(warehouse, capsys, "ar-SA", "de-DE", "--format", "json"))["rows"][0]
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    said = text_of(html_of(open_page("locales", a="ar-SA", b="de-DE")))
    assert f"On the same {row['n_a']} requests" in said
    assert f"is {100 * row['nfr_a']:.1f} % in ar-SA against {100 * row['nfr_b']:.1f} % in de-DE" in said
    limits = f"−{-100 * row['difference_low']:.1f} to −{-100 * row['difference_high']:.1f}"
    assert f"a difference of −{-100 * row['difference']:.1f} pp (95 % CI {limits}" in said


def test_the_table_says_whether_it_is_chance_and_how_it_was_compared(warehouse: Path, capsys: Captured) -> None:
    shown = run(warehouse, capsys, "de-DE", "en-US", "--by", "domain")
    assert "is hardly chance (p < 0.001): paired on the 60 requests that both have" in shown
    assert "1 utterance left out that repeat" in shown
    assert "de-DE alone" in shown
    shown = run(warehouse, capsys, "en-US", "ar-SA")
    assert "could be chance (p = 0.750)" in shown


def test_without_parallel_ids_two_samples_are_compared(tmp_path: Path, capsys: Captured) -> None:
    path = write_locales(tmp_path, parallel=False)
    told = json.loads(run(path, capsys, "de-DE", "en-US", "--format", "json"))
    assert (told["meta"]["paired"], told["rows"][0]["n_only_a"]) == (False, None)
    assert "two independent samples" in run(path, capsys, "de-DE", "en-US")


def test_csv_and_markdown_have_the_same_rows(warehouse: Path, capsys: Captured) -> None:
    rows = read_csv(run(warehouse, capsys, "de-DE", "en-US", "--by", "domain", "--format", "csv"))
    assert [row["n_only_a"] for row in rows] == ["39", "20", "19"]
    shown = run(warehouse, capsys, "de-DE", "en-US", "--by", "domain", "--format", "markdown")
    assert HOME not in shown
    assert shown.count("\n|") >= 5


def test_conditions_and_units_are_kept(warehouse: Path, capsys: Captured) -> None:
    where = ("--where", "domain=music", "--unit", "intent", "--format", "json")
    told = json.loads(run(warehouse, capsys, "de-DE", "en-US", *where))
    assert (told["rows"][0]["n_a"], told["meta"]["where"]) == (30, {"domain": ["music"]})


def test_a_frequency_band_holds_what_compare_finds_in_it(sample_warehouse: Path, capsys: Captured) -> None:
    band = ("--where", "frequency_band=torso", "--format", "json")
    row = json.loads(run(sample_warehouse, capsys, "de-DE", "en-US", *band))["rows"][0]
    call = ["compare", "v1", "v2", "--by", "locale", "--unit", "frame", *band, "--warehouse", str(sample_warehouse)]
    assert main(call) == 0
    found = {one["locale"]: one for one in json.loads(capsys.readouterr().out)["rows"] if "locale" in one}
    for side, locale in (("a", "de-DE"), ("b", "en-US")):
        assert (row[f"n_{side}"], row[f"n_broke_{side}"]) == (
            found[locale]["n"],
            found[locale]["n_negative_flips"],
        )


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("de-DE", "xx"), "tiny: has no locale 'xx'; choose from ar-SA, de-DE, en-US"),
        (("de-DE", "de-DE"), "A and B are both de-DE; choose two of ar-SA, de-DE, en-US"),
        (("de-DE", "en-US", "--by", "slots"), "--by slots: holds lists; choose from"),
        (("de-DE", "en-US", "--by", "nosuch"), "unknown column 'nosuch'; the columns are:"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: Path, capsys: Captured, args: tuple[str, ...], line: str) -> None:
    assert main(["locales", "v1", "v2", *args, "--warehouse", str(warehouse)]) == 2
    assert line in capsys.readouterr().err
