"""From the figure of suspects over time one click leads to the golds of an annotator's days."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, standing, title


def test_the_mark_of_a_break_lists_the_golds_of_its_annotator_and_days(page: Page, address: str) -> None:
    open_page(page, f"{address}/annotation")
    expect(page.locator(".st-key-suspect_time h2")).to_be_visible(timeout=120_000)
    settled(page)
    # The cells are squares; the diamond of the break is the only other mark.
    marks = page.locator(".st-key-suspect_time .scatterlayer .trace:last-child .points path")
    expect(marks).to_have_count(1)
    box = standing(page, marks.first)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    told = page.locator(".st-key-suspect_time .hoverlayer")
    expect(told).to_contain_text("annotator \u2068a05\u2069 labelled 19 of 19")
    expect(told).to_contain_text("\u2068forecast.rain\u2069 → \u2068forecast.outlook\u2069")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"annotator=a05.*since=2026-03-11.*until=2026-03-20"))
    settled(page)
    assert title(page).endswith("19 golds in 52 look wrong")
    expect(page.locator(".st-key-suspect_chips")).to_contain_text("a05")
