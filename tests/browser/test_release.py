"""May it be released? From a check that fails to what is behind it, by a policy of one's own too."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled, title


def test_a_failing_locale_opens_what_broke_there(page: Page, address: str) -> None:
    open_page(page, f"{address}/release")
    assert title(page) == "Do not release: 3 of 19 checks fail."
    german = page.locator(".slice-row").filter(has_text="locale=de-DE").first
    german.get_by_role("link", name="what broke").click()
    page.wait_for_url(re.compile(r"/flips\?.*locale=de-DE"))
    settled(page)
    assert title(page).startswith("49 utterances broke")


def test_a_policy_of_ones_own_decides(page: Page, address: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[[check]]\nname = "Not much broke"\nmetric = "nfr"\nmax = 0.05\n', encoding="utf-8")
    open_page(page, f"{address}/release")
    page.locator("input[type=file]").set_input_files(policy)
    expect(page.get_by_role("heading", level=1)).to_have_text("May be released: all 6 checks pass.")
    expect(page.locator(".gate-table")).to_contain_text("Not much broke")


def test_a_policy_that_is_none_releases_nothing(page: Page, address: str, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[[check]]\n", encoding="utf-8")
    open_page(page, f"{address}/release")
    page.locator("input[type=file]").set_input_files(policy)
    expect(page.get_by_role("heading", level=1)).to_have_text("Do not release: the policy cannot be decided.")
    expect(page.locator("[data-testid=stAlert]")).to_contain_text("policy.toml: check[1].metric: missing")


def test_a_narrow_window_in_the_dark_hides_no_limit(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{address}/release")
    overflow = page.locator(".gate-table").evaluate("e => e.scrollWidth - e.clientWidth")
    assert overflow <= 0
