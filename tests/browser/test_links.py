"""Every view is a link: opened elsewhere, even first on a fresh server, it shows the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.steps import open_page, settled, title


@pytest.fixture
def fresh_address(sample_warehouse: Path) -> Iterator[str]:
    """A server that no page was asked of yet."""
    with served(sample_warehouse) as found:
        yield found


def test_a_deep_link_works_on_a_server_nobody_has_used(page: Page, fresh_address: str) -> None:
    open_page(page, f"{fresh_address}/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE")
    assert title(page) == "49 utterances broke in de-DE"
    expect(page.locator(".brand")).to_be_visible()


@pytest.mark.parametrize(
    "link",
    [
        "/flips?evalset=nope&baseline=x&candidate=y&locale=xx-XX&where=nosuch=1&page=99999999999&row=-5&sort=evil",
        "/flips?outcome=%3Cscript%3E&q=%00%22%27%3B--&row=abc",
        "/locales?locales=xx-XX&locales=de-DE&page=999999",
        "/traffic?top=20&must_pass_page=99",
        "/traffic?top=-5&must_pass_page=x",
        "/versions?runs=nope,v1&list=x&page=-1",
        "/data?evalset=%27%3B--&item=%3Cimg%20src=x%20onerror=alert(1)%3E",
    ],
)
def test_a_hostile_link_never_breaks_a_page(page: Page, address: str, link: str) -> None:
    open_page(page, address + link)
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
    expect(page.locator(".brand")).to_be_visible()


def test_a_link_to_a_run_that_is_not_there_shows_no_other_instead(page: Page, address: str) -> None:
    open_page(page, f"{address}/?evalset=sample&baseline=nope&candidate=v2")
    assert title(page) == "This link leads to something that is not here"
    expect(page.get_by_text("baseline 'nope'")).to_be_visible()


def test_back_undoes_a_choice(page: Page, address: str) -> None:
    open_page(page, f"{address}/?evalset=sample&baseline=v1&candidate=v2")
    page.get_by_role("radio", name="Intent").or_(page.get_by_role("button", name="Intent")).first.click()
    expect(page.get_by_text("Intent accuracy", exact=True)).to_be_visible()
    settled(page)
    page.go_back()
    expect(page.get_by_text("Frame accuracy", exact=True)).to_be_visible()
    settled(page)
    assert "unit=" not in page.url
