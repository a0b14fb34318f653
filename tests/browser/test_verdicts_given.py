"""Two people judge flips at the same time, by keys, and see each other's verdicts at the next click."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.browser.steps import open_page, settled

FLIPS = "/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"


@pytest.fixture(scope="module")
def judging(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over a warehouse of its own: what is said here is met by no other test."""
    path = tmp_path_factory.mktemp("judging") / "warehouse"
    shutil.copytree(sample_warehouse, path)
    with served(path) as found:
        yield found


def sign(page: Page, name: str) -> None:
    field = page.get_by_placeholder("Your name")
    field.fill(name)
    field.press("Enter")
    settled(page)


def verdicts(page: Page) -> list[str]:
    """What each annotator says now."""
    return [re.split(r" · \d", line)[0] for line in page.locator("ul.judgements > li").all_inner_texts()]


def test_two_people_judge_and_see_each_other(page: Page, browser: Browser, judging: str) -> None:
    elsewhere = browser.new_context(viewport={"width": 800, "height": 900})
    try:
        other = elsewhere.new_page()
        open_page(page, judging + FLIPS)
        open_page(other, judging + FLIPS)
        sign(page, "Ann")
        sign(other, "Bo")
        page.keyboard.press("2")
        expect(page.locator(".standing")).to_have_text(re.compile("gold wrong$"))
        other.keyboard.press("1")
        expect(other.locator(".standing")).to_have_text(re.compile("no majority of 2"))
        settled(other)
        assert verdicts(other) == ["gold wrong · Ann", "candidate wrong · Bo"]
        page.keyboard.press("j")
        expect(page.get_by_text("2 of 49")).to_be_visible()
        expect(page.locator(".standing")).to_have_count(0)
        page.keyboard.press("k")
        expect(page.get_by_text("1 of 49")).to_be_visible()
        expect(page.locator(".standing")).to_have_text(re.compile("no majority of 2"))
        settled(page)
        page.keyboard.press("u")
        expect(page.locator(".standing")).to_have_text(re.compile("candidate wrong$"))
        page.get_by_text("All that was said").click()
        expect(page.locator("details.judgements li").first).to_contain_text("withdrew gold wrong · Ann")
    finally:
        elsewhere.close()


def test_keys_are_letters_in_a_field_and_listed_in_the_dialog(page: Page, judging: str) -> None:
    open_page(page, judging + FLIPS + "&page=1&sort=row")
    name = page.get_by_placeholder("Your name")
    name.press_sequentially("u1234")
    expect(name).to_have_value("u1234")
    name.press("Enter")
    settled(page)
    assert verdicts(page) == []
    page.keyboard.press("?")
    keys = page.get_by_role("dialog").locator("table.keys")
    expect(keys.get_by_text("Verdict: both acceptable")).to_be_visible()


def test_a_note_and_the_right_intent_are_kept_with_the_verdict(page: Page, judging: str) -> None:
    open_page(page, judging + FLIPS)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_text("2 of 49")).to_be_visible()
    settled(page)
    sign(page, "Cy")
    page.get_by_role("button", name="Note, intent").click()
    page.get_by_label("Note", exact=True).fill("<b>why</b>")
    intent = page.get_by_label("Right intent, where gold is wrong")
    intent.fill("timer.cancel")
    expect(page.get_by_role("option")).to_have_count(1)
    intent.press("Enter")
    settled(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Gold wrong").click()
    expect(page.locator("ul.judgements > li")).to_contain_text("right intent timer.cancel · “<b>why</b>” · Cy")
