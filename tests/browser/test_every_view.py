"""On each page: choices are made, the address is opened in another browser, and it shows the same; Back and Forward."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.steps import audited, open_page, settled

VIEW = "evalset=sample&baseline=v1&candidate=v2"


def shown(page: Page) -> str:
    """Return all that a page shows: its words, the values of its fields, what is switched on."""
    settled(page)
    return str(
        page.evaluate(
            """() => {
              const fields = [...document.querySelectorAll("[data-testid=stApp] input:not([type=file])")];
              const on = [...document.querySelectorAll("[aria-checked=true], [aria-selected=true], [aria-current]")];
              return [
                document.querySelector("[data-testid=stMain]").innerText,
                ...fields.map((field) => field.value),
                ...on.map((button) => button.innerText),
              ].join("\\n");
            }"""
        )
    )


def press(page: Page, name: str) -> None:
    """Choose one of several that exclude each other."""
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list that drops down."""
    page.get_by_role("combobox", name=re.compile(label)).first.click()
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def on_the_overview(page: Page) -> None:
    choose(page, "Candidate", "v4")
    press(page, "Intent")
    press(page, "Traffic")


def on_flips(page: Page) -> None:
    choose(page, "Order", "Confidence lost")
    page.get_by_role("button", name="Next page").first.click()
    settled(page)
    page.keyboard.press("j")
    settled(page)


def on_flips_searched(page: Page) -> None:
    page.get_by_placeholder("Search in the text").fill("timer")
    page.get_by_placeholder("Search in the text").press("Enter")
    settled(page)
    page.locator(".st-key-flip_rows button").nth(1).click()
    settled(page)


def on_locales(page: Page) -> None:
    page.get_by_role("button", name="Remove es-ES").click()
    settled(page)
    press(page, "all")
    page.get_by_role("button", name="Next page").first.click()
    settled(page)


def on_transitions(page: Page) -> None:
    press(page, "All changed")
    choose(page, "Locale", "de-DE")


def on_slots(page: Page) -> None:
    # A list closes when the page below it scrolls.
    page.get_by_role("combobox", name="Slot").scroll_into_view_if_needed()
    settled(page)
    choose(page, "Slot", "day")
    press(page, "Traffic")


def on_slices(page: Page) -> None:
    press(page, "1")
    page.get_by_role("button", name="Remove annotator").or_(page.get_by_text("Remove annotator")).first.click()
    settled(page)


def on_versions(page: Page) -> None:
    press(page, page.get_by_role("radio", name=re.compile("Flapping")).inner_text())
    page.get_by_role("button", name="Next page").first.click()
    settled(page)


def on_confidence(page: Page) -> None:
    press(page, "Intent")
    choose(page, "Baseline", "v3")


def on_traffic(page: Page) -> None:
    field = page.get_by_label("Most frequent of each locale")
    field.fill("40")
    field.press("Enter")
    settled(page)
    page.get_by_role("button", name="Next page").first.click()
    settled(page)


def on_annotation(page: Page) -> None:
    audited(page)
    press(page, page.get_by_role("radio", name=re.compile("Flagged")).inner_text())
    page.get_by_role("button", name="Next page").first.click()
    settled(page)
    page.keyboard.press("j")
    settled(page)


def on_verdicts(page: Page) -> None:
    choose(page, "Candidate", "v3")
    press(page, "Intent")


def on_release(page: Page) -> None:
    choose(page, "Candidate", "v3")


def on_data(page: Page) -> None:
    choose(page, "Show in full", "evaluation set sample")


@pytest.mark.parametrize(
    ("path", "make_choices"),
    [
        ("/", on_the_overview),
        ("/flips", on_flips),
        ("/flips", on_flips_searched),
        ("/locales", on_locales),
        ("/transitions", on_transitions),
        ("/slots", on_slots),
        ("/slices", on_slices),
        ("/versions", on_versions),
        ("/confidence", on_confidence),
        ("/traffic", on_traffic),
        ("/annotation", on_annotation),
        ("/verdicts", on_verdicts),
        ("/release", on_release),
        ("/data", on_data),
    ],
)
def test_the_address_of_a_view_shows_the_same_elsewhere(
    page: Page, browser: Browser, four_versions: str, path: str, make_choices: Callable[[Page], None]
) -> None:
    open_page(page, f"{four_versions}/data?{VIEW}&item=run+v3")
    open_page(page, f"{four_versions}{path}?{VIEW}")
    at_first = shown(page)
    make_choices(page)
    chosen = shown(page)
    assert chosen != at_first
    elsewhere = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        other = elsewhere.new_page()
        open_page(other, page.url)
        assert shown(other) == chosen
    finally:
        elsewhere.close()
    page.go_back()
    settled(page)
    assert shown(page) != chosen
    page.go_forward()
    settled(page)
    assert shown(page) == chosen
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
