"""A band of the Sankey and a cell of the matrix open exactly the utterances they count."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title

POINTS = """figure => {
  const trace = figure.data.findIndex(one => one.customdata && one.hovertext && one.mode.startsWith("markers"));
  const {data, _fullLayout: layout} = figure, box = figure.getBoundingClientRect();
  const {x, y, customdata, hovertext} = data[trace];
  const at = i => ({
    x: box.x + layout.xaxis._offset + layout.xaxis.d2p(x[i]),
    y: box.y + layout.yaxis._offset + layout.yaxis.d2p(y[i]),
    said: hovertext[i], opens: customdata[i] !== null,
  });
  return Array.from({length: x.length}, (_, i) => at(i));
}"""


def click_cell(page: Page, figure: int, names: str) -> int:
    """Click the point of a figure whose hover names this; return the count that it says."""
    plot = page.locator(".js-plotly-plot").nth(figure)
    plot.scroll_into_view_if_needed()
    settled(page)
    point = next(point for point in plot.evaluate(POINTS) if names in point["said"] and point["opens"])
    count = re.search(r"<br>([\d,]+) of", point["said"])
    assert count is not None
    page.mouse.move(point["x"] - 2, point["y"])
    page.mouse.click(point["x"], point["y"])
    page.wait_for_url(re.compile(r"/flips\?"))
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
