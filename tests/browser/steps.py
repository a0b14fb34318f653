"""What a scientist does on a page, as the tests say it."""

from playwright.sync_api import Page, expect


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the page has its title and stands still."""
    page.goto(address)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page has its title and no script runs any more."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[data-test-script-state='running']")).to_have_count(0)
    expect(page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")).to_have_count(1)


def title(page: Page) -> str:
    """Return the page's title, once it stands still."""
    settled(page)
    return page.locator("h1").first.inner_text()


def click_point(page: Page, figure: int, point: int = 0) -> None:
    """Click a point's label in the nth figure of the page."""
    label = page.locator(".js-plotly-plot").nth(figure).locator(".textpoint, .bartext").nth(point)
    label.scroll_into_view_if_needed()
    box = label.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
