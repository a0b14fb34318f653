"""Slices found by themselves, each leading to as many utterances as it says."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title


def test_every_slice_opens_what_broke_in_it(page: Page, address: str) -> None:
    open_page(page, f"{address}/slices")
    expect(page.locator("h1")).to_contain_text("6.3 times as often where domain is forecast and annotator is a05.")
    settled(page)
    links = page.locator("[class*='st-key-slice_row_'] a")
    for index in range(links.count()):
        n = int(links.nth(index).inner_text().removeprefix("List "))
        links.nth(index).click()
        page.wait_for_url(re.compile(r"/flips\?"))
        assert title(page).startswith(f"{n} utterances broke")
        page.go_back()
        page.wait_for_url(re.compile("/slices"))
        settled(page)


def test_a_choice_of_columns_is_searched_anew_and_in_the_link(page: Page, address: str) -> None:
    open_page(page, f"{address}/slices?columns=locale&depth=1")
    expect(page.locator("h1")).to_have_text("It broke 4.9 times as often where locale is de-DE.")
    settled(page)
    page.get_by_role("radio", name="2", exact=True).or_(page.get_by_role("button", name="2", exact=True)).first.click()
    page.wait_for_url(re.compile("depth=2"))
    assert "columns=locale" in page.url


def test_slots_and_lengths_can_be_opened_too(page: Page, address: str) -> None:
    open_page(page, f"{address}/slices?columns=slots&columns=length&columns=frequency_band")
    expect(page.locator("h1")).not_to_have_text("Searching for slices…")
    settled(page)
    link = page.locator("[class*='st-key-slice_row_'] a").first
    n = int(link.inner_text().removeprefix("List "))
    link.click()
    page.wait_for_url(re.compile(r"/flips\?"))
    assert title(page).startswith(f"{n} utterance")
    expect(page.get_by_text("was left out")).to_have_count(0)


def test_a_narrow_window_in_the_dark_cuts_nothing(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/slices")
    link = page.locator("[class*='st-key-slice_row_'] a").first
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
