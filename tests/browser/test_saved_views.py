"""A view saved by one is opened, renamed, deleted and put back by another."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import open_page, settled

VIEW = "evalset=sample&baseline=v1&candidate=v2"
NAME = "<img src=x onerror=alert(1)> **Timers** 👩‍👧 $x$"


def test_a_view_goes_from_one_to_another(page: Page, browser: Browser, four_versions: str) -> None:
    open_page(page, f"{four_versions}/flips?{VIEW}&locale=de-DE&q=timer")
    title = page.locator("h1").inner_text()
    page.get_by_role("button", name="Saved views").click()
    page.get_by_label("Save this view as").fill(NAME)
    page.get_by_label("Your name (optional)").fill("Ann")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    page.get_by_label("Save this view as").fill(NAME)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("choose another name")).to_be_visible()
    expect(page.get_by_role("link", name=NAME)).to_have_count(1)
    elsewhere = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        other = elsewhere.new_page()
        open_page(other, f"{four_versions}/traffic?{VIEW}")
        other.get_by_role("button", name="Saved views").click()
        other.get_by_role("link", name=NAME).click()
        other.wait_for_url(re.compile(r"/flips\?.*q=timer"))
        settled(other)
        assert other.locator("h1").inner_text() == title
    finally:
        elsewhere.close()
    page.get_by_role("button", name=re.compile("^Change")).click()
    page.get_by_role("menuitem", name="Rename").click()
    page.get_by_label("New name").fill("Timers in German")
    page.get_by_label("New name").press("Enter")
    expect(page.get_by_role("link", name="Timers in German")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Change")).click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("link", name="Timers in German")).to_have_count(0)
    # Flips has another for verdicts.
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Timers in German")).to_be_visible()
