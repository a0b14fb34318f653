"""Browsing what flipped: keys, search, chips, links to others, a download."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled

GERMAN = "/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"


def test_keys_walk_through_the_list_and_the_link_follows(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    expect(page.get_by_text("1 of 49")).to_be_visible()
    settled(page)
    page.keyboard.press("j")
    expect(page.get_by_text("2 of 49")).to_be_visible()
    page.wait_for_url(re.compile(r"row=\d+"))
    settled(page)
    linked = page.url
    page.keyboard.press("k")
    expect(page.get_by_text("1 of 49")).to_be_visible()
    other = page.context.new_page()
    open_page(other, linked)
    expect(other.get_by_text("2 of 49")).to_be_visible()


def test_gold_and_both_answers_stand_over_the_same_text(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    lanes = page.locator(".lane")
    expect(lanes).to_have_count(3)
    expect(lanes.nth(0)).to_contain_text("Gold")
    expect(lanes.nth(1)).to_contain_text("✓")
    expect(lanes.nth(2)).to_contain_text("✕")


def test_searching_narrows_the_list_and_a_chip_widens_it_again(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    search = page.get_by_placeholder("Search in the text")
    search.fill("Timer")
    search.press("Enter")
    page.wait_for_url(re.compile("q=Timer"))
    expect(page.locator("h1")).not_to_contain_text("49 utterances")
    settled(page)
    page.get_by_role("button", name=re.compile("Timer")).first.click()
    expect(page.locator("h1")).to_contain_text("49 utterances broke in de-DE")
    settled(page)
    page.get_by_role("button", name=re.compile("locale: de-DE")).click()
    expect(page.locator("h1")).to_contain_text("119 utterances broke")
    assert "locale=" not in page.url


def test_what_is_filtered_can_be_taken_away(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address + GERMAN)
    page.get_by_role("button", name=re.compile("Download")).click()
    with page.expect_download() as started:
        page.get_by_role("button", name=re.compile("CSV")).click()
    path = tmp_path / "broke.csv"
    started.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 49
    assert {(row["locale"], row["outcome"]) for row in rows} == {("de-DE", "negative_flip")}


def test_every_script_runs_in_its_own_direction(page: Page, address: str) -> None:
    for locale, direction in (("ar-SA", "rtl"), ("hi-IN", "ltr"), ("ja-JP", "ltr")):
        open_page(page, f"{address}/flips?outcome=all&locale={locale}")
        text = page.locator(".lane div[dir=auto]").first
        expect(text).to_be_visible()
        assert text.evaluate("e => getComputedStyle(e).direction") == direction


def test_the_same_request_in_another_locale_is_one_click_away(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    expect(page.get_by_text("Same request in other locales")).to_be_visible()
    page.get_by_role("button", name=re.compile("en-US")).first.click()
    expect(page.get_by_text(re.compile(r"^en-US · "))).to_be_visible()
    page.wait_for_url(re.compile(r"row=\d+"))


def test_an_expression_narrows_the_list_and_a_bad_one_is_said(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    search = page.get_by_placeholder("Search in the text")
    search.fill("/timer$/")
    search.press("Enter")
    expect(page.locator("h1")).to_contain_text("the text matches /timer$/")
    settled(page)
    search.fill("/timer(/")
    search.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is no regular expression")
    expect(search).to_have_value("/timer(/")


def test_a_band_is_chosen_in_the_panel_and_its_chip_takes_it_away(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    page.get_by_test_id("stPopoverButton").filter(has_text="Filter").click()
    settled(page)
    page.get_by_test_id("stPopoverBody").get_by_role("button", name="tail").click()
    page.wait_for_url(re.compile("where=frequency_band%3Dtail"))
    expect(page.locator("h1")).to_contain_text("frequency tail")
    settled(page)
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("button", name=re.compile("^frequency: tail")).click()
    expect(page.locator("h1")).not_to_contain_text("tail")
    expect(page.locator("h1")).to_contain_text("49 utterances broke in de-DE")
    page.wait_for_url(lambda url: "frequency_band" not in url)


def test_counts_of_the_confidence_page_open_their_list(page: Page, address: str) -> None:
    open_page(page, f"{address}/confidence?evalset=sample&baseline=v1&candidate=v2")
    link = page.locator("table.swings a").first
    n = link.inner_text()
    link.click()
    page.wait_for_url(re.compile("/flips"))
    expect(page.locator("h1")).to_contain_text(f"{n} utterance")
