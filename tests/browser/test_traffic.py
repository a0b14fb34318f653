"""What users meet, and the list that must pass."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title


def test_a_failure_of_the_most_frequent_opens_its_utterance(page: Page, address: str) -> None:
    open_page(page, f"{address}/traffic?top=3")
    assert title(page) == "What broke is asked more often than the rest."
    expect(page.locator(".verdict")).to_contain_text("6 of 24 utterances on the list do not pass")
    page.get_by_role("link", name=re.compile("broke")).first.click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    settled(page)
    expect(page.locator(".lane")).to_have_count(3)


def test_the_count_of_a_band_opens_what_broke_in_it(page: Page, address: str) -> None:
    open_page(page, f"{address}/traffic")
    link = page.locator(".band-table tbody tr").last.get_by_role("link")
    n = link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"/flips\?.*where=frequency_band%3Dtail"))
    assert title(page).startswith(f"{n} utterances broke")


def test_a_list_of_ones_own_is_checked(page: Page, address: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("that's TOO loud\nnobody says this\n", encoding="utf-8")
    open_page(page, f"{address}/traffic")
    page.locator("input[type=file]").set_input_files(listed)
    expect(page.locator(".verdict")).to_contain_text("2 of 2 utterances on the list do not pass")
    expect(page.locator(".verdict")).to_contain_text("line 2: 'nobody says this'")


def test_a_narrow_window_in_the_dark_hides_no_verdict(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/traffic?top=3")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    link = page.get_by_role("link", name=re.compile("broke")).first
    link.scroll_into_view_if_needed()
    expect(link).to_be_in_viewport(ratio=1)
