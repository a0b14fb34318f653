"""The report opened from disk: nothing is asked of any host, figures answer the pointer, paper is white."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.cli import main
from tests.browser.conftest import watch
from tests.browser.steps import open_page
from tests.browser.test_accessibility import VIEW, serious
from tests.dashboard.hostile import EVALSET, RUNS, write_hostile


def written(folder: Path, warehouse: Path, *arguments: str) -> Path:
    """Write a report and return its file."""
    path = folder / "report.html"
    assert main(["report", *arguments, "-o", str(path), "--warehouse", str(warehouse)]) == 0
    return path


@pytest.fixture(scope="module")
def report(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("report"), sample_warehouse, "v1", "v2")


@pytest.fixture
def alone(context: BrowserContext) -> Iterator[Page]:
    """A page without a network, which fails its test where anything but the file itself was asked for."""
    asked: list[str] = []
    wrong: list[str] = []
    context.set_offline(True)
    opened = context.new_page()
    watch(opened, wrong)
    opened.on("request", lambda request: asked.append(request.url))
    yield opened
    assert [url for url in asked if not url.endswith("/report.html")] == []
    assert [said for said in wrong if not said.startswith("file://")] == []


def open_report(page: Page, path: Path, theme: str = "light") -> None:
    page.goto(path.as_uri())
    drawn(page, theme)


def drawn(page: Page, theme: str) -> None:
    """Wait until every figure is drawn in these colours."""
    expect(page.locator("html")).to_have_attribute("data-drawn", theme)
    n_figures = page.locator("[data-figure]").count()
    expect(page.locator("[data-figure] .main-svg:first-child")).to_have_count(n_figures)


def test_it_opens_from_disk_and_its_figures_answer(alone: Page, report: Path) -> None:
    open_report(alone, report)
    expect(alone.get_by_role("heading", level=1)).to_have_text("Better on average, worse in de-DE.")
    chart = alone.locator("[data-figure='causes']")
    chart.scroll_into_view_if_needed()
    chart.locator(".bars .point path").first.hover(force=True)
    expect(chart.locator(".hoverlayer")).to_contain_text("intent changed")
    expect(chart.locator(".hoverlayer")).not_to_contain_text("click")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_keeps_anybody_out(page: Page, report: Path, theme: str) -> None:
    # Axe is put into the page as a script, which the report's policy rightly lets nobody do.
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", report.read_text(encoding="utf-8"))
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.route("http://127.0.0.1/report.html", lambda route: route.fulfill(body=text, content_type="text/html"))
    page.goto("http://127.0.0.1/report.html")
    drawn(page, theme)
    assert serious(page) == []
    levels = [int(heading.evaluate("e => e.tagName[1]")) for heading in page.locator("h1, h2, h3").all()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    for role in ("banner", "navigation", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    assert all(figure.get_attribute("aria-label") for figure in page.locator("[data-figure]").all())


def test_it_follows_the_screen_and_prints_on_white(alone: Page, report: Path) -> None:
    alone.emulate_media(color_scheme="dark")
    open_report(alone, report, "dark")
    names = alone.locator("[data-figure='causes'] .ytick text").first
    dark = names.evaluate("e => e.style.fill")
    alone.evaluate(
        "addEventListener('beforeprint', () => { window.onPaper = [document.documentElement.dataset.drawn, "
        "document.querySelector(\"[data-figure='causes'] .ytick text\").style.fill, "
        "Math.max(...[...document.querySelectorAll('.main-svg')].map(e => e.getBoundingClientRect().width))] })"
    )
    pdf = alone.pdf(prefer_css_page_size=True)
    theme, ink, widest = alone.evaluate("window.onPaper")
    assert (theme, ink != dark, widest <= 700) == ("paper", True, True)
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12
    drawn(alone, "dark")
    assert alone.locator("[data-figure='causes'] .ytick text").first.evaluate("e => e.style.fill") == dark
    alone.emulate_media(color_scheme="light")
    drawn(alone, "light")
    # The sheet of A4 between its margins.
    alone.set_viewport_size({"width": 703, "height": 1000})
    alone.emulate_media(media="print", color_scheme="dark")
    too_wide = "all => all.filter(e => e.scrollWidth > e.parentElement.clientWidth).map(e => e.innerText.slice(0, 40))"
    assert alone.locator("table").evaluate_all(too_wide) == []
    assert alone.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_it_fits_a_narrow_window(alone: Page, report: Path) -> None:
    alone.set_viewport_size({"width": 800, "height": 900})
    open_report(alone, report)
    assert alone.evaluate("document.documentElement.scrollWidth") <= 800
    alone.set_viewport_size({"width": 1200, "height": 900})
    expect(alone.locator("[data-figure='heat-nfr'] .main-svg").first).to_have_attribute(
        "width", re.compile(r"^1\d\d\d")
    )


def test_hostile_texts_stay_text(alone: Page, tmp_path: Path) -> None:
    warehouse = write_hostile(tmp_path)
    open_report(alone, written(tmp_path, warehouse, *RUNS[:2]))
    assert alone.locator("[data-evil], iframe, img, [onerror]").count() == 0
    assert alone.evaluate("document.title").startswith(("Better", "Worse", "Even", "No "))
    expect(alone.locator("header")).to_contain_text(EVALSET)


def test_the_overview_offers_it(page: Page, address: str, report: Path) -> None:
    open_page(page, f"{address}/?{VIEW}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Report").click()
    assert waiting.value.suggested_filename == "report-v1-v2.html"
    assert Path(waiting.value.path()).read_bytes() == report.read_bytes()
