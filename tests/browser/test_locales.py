"""Locales side by side, and the same request in each of them."""

import re
from itertools import pairwise

from playwright.sync_api import Page, expect

from tests.browser.steps import click_bar, open_page, settled, title

ALL = "/locales?evalset=sample&baseline=v1&candidate=v2"
TWO = f"{ALL}&locales=de-DE&locales=en-US"


def test_two_locales_stand_side_by_side(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    assert title(page) == "de-DE broke where en-US held."
    expect(page.get_by_text("On the same 388 requests")).to_contain_text("10.8 pp (95 % CI 7.4 to 14.7")
    expect(page.get_by_text("49 broke").first).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(1)


def test_a_count_leads_to_its_utterances(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    page.get_by_role("link", name=re.compile("49 broke")).first.click()
    page.wait_for_url(re.compile(r"/flips\?"))
    expect(page.locator("h1")).to_contain_text("49 utterances broke in de-DE")


def test_the_worst_domain_comes_first_and_opens_what_broke_there(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    expect(page.locator(".st-key-locale_domains .ytick text").first).to_contain_text("reminders")
    # Of the invisible bars over the rows those of the difference come first; the topmost is of the worst domain.
    click_bar(page, figure=0)
    page.wait_for_url(re.compile(r"/flips\?.*domain=reminders"))
    expect(page.locator("h1")).to_contain_text("7 utterances broke in de-DE")


def test_from_two_locales_to_one_request_and_back(page: Page, address: str) -> None:
    open_page(page, address + TWO)
    page.get_by_role("button", name="Swap A and B").or_(page.get_by_role("button", name="⇄")).first.click()
    settled(page)
    assert "a=en-US" in page.url
    expect(page.get_by_text("7 requests of 388 broke in en-US (A), not in de-DE (B)")).to_be_visible()
    page.get_by_role("button", name="⇄").click()
    settled(page)
    expect(page.get_by_text("49 requests of 388 broke in de-DE (A), not in en-US (B)")).to_be_visible()

    page.get_by_role("button", name="Open request p017").click()
    expect(page.locator(".lane")).to_have_count(6)
    settled(page)
    assert "request=p017" in page.url
    german = page.locator(".st-key-request_side_0")
    expect(german).to_contain_text("de-DE")
    expect(german).to_contain_text("timer.remaining")

    german.get_by_role("link", name="See it among the flips").click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    expect(page.locator(".lane")).to_have_count(3)
    settled(page)
    page.go_back()
    page.wait_for_url(re.compile(r"/locales"))
    expect(page.locator(".st-key-request_side_0")).to_contain_text("timer.remaining")
    settled(page)
    assert "request=p017" in page.url
    expect(page.get_by_text("49 requests of 388 broke in de-DE (A), not in en-US (B)")).to_be_visible()


def test_a_link_opens_the_same_view_elsewhere(page: Page, address: str) -> None:
    open_page(page, f"{address}{ALL}&locales=fr-FR&locales=ar-SA&locales=ja-JP&b=ja-JP&requests=all&request=p017")
    expect(page.locator(".lane")).to_have_count(9)
    expect(page.get_by_text(re.compile(r"NFR is .* in fr-FR against .* in ja-JP"))).to_be_visible()
    arabic = page.locator(".lane-text[lang='ar-SA']").first
    assert arabic.evaluate("text => getComputedStyle(text).direction") == "rtl"


def test_nothing_overlaps_in_a_narrow_window(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    six = "".join(f"&locales={locale}" for locale in ("de-DE", "en-US", "ja-JP", "ar-SA", "fr-FR", "hi-IN"))
    open_page(page, address + ALL + six)
    expect(page.locator(".textpoint text").first).to_be_attached()
    boxes = page.locator(".textpoint text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.left, box.right, box.top, box.bottom])"
    )
    assert len(boxes) > 100
    rows: dict[int, list[tuple[float, float]]] = {}
    for left, right, top, bottom in boxes:
        rows.setdefault(round((top + bottom) / 8), []).append((left, right))
    for found in map(sorted, rows.values()):
        assert all(right <= left + 1 for (_, right), (left, _) in pairwise(found))
    for place in (".locale-column .sides", ".locale-column .head", ".request .chips"):
        wide = page.locator(place).evaluate_all(
            "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).length"
        )
        assert wide == 0, place
