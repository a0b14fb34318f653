"""Copy link: by mouse and by key, under a strict policy, and where the clipboard is refused."""

import json
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.steps import open_page, settled

# Streamlit compiles code for its figures ('unsafe-eval'); no script that stands in the page itself may run.
STRICT: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws:; worker-src 'self' blob:"
)


_WITH_POLICY: Final = """
new MutationObserver((_changes, observer) => {
  if (!document.head) return;
  observer.disconnect();
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = %s;
  document.head.prepend(policy);
}).observe(document, { childList: true, subtree: true });
"""


@pytest.fixture
def clipboard(context: BrowserContext) -> Iterator[None]:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    context.clear_permissions()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.usefixtures("clipboard")
def test_the_address_is_copied_by_mouse_and_by_key(page: Page, address: str) -> None:
    open_page(page, f"{address}/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE#part")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    assert copied(page) == f"{address}/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"
    page.keyboard.press("j")
    page.wait_for_url(lambda url: "row=" in url)
    settled(page)
    page.keyboard.press("c")
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('row=')")
    assert copied(page) == page.url.partition("#")[0]


@pytest.mark.usefixtures("clipboard")
def test_it_works_by_keyboard_alone_under_a_strict_policy(page: Page, address: str) -> None:
    # A policy in the page's head, there before any script: an answer that the test rewrites would lose its websocket.
    page.add_init_script(_WITH_POLICY % json.dumps(STRICT))
    open_page(page, f"{address}/traffic?evalset=sample&baseline=v1&candidate=v2&top=3")
    with pytest.raises(Exception, match="Content Security Policy"):
        page.add_script_tag(content="window.inline = true")
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
