"""A band of the Sankey and a cell of the matrix open exactly the utterances they count."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import click_named, open_page, title


def click_cell(page: Page, figure: int, names: str) -> int:
    """Click the point of a figure whose hover names this; return the count that it says."""
    said = click_named(page, figure, names)
    page.wait_for_url(re.compile(r"/flips\?"))
    count = re.search(r"<br>([\d,]+) of", said)
    assert count is not None
    return int(count[1].replace(",", ""))


@pytest.mark.parametrize("figure", [0, 1], ids=["sankey", "matrix"])
@pytest.mark.parametrize("names", ["contact.call → contact.send", "others → timer.remaining"])
def test_a_band_and_a_cell_open_as_many_utterances_as_they_say(
    page: Page, address: str, figure: int, names: str
) -> None:
    open_page(page, f"{address}/transitions")
    n = click_cell(page, figure, names)
    assert re.match(rf"{n} utterances? broke", title(page))
    assert "where=baseline_intent" in page.url
    page.go_back()
    page.wait_for_url(re.compile("/transitions"))
    assert title(page).startswith("What broke went most often from forecast.outlook")


def test_what_was_fixed_in_one_locale_is_in_the_link_and_in_its_list(page: Page, address: str) -> None:
    open_page(page, f"{address}/transitions?show=fixed&locale=de-DE")
    assert title(page).startswith("What was fixed in de-DE went most often from")
    row = page.locator("[class*='st-key-move_row_']").first
    n = row.locator(".move b").inner_text()
    row.get_by_role("link").click()
    page.wait_for_url(re.compile(r"/flips\?.*outcome=positive_flip"))
    assert re.match(rf"{n} utterances? (was|were) fixed", title(page))


def test_a_narrow_window_in_the_dark_cuts_no_figure(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/transitions?show=changed")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    figures = page.locator(".js-plotly-plot")
    expect(figures).to_have_count(2)
    assert all(box and box["x"] + box["width"] <= 800 for box in (figure.bounding_box() for figure in figures.all()))
