"""From four versions in a row to the flip that matters, and back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import click_point, open_page, settled, standing, title

LOST = "83 utterances that once worked are wrong in v4."


def test_a_lost_utterance_opens_between_the_two_versions_that_show_it(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/versions")
    assert title(page) == LOST
    page.get_by_role("link", name="v2 → v4").first.click()
    page.wait_for_url(re.compile(r"/flips\?.*baseline=v2&candidate=v4.*row=\d+"))
    assert title(page) == "35 utterances broke"
    expect(page.locator(".detail-head")).to_contain_text("broke")
    page.go_back()
    page.wait_for_url(re.compile("/versions"))
    assert title(page) == LOST


def test_a_cell_of_the_matrix_opens_what_broke_between_the_two(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/versions")
    click_point(page, figure=1, point=2)
    page.wait_for_url(re.compile(r"/flips\?.*baseline=v1&candidate=v4"))
    assert title(page) == "64 utterances broke"


def test_a_bar_of_a_locale_opens_what_its_step_broke_there(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/versions")
    expect(page.locator("[class*='st-key-chain_panel_']")).to_have_count(8)
    panel = page.locator(".st-key-chain_panel_2")
    expect(panel).to_contain_text("de-DE 13 lost")
    # The second subplot's bars: three of what was fixed, then three of what broke.
    bar = panel.locator(".bars .point path").nth(3)
    box = standing(page, bar)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/flips\?.*baseline=v1&candidate=v2.*locale=de-DE"))
    assert title(page) == "49 utterances broke in de-DE"


def test_the_list_and_its_page_are_in_the_link(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/versions")
    page.get_by_text("Flapping (308)").click()
    page.wait_for_url(re.compile("list=flapping"))
    settled(page)
    page.locator(".st-key-chain_list button").filter(has_text=re.compile("^3$")).click()
    page.wait_for_url(re.compile("page=3"))
    expect(page.get_by_text("41 to 60 of 308")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("1 to 20 of 308")).to_be_visible()


@pytest.mark.parametrize("link", ["runs=v4,v1,nope,%3Cscript%3E,v2&list=x&page=-1", "runs=,,&page=99999999999999"])
def test_a_hostile_link_never_breaks_the_page(page: Page, four_versions: str, link: str) -> None:
    open_page(page, f"{four_versions}/versions?{link}")
    expect(page.locator("[data-testid='stException']")).to_have_count(0)


def test_a_narrow_window_in_the_dark_shows_every_mark(page: Page, four_versions: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{four_versions}/versions")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    link = page.locator("[class*='st-key-chain_row_'] a").first
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport(ratio=1)
