"""From the Overview one click leads to the utterances behind a number."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import click_point, open_page, settled, title


def test_a_cell_of_the_heat_map_opens_what_broke_there(page: Page, address: str) -> None:
    open_page(page, address)
    assert title(page) == "Better on average, worse in de-DE."
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    cells = page.locator(".js-plotly-plot").nth(2).locator(".textpoint")
    expect(cells.first).to_be_visible()
    rates = [float(text) for text in cells.all_text_contents()]
    click_point(page, figure=2, point=rates.index(max(rates)))
    page.wait_for_url(re.compile(r"/flips\?.*locale=.*domain="))
    assert re.match(r"\d+ utterances? broke in [a-z]{2}-[A-Z]{2}", title(page))


def test_a_bar_opens_the_flips_of_its_slice(page: Page, address: str) -> None:
    open_page(page, address)
    bar = page.locator(".js-plotly-plot").nth(1).locator(".bars .point").first
    expect(bar).to_be_visible()
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] / 2)
    page.wait_for_url(re.compile(r"/flips\?.*locale=de-DE"))
    assert "broke in de-DE" in title(page)


def test_the_dot_on_the_flow_opens_what_was_fixed(page: Page, address: str) -> None:
    open_page(page, address)
    dots = page.locator(".js-plotly-plot").nth(0).locator(".scatterlayer .points path.point")
    expect(dots).to_have_count(2)
    boxes = sorted((dot.bounding_box() for dot in dots.all()), key=lambda box: box["x"] if box else 0)
    right = boxes[-1]
    assert right is not None
    page.mouse.click(right["x"] + right["width"] / 2, right["y"] + right["height"] / 2)
    page.wait_for_url(re.compile(r"/flips\?.*outcome=positive_flip"))
    assert "fixed" in title(page)


def test_judging_by_intent_is_in_the_link(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("radio", name="Intent").or_(page.get_by_role("button", name="Intent")).first.click()
    page.wait_for_url(re.compile("unit=intent"))
    settled(page)
    expect(page.get_by_text("Intent accuracy", exact=True)).to_be_visible()
    shown = page.locator(".lede").inner_text()
    other = page.context.new_page()
    open_page(other, page.url)
    expect(other.locator(".lede")).to_have_text(shown)
