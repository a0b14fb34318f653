"""Locales side by side, and the same request in each of them."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title

TWO = "/locales?evalset=sample&baseline=v1&candidate=v2&locales=de-DE&locales=en-US"


def test_two_locales_stand_side_by_side(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    assert "de-DE" in title(page)
    expect(page.get_by_text("49 broke").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


def test_a_count_leads_to_its_utterances(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    page.get_by_role("link", name=re.compile("49 broke")).first.click()
    page.wait_for_url(re.compile(r"/flips\?"))
    expect(page.locator("h1")).to_contain_text("49 utterances broke in de-DE")


def test_a_request_that_broke_in_one_locale_opens_there(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    expect(page.get_by_text("The same request, locale by locale")).to_be_visible()
    broke = page.get_by_role("link", name=re.compile(r"✓ ✕"))
    expect(broke.first).to_be_visible()
    broke.first.click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    settled(page)
    expect(page.locator(".lane")).to_have_count(3)
