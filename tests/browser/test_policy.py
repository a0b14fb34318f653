"""Every page lives under the policy of the server; the page of these tests fails on any complaint of the browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.server.unknown_page import START, page_names
from tests.browser.conftest import served
from tests.browser.steps import open_page, settled


@pytest.mark.parametrize("name", page_names())
def test_every_page_is_whole_under_the_policy(page: Page, address: str, name: str) -> None:
    answer = page.goto(f"{address}/{'' if name == START else name}?evalset=sample&baseline=v1&candidate=v2")
    assert answer is not None
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    settled(page)
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
    for figure in page.locator(".js-plotly-plot").all():
        expect(figure.locator(".main-svg").first).to_be_attached()


def test_what_got_in_would_not_run(browser: Browser, address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        open_page(page, address)
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')")
        page.evaluate("const e = document.createElement('script'); e.text = 'window.ran = 2'; document.body.append(e)")
        page.wait_for_timeout(500)
        assert page.evaluate("window.ran") is None
        assert sum("Content Security Policy" in text for text in said) >= 2


def test_a_download_works_under_the_policy(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, f"{address}/flips")
    page.get_by_role("button", name=re.compile("Download")).click()
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile("CSV")).click()
    started.value.save_as(tmp_path / "broke.csv")
    assert len((tmp_path / "broke.csv").read_text(encoding="utf-8-sig").splitlines()) > 100


def test_a_copy_button_works_under_the_policy(page: Page, tmp_path: Path) -> None:
    with served(tmp_path / "nothing") as address:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_page(page, address)
        page.locator("[data-testid='stCode']").hover()
        page.get_by_role("button", name="Copy to clipboard").click()
        page.evaluate("document.body.prepend(Object.assign(document.createElement('textarea'), {id: 'pasted'}))")
        page.locator("#pasted").focus()
        page.keyboard.press("Control+V")
        assert page.locator("#pasted").input_value().startswith("flipscope demo")
