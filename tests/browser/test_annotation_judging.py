"""Draw a sample, judge its labels by key and see the estimate; accept a correction and make a revision of it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.steps import open_page, settled
from tests.browser.test_accessibility import serious
from tests.dashboard.suspects_warehouse import write_suspects

ANNOTATION = "/annotation?evalset=labels&baseline=v1&candidate=v2"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suspects(tmp_path_factory.mktemp("labels"))


@pytest.fixture
def address(labels: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard over a warehouse of its own: what is said here is met by no other test."""
    path = tmp_path / "warehouse"
    shutil.copytree(labels, path)
    with served(path) as found:
        yield found


def sign(page: Page) -> None:
    field = page.get_by_placeholder("Your name")
    field.fill("Ann")
    field.press("Enter")
    settled(page)


def test_draw_a_sample_judge_it_and_see_the_estimate(page: Page, address: str) -> None:
    open_page(page, address + ANNOTATION)
    page.get_by_role("button", name="How many labels are wrong?").click()
    expect(page.get_by_text("Only people can tell.")).to_be_visible()
    page.get_by_label("Labels to judge, in all").fill("4")
    page.get_by_role("button", name="Draw", exact=True).click()
    expect(page.get_by_text("1 of 4", exact=True)).to_be_visible()
    settled(page)
    assert serious(page) == []
    sign(page)
    for key, place in (("2", "2 of 4"), ("1", "3 of 4"), ("1", "4 of 4")):
        page.keyboard.press(key)
        expect(page.get_by_text(place, exact=True)).to_be_visible()
        settled(page)
    page.keyboard.press("1")
    expect(page.get_by_text("All drawn labels are judged.")).to_be_visible()
    expect(page.locator("h1")).to_have_text(re.compile(r"How many labels are wrong\? About \d+ of \d+"))
    expect(page.locator(".tile").first).to_contain_text(re.compile(r"95 %: \d+\.\d to \d+\.\d %"))
    expect(page).to_have_url(re.compile("sample=0"))
    settled(page)
    page.get_by_role("button", name="Back to the suspects").click()
    expect(page.get_by_role("button", name=re.compile(r"About \d+ of \d+ labels are wrong"))).to_be_visible()


def test_accept_a_correction_and_make_a_revision(page: Page, address: str) -> None:
    open_page(page, address + ANNOTATION + "&show=all&row=6")
    sign(page)
    page.keyboard.press("4")
    expect(page.locator(".standing")).to_have_text(re.compile("gold wrong$"))
    settled(page)
    page.get_by_role("button", name="Corrections 1").click()
    expect(page.locator("ul.corrections")).to_contain_text("play en-US thing 1: stop → play")
    page.get_by_role("button", name="Make the revision").click()
    made = page.locator(".st-key-revision_made")
    expect(made).to_contain_text("labels-2 is made from labels: 1 utterance has another label.")
    settled(page)
    made.get_by_role("link", name="What the update broke by the new labels").click()
    expect(page).to_have_url(re.compile("evalset=labels-2"))
    expect(page.get_by_role("combobox", name="Evaluation set")).to_have_value("labels-2")
