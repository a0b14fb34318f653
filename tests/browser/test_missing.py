"""What is not there, or not any more, is said in words: no traceback, and nothing else shown in its place."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.steps import open_page, settled, title
from tests.dashboard.flips_warehouse import write_warehouse

LINK = "evalset=tiny&baseline=v1&candidate=v2"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return write_warehouse(tmp_path)


@pytest.fixture
def own(warehouse: Path) -> Iterator[str]:
    """The address of a dashboard whose warehouse a test may harm."""
    with served(warehouse) as found:
        yield found


def test_an_unknown_page_says_so_and_leads_on(page: Page, address: str) -> None:
    wrong = page.goto(f"{address}/flip?locale=de-DE")
    assert wrong is not None
    assert wrong.status == 404
    expect(page.locator("h1")).to_have_text("There is no such page")
    page.get_by_role("link", name="Flips").click()
    settled(page)
    assert title(page) == "119 utterances broke"


def test_a_run_deleted_while_it_is_open_is_gone_and_said(page: Page, own: str, warehouse: Path) -> None:
    open_page(page, f"{own}/flips?{LINK}")
    (warehouse / "runs" / "v2.duckdb").unlink()
    # What is open was read from a file that this server still holds.
    page.keyboard.press("j")
    page.wait_for_url(re.compile("row="))
    expect(page.locator(".lane")).to_have_count(3)
    for name in ("flips", "", "locales", "versions", "confidence", "traffic"):
        open_page(page, f"{own}/{name}?{LINK}")
        expect(page.get_by_text("candidate 'v2', which is not to be had; there is: v1")).to_be_visible()
    open_page(page, f"{own}/data?{LINK}&item=run+v2")
    assert title(page) == "1 run on 1 evaluation set."
    expect(page.locator("[data-testid='stException']")).to_have_count(0)


def test_a_whole_warehouse_gone_says_nothing_is_loaded(page: Page, own: str, warehouse: Path) -> None:
    open_page(page, f"{own}/?{LINK}")
    shutil.rmtree(warehouse)
    open_page(page, f"{own}/?{LINK}")
    assert title(page) == "Nothing is loaded yet"
    expect(page.get_by_text("evalset 'tiny', which is not to be had; there is: none")).to_be_visible()


def test_a_file_cut_short_is_named_on_data_and_takes_no_other_down(page: Page, own: str, warehouse: Path) -> None:
    whole = (warehouse / "runs" / "v2.duckdb").read_bytes()
    (warehouse / "runs" / "v3.duckdb").write_bytes(whole[: len(whole) * 9 // 10])
    open_page(page, f"{own}/?{LINK}")
    expect(page.locator(".tile").first).to_be_visible()
    open_page(page, f"{own}/data")
    assert title(page) == "2 runs on 1 evaluation set."
    expect(page.get_by_text(re.compile("v3.duckdb: is cut short; delete it and load it again"))).to_be_visible()


def test_a_file_damaged_inside_is_said_where_a_page_meets_it(page: Page, own: str, warehouse: Path) -> None:
    path = warehouse / "runs" / "v2.duckdb"
    content = bytearray(path.read_bytes())
    content[-300_000:-200_000] = bytes(100_000)
    path.unlink()
    path.write_bytes(content)
    open_page(page, f"{own}/data")
    page.goto(f"{own}/flips?{LINK}")
    expect(page.get_by_text(re.compile("v2.duckdb: is damaged inside .*delete it and load it again"))).to_be_visible()
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
