"""What a scientist does on a page, as the tests say it."""

from playwright.sync_api import Error, FloatRect, Locator, Page, expect


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until the page has its title and stands still."""
    page.goto(address)
    settled(page)


_AN_AUDIT_MS = 120_000
_ALL_DRAWN = """() => [...document.querySelectorAll("[data-testid='stPlotlyChart']")]
  .every(chart => chart.querySelector(".js-plotly-plot .main-svg"))"""


def settled(page: Page) -> None:
    """Wait until the page has its title and its figures and no script runs, and still does not a moment later.

    What an audit of the gold adds to it, once in a server's life for each comparison, is waited for as well.
    A click or a key that meets a page between two runs of its script is lost, for a person as for a test.
    """
    idle = page.locator("[data-testid='stApp'][data-test-script-state='notRunning']")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator(".st-key-golds_looked_at")).to_have_count(0, timeout=_AN_AUDIT_MS)
    for _ in range(2):
        expect(idle).to_have_count(1)
        page.wait_for_timeout(500)
    page.wait_for_function(_ALL_DRAWN)
    expect(idle).to_have_count(1)


def audited(page: Page) -> None:
    """Wait on the page Annotation until its audit is done, which takes a while the first time."""
    expect(page.locator(".st-key-suspect_rows li").first).to_be_visible(timeout=180_000)
    settled(page)


def title(page: Page) -> str:
    """Return the page's title, once it stands still."""
    settled(page)
    return page.locator("h1").first.inner_text()


def standing(page: Page, mark: Locator) -> FloatRect:
    """Bring a mark of a figure into view and return its place, once it stands still.

    Plotly draws its marks anew while a page settles: one that was just found may be gone, or be elsewhere.
    """
    before: FloatRect | None = None
    for _ in range(100):
        try:
            mark.scroll_into_view_if_needed()
            place = mark.bounding_box()
        except Error as error:
            if "not attached" not in str(error):
                raise
            place = None
        if place is not None and place == before:
            return place
        before = place
        page.wait_for_timeout(100)
    raise AssertionError(f"does not stand still: {mark}")


def click_point(page: Page, figure: int, point: int = 0) -> None:
    """Click a point's label in the nth figure of the page."""
    label = page.locator(".js-plotly-plot").nth(figure).locator(".textpoint, .bartext").nth(point)
    box = standing(page, label)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


_POINTS = """figure => {
  const {_fullLayout: layout, data} = figure, box = figure.getBoundingClientRect();
  return data.filter(trace => trace.customdata && trace.hovertext).flatMap(trace => Array.from(
    {length: trace.x.length},
    (_, i) => ({
      x: box.x + layout.xaxis._offset + layout.xaxis.d2p(trace.type === "bar" ? trace.x[i] / 2 : trace.x[i]),
      y: box.y + layout.yaxis._offset + layout.yaxis.d2p(trace.y[i]),
      said: trace.hovertext[i],
      opens: trace.customdata[i] !== null,
    }),
  ));
}"""


def click_named(page: Page, figure: int, said: str) -> str:
    """Click the first point in the nth figure, of one plot, whose hover says this and that opens something.

    A bar is clicked in its middle. Returns all that the hover says.
    """
    plot = page.locator(".js-plotly-plot").nth(figure)
    plot.scroll_into_view_if_needed()
    settled(page)
    point = next(point for point in plot.evaluate(_POINTS) if said in point["said"] and point["opens"])
    page.mouse.move(point["x"] - 2, point["y"])
    page.mouse.click(point["x"], point["y"])
    return str(point["said"])


def click_bar(page: Page, figure: int, bar: int = 0) -> None:
    """Click a bar, the topmost first, in the nth figure of the page, near its left end; its label opens nothing."""
    point = page.locator(".js-plotly-plot").nth(figure).locator(".bars .point path").nth(bar)
    expect(point).to_be_visible()
    box = standing(page, point)
    page.mouse.click(box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2)
