"""Lists that are one part of the page: what stands in a row, where the focus is, and what can never get in."""

from typing import Final

from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import open_page, settled

FLIPS: Final = "/flips?evalset=sample&baseline=v1&candidate=v2"
_DRAW: Final = """async html => {
  const parentElement = document.body.appendChild(document.createElement("section"));
  const data = {name: "forged", rows: [{id: "1", html, label: html}], chosen: null};
  const script = await import("/_stcore/bidi-components/flipscope.row_list/row_list.js");
  script.default({data, parentElement, setTriggerValue: () => null});
  return parentElement.querySelector("li").innerHTML;
}"""
_FORGED: Final = (
    '<div class="a" onclick="window.ran=1" style="position:fixed">b<script>window.ran=2</script>'
    '<img src=x onerror="window.ran=3"><a href="javascript:window.ran=4">c</a><svg onload="window.ran=5"></svg>'
    '<template><b>d</b></template><math><mtext><table><mglyph><style><img src=x onerror="window.ran=6"></style>'
    "</mglyph></table></mtext></math>&lt;b&gt;</div>"
)


def test_a_row_is_built_of_few_tags_whatever_it_is_sent(browser: Browser, address: str) -> None:
    # In a context of its own: the policy complains of the handlers, and is not what keeps them out.
    with browser.new_context() as context:
        page = context.new_page()
        open_page(page, address + FLIPS)
        drawn = page.evaluate(_DRAW, _FORGED)
        page.locator("section button").last.click()
        assert drawn.startswith('<div class="a">b&lt;b&gt;</div><button type="button" aria-label="')
        assert page.evaluate("window.ran") is None


def test_a_list_has_its_name_and_each_row_a_button_named_by_its_text(page: Page, address: str) -> None:
    open_page(page, address + FLIPS)
    rows = page.get_by_role("list", name="Utterances").get_by_role("listitem")
    expect(rows).to_have_count(25)
    first = rows.first.locator(".flip-text").inner_text()
    locale = rows.first.locator(".flip-row > div").nth(1).inner_text()
    expect(rows.first.get_by_role("button", name=f"{locale}: {first}", exact=True)).to_have_attribute(
        "aria-current", "true"
    )


def test_enter_opens_a_row_and_the_focus_goes_where_the_keys_lead(page: Page, address: str) -> None:
    open_page(page, address + FLIPS)
    rows = page.locator(".st-key-flip_rows li")
    rows.nth(3).get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 of 119")).to_be_visible()
    settled(page)
    expect(rows.nth(3).get_by_role("button")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_text("5 of 119")).to_be_visible()
    expect(rows.nth(4).get_by_role("button")).to_be_focused()
    settled(page)
    page.go_back()
    expect(page.get_by_text("4 of 119")).to_be_visible()
    expect(page.locator(".chosen")).to_have_attribute("data-id", rows.nth(3).get_attribute("data-id") or "")


def test_another_page_of_the_list_starts_at_its_top(page: Page, address: str) -> None:
    open_page(page, address + FLIPS)
    rows = page.locator(".st-key-flip_rows .row-list")
    rows.evaluate("list => list.scrollTo(0, list.scrollHeight)")
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_text("26–50 of 119")).to_be_visible()
    settled(page)
    expect(rows.locator("li").first).to_be_in_viewport()
    assert rows.evaluate("list => list.scrollTop") == 0
