"""Is each run right as often as it is sure, and did it know what it broke?"""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title


def test_both_runs_stand_side_by_side_with_what_they_are_worth(page: Page, address: str) -> None:
    open_page(page, f"{address}/confidence")
    assert title(page) == "v2’s confidence is closer to its accuracy than v1’s."
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    expect(page.locator("h2").filter(has_text="v1, the baseline: right as often as sure?")).to_be_visible()
    expect(page.locator("h2").filter(has_text="v2 where it is sure, v1 elsewhere")).to_be_visible()
    expect(page.locator(".swings")).to_contain_text("119 broke")


def test_what_broke_with_the_largest_loss_of_confidence_is_one_click_away(page: Page, address: str) -> None:
    open_page(page, f"{address}/confidence")
    page.get_by_role("link", name=re.compile("List what broke")).click()
    page.wait_for_url(re.compile(r"/flips\?.*sort=confidence_drop"))
    assert title(page) == "119 utterances broke"
    settled(page)
    expect(page.locator(".lane")).to_have_count(3)


def test_judging_by_intent_is_in_the_sentence_and_the_link(page: Page, address: str) -> None:
    open_page(page, f"{address}/confidence")
    expect(page.locator(".lede")).to_contain_text("judged by frame")
    page.get_by_role("radio", name="Intent").or_(page.get_by_role("button", name="Intent")).first.click()
    page.wait_for_url(re.compile("unit=intent"))
    expect(page.locator(".lede")).to_contain_text("judged by intent")


def test_a_narrow_window_in_the_dark_cuts_no_figure(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/confidence")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    figures = page.locator(".js-plotly-plot")
    expect(figures).to_have_count(4)
    assert all(
        box and box["x"] >= 0 and box["x"] + box["width"] <= 800 for box in (f.bounding_box() for f in figures.all())
    )
