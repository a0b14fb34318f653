"""From a slot that lost to the utterances that have it, and to a value that broke."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import click_named, click_point, open_page, settled, title


def test_a_bar_opens_what_broke_where_gold_has_the_slot(page: Page, address: str) -> None:
    open_page(page, f"{address}/slots")
    assert title(page) == "Slots are better on average, worse for day in hi-IN and task in de-DE."
    said = click_named(page, 0, "<b>task</b>")
    assert "6 of 105 gold slots broke" in said
    page.wait_for_url(re.compile(r"/flips\?.*unit=slots.*where=has_slot%3Dtask"))
    # Of one more, another slot was wrong before already.
    assert title(page) == "5 utterances broke, with the slot task"
    expect(page.locator(".lane").first).to_be_visible()


def test_a_cell_of_the_map_opens_its_locale(page: Page, address: str) -> None:
    open_page(page, f"{address}/slots")
    click_point(page, figure=1, point=0)
    page.wait_for_url(re.compile(r"/flips\?.*locale=de-DE.*where=has_slot%3Dtask"))
    assert title(page) == "5 utterances broke in de-DE, with the slot task"


def test_a_value_opens_an_utterance_that_shows_it(page: Page, address: str) -> None:
    open_page(page, f"{address}/slots?slot=day")
    page.locator("[class*='st-key-value_row_']").first.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    settled(page)
    expect(page.locator(".lane")).to_have_count(3)


def test_a_narrow_window_in_the_dark_cuts_nothing(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/slots")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    expect(page.get_by_role("region", name="Every slot name")).to_be_visible()
