"""Copy link: by mouse and by key, and where the clipboard is refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.steps import open_page, settled


@pytest.fixture
def clipboard(context: BrowserContext) -> Iterator[None]:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    context.clear_permissions()


def copied(page: Page) -> str:
    """What a person would paste elsewhere: the dashboard's own policy lets no script read the clipboard."""
    elsewhere = page.context.new_page()
    elsewhere.set_content("<textarea></textarea>")
    elsewhere.locator("textarea").press("Control+V")
    pasted = elsewhere.locator("textarea").input_value()
    elsewhere.close()
    return pasted


@pytest.mark.usefixtures("clipboard")
def test_the_address_is_copied_by_mouse_and_by_key(page: Page, address: str) -> None:
    open_page(page, f"{address}/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE#part")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert copied(page) == f"{address}/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"
    page.keyboard.press("j")
    page.wait_for_url(lambda url: "row=" in url)
    settled(page)
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(0)
    page.keyboard.press("c")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert copied(page) == page.url.partition("#")[0]


@pytest.mark.usefixtures("clipboard")
def test_it_works_by_keyboard_alone(page: Page, address: str) -> None:
    open_page(page, f"{address}/traffic?evalset=sample&baseline=v1&candidate=v2&top=3")
    page.get_by_role("button", name="Copy link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert copied(page) == page.url


def test_where_the_clipboard_is_refused_the_link_stands_there_selected(page: Page, address: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    open_page(page, f"{address}/data?evalset=sample&baseline=v1&candidate=v2&item=run+v1")
    page.get_by_role("button", name="Copy link").click()
    field = page.get_by_role("textbox", name="Link to this view")
    expect(field).to_have_value(page.url)
    expect(field).to_be_focused()
    assert page.evaluate("getSelection().toString()") == page.url
    page.keyboard.press("Escape")
    expect(field).to_have_count(0)
    expect(page.get_by_role("button", name="Copy link")).to_be_focused()
