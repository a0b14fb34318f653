"""Texts that try to be more than text, in every place that shows one."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect

from dashboard.figures.visible import named_controls
from dashboard.server.unknown_page import START, page_names
from tests.browser.conftest import served
from tests.browser.steps import open_page, settled, standing
from tests.dashboard.hostile import COLUMN, EVALSET, RUNS, SNIPPETS, write_hostile

LINK: Final = f"evalset={EVALSET}&baseline={RUNS[0]}&candidate={RUNS[1]}"
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u2060\u2068\u2069"))
"""What is put in to keep a text a text, and is not seen."""

_INJECTED: Final = """() => [
  ...document.querySelectorAll("[data-evil], [onerror], [onload], img[src*='evil'], svg a, .katex, iframe"),
  ...[...document.querySelectorAll("a[href]")].filter(a => new URL(a.href).host !== location.host),
].map(e => e.outerHTML.slice(0, 200))"""
_SHOWN: Final = """() => [
  document.body.innerText,
  ...[...document.querySelectorAll("svg text")].map(e => e.textContent),
  ...[...document.querySelectorAll("input, textarea")].map(e => e.value),
].join("\\n")"""
_HOVERED: Final = "() => [...document.querySelectorAll('.hoverlayer')].map(e => e.textContent).join(' ')"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(write_hostile(tmp_path_factory.mktemp("hostile"))) as found:
        yield found


def shown(page: Page) -> str:
    """Return every text on the page; nothing may have become an element, and the title is ours."""
    assert page.evaluate(_INJECTED) == []
    assert page.title() == "flipscope"
    expect(page.locator("[data-testid='stException']")).to_have_count(0)
    text: str = page.evaluate(_SHOWN)
    return flat(text)


def flat(text: str) -> str:
    return " ".join(text.translate(_INVISIBLE).split())


@pytest.mark.parametrize("name", page_names())
def test_no_page_takes_a_text_for_more(page: Page, hostile: str, name: str) -> None:
    open_page(page, f"{hostile}/{'' if name == START else name}?{LINK}")
    text = shown(page)
    assert RUNS[0] in text
    expect(page.locator("[data-testid='stApp']")).to_contain_text("flipscope")


def test_the_heat_map_names_every_domain(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/?{LINK}")
    text = shown(page)
    assert [name for name, domain in SNIPPETS.items() if flat(domain[:23]) not in text] == []


def test_the_locales_page_names_every_domain(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/locales?{LINK}")
    text = shown(page)
    assert [name for name, domain in SNIPPETS.items() if flat(domain[:18]) not in text] == []


def test_the_list_of_flips_shows_every_text_as_it_stands(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/flips?{LINK}&outcome=all&locale=en-US")
    text = shown(page)
    on_first_page = [name for name in SNIPPETS if name != "word"][:16]
    assert [name for name in on_first_page if flat(f"say {SNIPPETS[name]}") not in text] == []


@pytest.mark.parametrize("name", ["directive", "right to left", "controls", "word"])
def test_one_utterance_in_full_is_text_alone(page: Page, hostile: str, name: str) -> None:
    row = list(SNIPPETS).index(name)
    open_page(page, f"{hostile}/flips?{LINK}&outcome=all&row={row}")
    lanes = page.locator(".lane")
    expect(lanes).to_have_count(3)
    # A control character stands there by its name, a long text by its beginning.
    expected = "".join(mark for mark in named_controls(SNIPPETS[name][:100]) if mark not in "[]")
    assert flat(expected) in "".join(mark for mark in flat(lanes.nth(0).inner_text()) if mark not in "[]")
    shown(page)


@pytest.mark.parametrize("name", ["handler", "autolink", "directive", "latex", "right to left"])
def test_a_filter_in_the_link_is_a_chip_that_says_it(page: Page, hostile: str, name: str) -> None:
    value = quote_plus(SNIPPETS[name])
    open_page(page, f"{hostile}/flips?{LINK}&domain={value}&q={value}&where={quote_plus(COLUMN)}%3D{value}")
    text = shown(page)
    short = flat(SNIPPETS[name][:47])
    assert [label for label in ("domain", "text", COLUMN) if f"{label}: {short}" not in text] == []


def test_hover_labels_show_names_as_they_stand(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/?{LINK}")
    cells = page.locator(".js-plotly-plot").nth(1).locator(".textpoint")
    expect(cells.first).to_be_visible()
    hovered, before = "", ""
    for cell in cells.all()[::2]:
        box = standing(page, cell)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        # The label of this cell, not that of the one before: a busy machine draws it late.
        page.wait_for_function(f'before => !["", before].includes(({_HOVERED})())', arg=before)
        before = page.evaluate(_HOVERED)
        hovered += before
    assert [
        name for name in ("script", "bold", "anchor", "directive") if flat(SNIPPETS[name]) not in flat(hovered)
    ] == []
    shown(page)


def test_what_a_select_offers_is_text(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/?{LINK}")
    page.get_by_role("combobox", name=re.compile("Candidate")).click()
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert flat(SNIPPETS["handler"]) in flat(options.first.inner_text())
    shown(page)


def test_the_data_page_shows_card_files_and_reasons(page: Page, hostile: str) -> None:
    open_page(page, f"{hostile}/data?item=run+{RUNS[0]}")
    text = shown(page)
    assert [name for name in ("handler", "directive", "bold", "drawing", "link") if SNIPPETS[name] not in text] == []
    open_page(page, f"{hostile}/data?item=evaluation+set+{EVALSET}")
    settled(page)
    assert "<img src=x onerror=alert(5) data-evil=1>.jsonl" in shown(page)


@pytest.mark.parametrize("name", ["handler", "autolink", "directive"])
def test_a_name_that_is_not_there_is_repeated_as_text(page: Page, hostile: str, name: str) -> None:
    open_page(page, f"{hostile}/?evalset={EVALSET}&baseline={quote_plus(SNIPPETS[name])}")
    assert f"baseline '{flat(SNIPPETS[name])}'" in shown(page)
