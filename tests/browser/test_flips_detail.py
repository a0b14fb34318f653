"""One utterance in full: stepping by keys, to what is like it and back, to all that broke the same way."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled

GERMAN = "/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"


def chosen(page: Page) -> str:
    """The text of the row that is marked in the list."""
    row = page.locator(".chosen .flip-text")
    expect(row).to_have_count(1)
    return row.inner_text()


def head(page: Page) -> str:
    return page.locator(".detail-head h2").inner_text()


def test_the_chosen_row_follows_letters_and_arrows_and_stays_in_sight(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    first = chosen(page)
    for key, place in (("j", 2), ("ArrowDown", 3), ("k", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(page.get_by_text(f"{place} of 49")).to_be_visible()
        settled(page)
        expect(page.locator(".chosen .flip-row")).to_be_in_viewport()
    assert chosen(page) == first


def test_a_letter_in_the_search_field_is_a_letter(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    search = page.get_by_placeholder("Search in the text")
    search.press_sequentially("jk")
    expect(search).to_have_value("jk")
    expect(page.get_by_text("1 of 49")).to_be_visible()


def test_a_similar_utterance_opens_and_going_back_keeps_the_selection(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    page.keyboard.press("j")
    expect(page.get_by_text("2 of 49")).to_be_visible()
    settled(page)
    before, where = head(page), page.url
    page.locator(".st-key-flip_similar_rows button").first.click()
    expect(page.locator(".detail-head h2")).not_to_have_text(before)
    settled(page)
    assert page.url != where
    page.go_back()
    expect(page.locator(".detail-head h2")).to_have_text(before)
    assert page.url == where


def test_coming_back_from_another_page_keeps_the_selection(page: Page, address: str) -> None:
    open_page(page, address + GERMAN)
    page.keyboard.press("j")
    expect(page.get_by_text("2 of 49")).to_be_visible()
    settled(page)
    before = head(page)
    page.get_by_role("link", name="Data").click()
    expect(page.locator(".detail-head")).to_have_count(0)
    settled(page)
    page.go_back()
    expect(page.locator(".detail-head h2")).to_have_text(before)
    expect(page.get_by_text("2 of 49")).to_be_visible()


def test_how_many_more_broke_the_same_way_is_the_way_to_them(page: Page, address: str) -> None:
    open_page(page, address + GERMAN + "&cause=slot_missing")
    more = page.locator(".st-key-flip_why").get_by_role("button", name=re.compile("more in de-DE broke this way"))
    label = more.last.inner_text()
    n = int(label.split()[0])
    more.last.click()
    expect(page.locator("h1")).to_contain_text(f"{n + 1} utterances broke")
    expect(page.locator("h1")).to_contain_text("in de-DE")


def test_the_tab_key_goes_from_the_list_to_the_pages_to_the_detail(page: Page, address: str) -> None:
    open_page(page, address + "/flips?evalset=sample&baseline=v1&candidate=v2")
    page.locator(".st-key-flip_rows button").last.focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]"))
    assert "Next" in reached
    assert not {"Up", "Down"} & set(reached)
