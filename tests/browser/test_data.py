"""What is loaded, and how each run met its evaluation set."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page


def test_the_sidebar_leads_to_what_is_loaded(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("link", name="Data").click()
    page.wait_for_url(re.compile("/data"))
    expect(page.locator("h1")).to_contain_text("2 runs on 1 evaluation set")
    assert "sample" in page.url


def test_a_link_to_a_run_shows_its_alignment(page: Page, address: str) -> None:
    open_page(page, f"{address}/data?item=run+v1")
    expect(page.locator("h2").filter(has_text="Run v1")).to_be_visible()
    matched = page.locator(".tile").filter(has_text="Matched")
    expect(matched).to_contain_text("3,112")
    expect(matched).to_contain_text("100")


def test_a_narrow_window_in_the_dark_still_shows_every_page(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    for path in ("/", "/flips", "/locales", "/data"):
        open_page(page, address + path)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path
        expect(page.locator("[data-testid='stException']")).to_have_count(0)
