"""Axe finds nothing serious on any page, light or dark; headings stand in order; figures have words."""

from itertools import pairwise
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.steps import audited, open_page, settled

VIEW: Final = "evalset=sample&baseline=v1&candidate=v2"
PAGES: Final = (
    "",
    "flips",
    "locales",
    "transitions",
    "slots",
    "slices",
    "traffic",
    "confidence",
    "annotation",
    "verdicts",
    "versions",
    "release",
    "data",
)


def serious(page: Page) -> list[str]:
    """Return what axe finds that keeps somebody out; it is part of the package, and asks nothing of the network."""
    violations: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{found['id']}: {node['html'][:200]}"
        for found in violations
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_anybody_out(page: Page, four_versions: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    open_page(page, f"{four_versions}/{path}?{VIEW}")
    if path == "annotation":
        audited(page)
    assert serious(page) == []
    if scheme == "dark":
        return
    levels = [int(heading.evaluate("e => e.tagName[1]")) for heading in page.locator("h1, h2, h3, h4").all()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    unnamed = page.locator("[data-testid=stPlotlyChart]").evaluate_all(
        "all => all.filter((e) => !e.querySelector('[role=img][aria-label], [aria-label]') && !e.ariaLabel).length"
    )
    assert unnamed == 0


SCROLLS_UNSEEN: Final = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter((e) => {
  const style = getComputedStyle(e);
  const scrolls = ["auto", "scroll"].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
  const streamlits = e.closest("[data-testid=stDataFrame], [data-testid=stMultiSelectTagsContainer]");
  return scrolls && !streamlits && e.checkVisibility() && !style.backgroundAttachment.includes("local");
}).map((e) => e.outerHTML.slice(0, 120))"""
"""What scrolls sideways without a shadow at the edge behind which there is more; Streamlit's tables have their own."""


@pytest.mark.parametrize("path", PAGES)
def test_a_narrow_window_keeps_nobody_out_and_shows_what_scrolls(page: Page, four_versions: str, path: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    open_page(page, f"{four_versions}/{path}?{VIEW}")
    if path == "annotation":
        audited(page)
    assert serious(page) == []
    assert page.evaluate(SCROLLS_UNSEEN) == []


@pytest.mark.parametrize("width", [1440, 800])
def test_the_open_filters_keep_nobody_out(page: Page, four_versions: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, f"{four_versions}/flips?{VIEW}&locale=de-DE")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_label("Has slot (all of them)")).to_be_visible()
    settled(page)
    assert serious(page) == []


def test_what_opens_over_a_page_keeps_nobody_out(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/traffic?{VIEW}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    settled(page)
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Saved views").click()
    expect(page.get_by_label("Save this view as")).to_be_visible()
    settled(page)
    assert serious(page) == []


def test_no_motion_where_none_is_wanted(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_page(page, f"{address}/traffic")
    button = page.get_by_role("button", name="Keys")
    assert float(button.evaluate("e => parseFloat(getComputedStyle(e).transitionDuration)")) < 0.001
