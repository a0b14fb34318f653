"""Is it the model, or the label? From a guideline break to one of its golds and what stands beside it, and back."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import audited, click_named, open_page, settled, title

_TITLE = r"Is it the model, or the label\? \d\d golds in 3,112 look wrong"
VIEW = "evalset=sample&baseline=v1&candidate=v2"


def test_from_a_break_to_a_suspect_and_its_twins(page: Page, address: str) -> None:
    open_page(page, f"{address}/annotation?{VIEW}")
    audited(page)
    assert re.fullmatch(_TITLE, title(page))
    page.get_by_role("button", name=re.compile("annotator a05 labelled 19 of 19")).click()
    page.wait_for_url(re.compile("annotator=a05.*detector=guideline_break"))
    assert title(page).startswith("Is it the model, or the label? 19 golds in ")
    rows = page.locator(".st-key-suspect_rows li")
    expect(rows).to_have_count(19)
    rows.nth(2).get_by_role("button").click()
    page.wait_for_url(re.compile("row="))
    settled(page)
    detail = page.locator(".st-key-suspect_detail")
    expect(detail.locator(".reasons")).to_contain_text("From 2026-03-11 to 2026-03-20, annotator a05")
    expect(page.locator(".st-key-suspect_near .gold-row").first).to_contain_text("forecast.rain")
    expect(page.locator(".st-key-suspect_requests .gold-row")).to_have_count(7)
    expect(detail.locator(".lane")).to_have_count(3)
    page.keyboard.press("j")
    settled(page)
    expect(detail).to_contain_text("4 of 19")
    page.keyboard.press("k")
    settled(page)
    expect(detail).to_contain_text("3 of 19")
    page.get_by_role("button", name="days: 2026-03-11 to 2026-03-20").click()
    page.wait_for_url(lambda url: "since=" not in url)


def test_a_twin_opens_and_the_list_stays(page: Page, address: str) -> None:
    open_page(page, f"{address}/annotation?{VIEW}&detector=same_text")
    audited(page)
    before = page.locator(".st-key-suspect_rows li").count()
    twin = page.locator(".st-key-suspect_twins li").first
    expect(twin).to_be_visible()
    twin.get_by_role("button").click()
    page.wait_for_url(re.compile("row="))
    settled(page)
    expect(page.locator(".st-key-suspect_rows li")).to_have_count(before)
    expect(page.locator(".st-key-suspect_twins .gold-row").first).to_be_visible()


def test_figures_filter_the_list_to_as_many_as_they_say(page: Page, address: str) -> None:
    open_page(page, f"{address}/annotation?{VIEW}")
    audited(page)
    said = click_named(page, 0, "fr-FR · forecast")
    page.wait_for_url(re.compile("domain=forecast"))
    settled(page)
    n = re.search(r"<br>([\d,]+) of", said)
    assert n is not None
    expect(page.locator(".st-key-suspect_rows li")).to_have_count(int(n[1]))
    # The same cell once more filters by nothing new.
    click_named(page, 0, "fr-FR · forecast")
    settled(page)
    pair = page.locator(".st-key-suspect_pair_rows li").first
    n_of_pair = int(pair.locator("b").inner_text())
    pair.get_by_role("button").click()
    page.wait_for_url(re.compile("pair="))
    settled(page)
    expect(page.locator(".st-key-suspect_rows li")).to_have_count(n_of_pair)
    # Back takes the filters away one by one, and a figure that was clicked is not clicked again.
    page.go_back()
    page.wait_for_url(lambda url: "pair=" not in url)
    page.go_back()
    page.wait_for_url(lambda url: "domain=" not in url)
    assert re.fullmatch(_TITLE, title(page))


def test_the_panel_filters_by_what_it_counts(page: Page, address: str) -> None:
    open_page(page, f"{address}/annotation?{VIEW}")
    audited(page)
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("button", name="Guideline break", exact=True).click()
    page.wait_for_url(re.compile("detector=guideline_break"))
    settled(page)
    page.keyboard.press("Escape")
    settled(page)
    expect(page.get_by_role("button", name="flagged by: Guideline break")).to_be_visible()
