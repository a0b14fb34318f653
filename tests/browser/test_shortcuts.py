"""The keys: listed in a dialog, obeyed on every page, silent while somebody types."""

import re

from playwright.sync_api import Page, expect

from dashboard.components.navigation import PAGES
from dashboard.components.shortcuts import KEYS
from tests.browser.steps import open_page, settled


def test_a_question_mark_lists_all_keys(page: Page, address: str) -> None:
    open_page(page, f"{address}/confidence")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    for what in (*(what for _, _, what in KEYS), *(known.title for known in PAGES)):
        expect(dialog.locator("th[scope=row]").filter(has_text=re.compile(f"^{re.escape(what)}$"))).to_have_count(1)
    page.keyboard.press("g")
    page.keyboard.press("d")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()


def test_two_keys_lead_to_each_page_with_the_same_comparison(page: Page, address: str) -> None:
    open_page(page, f"{address}/flips?evalset=sample&baseline=v2&candidate=v1")
    for letter, path in (("t", "traffic"), ("l", "locales"), ("f", "flips")):
        page.keyboard.press("g")
        page.keyboard.press(letter)
        page.wait_for_url(re.compile(rf"/{path}\?.*baseline=v2"))
        settled(page)


def test_a_slash_leads_to_the_search_and_what_is_typed_there_is_text(page: Page, address: str) -> None:
    open_page(page, f"{address}/flips?evalset=sample&baseline=v1&candidate=v2")
    page.keyboard.press("/")
    search = page.get_by_placeholder("Search in the text")
    expect(search).to_be_focused()
    page.keyboard.type("g?c/")
    expect(search).to_have_value("g?c/")
    assert "/flips" in page.url


def test_enter_and_escape_leave_the_search_so_that_keys_step_again(page: Page, address: str) -> None:
    open_page(page, f"{address}/flips?evalset=sample&baseline=v1&candidate=v2")
    search = page.get_by_placeholder("Search in the text")
    page.keyboard.press("/")
    page.keyboard.type("timer")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q=timer"))
    settled(page)
    page.keyboard.press("j")
    page.wait_for_url(re.compile(r"[?&]row="))
    expect(search).to_have_value("timer")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page, address: str) -> None:
    open_page(page, f"{address}/traffic")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy link")).to_be_focused()


def test_the_points_of_a_figure_are_chosen_by_keyboard(page: Page, address: str) -> None:
    open_page(page, f"{address}/?evalset=sample&baseline=v1&candidate=v2")
    points = page.get_by_role("combobox", name="Choose in the figure above").first
    points.focus()
    expect(points).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/flips\?"))
    settled(page)
    expect(page.locator("h1")).to_contain_text(re.compile("broke|fixed"))


def test_the_sidebar_folds_away_at_a_narrow_width(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    open_page(page, f"{address}/traffic")
    page.locator("[data-testid=stSidebar]").hover()
    page.locator("[data-testid=stSidebarCollapseButton] button").click()
    expect(page.get_by_text("flipscope", exact=True)).not_to_be_in_viewport()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').getBoundingClientRect().width > 760")
    page.locator("[data-testid=stExpandSidebarButton]").click()
    expect(page.get_by_text("flipscope", exact=True)).to_be_in_viewport()
