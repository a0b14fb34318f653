"""From the Overview one click leads to the utterances behind a number."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import click_bar, click_point, open_page, settled, standing, title


def test_a_cell_of_the_heat_map_opens_what_broke_there(page: Page, address: str) -> None:
    open_page(page, address)
    assert title(page) == "Better on average, worse in de-DE."
    expect(page.locator(".js-plotly-plot")).to_have_count(6)
    cells = page.locator(".js-plotly-plot").nth(1).locator(".textpoint")
    expect(cells.first).to_be_visible()
    rates = [float(text.rstrip("▼▲")) for text in cells.all_text_contents()]
    click_point(page, figure=1, point=rates.index(max(rates)))
    page.wait_for_url(re.compile(r"/flips\?.*locale=.*domain="))
    assert re.match(r"\d+ utterances? broke in [a-z]{2}-[A-Z]{2}", title(page))


def test_a_bar_opens_the_flips_of_its_slice(page: Page, address: str) -> None:
    open_page(page, address)
    click_bar(page, figure=4)
    page.wait_for_url(re.compile(r"/flips\?.*locale=de-DE"))
    assert "broke in de-DE" in title(page)


def test_a_cause_opens_its_flips_and_its_chip_leads_to_all_of_them(page: Page, address: str) -> None:
    open_page(page, address)
    expect(page.get_by_text("Why it broke")).to_be_visible()
    click_bar(page, figure=3, bar=1)
    page.wait_for_url(re.compile(r"/flips\?.*cause=slot_missing"))
    assert title(page) == "22 utterances broke: slot missing"
    page.get_by_role("button", name=re.compile("cause: slot missing")).click()
    expect(page.locator("h1")).to_have_text("119 utterances broke")
    settled(page)
    assert "cause=" not in page.url


def test_a_change_that_is_hardly_chance_is_marked(page: Page, address: str) -> None:
    open_page(page, address)
    expect(page.get_by_text("The accuracy change is hardly chance")).to_be_visible()
    cells = page.locator(".js-plotly-plot").nth(1).locator(".textpoint")
    expect(cells.first).to_be_visible()
    assert sum("▼" in text for text in cells.all_text_contents()) == 3


def test_the_map_switches_its_measure_and_a_cell_opens_what_flipped(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("radio", name="Net").or_(page.get_by_role("button", name="Net", exact=True)).first.click()
    page.wait_for_url(re.compile("heat=net"))
    settled(page)
    expect(page.get_by_text("Accuracy change by domain and locale, pp")).to_be_visible()
    cells = page.locator(".js-plotly-plot").nth(1).locator(".textpoint")
    expect(cells.first).to_be_visible()
    texts = cells.all_text_contents()
    worst = min(range(len(texts)), key=lambda place: float(texts[place].rstrip("▼▲").replace("−", "-")))
    click_point(page, figure=1, point=worst)
    page.wait_for_url(re.compile(r"/flips\?.*outcome=negative_flip&outcome=positive_flip"))


def test_a_frequent_request_that_broke_opens_with_its_lanes(page: Page, address: str) -> None:
    open_page(page, address)
    expect(page.get_by_text("Frequent requests that broke")).to_be_visible()
    page.get_by_role("link", name="was steht auf der Einkaufsliste").click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    settled(page)
    expect(page.get_by_text("Gold").first).to_be_visible()
    expect(page.get_by_text("was steht auf der Einkaufsliste").nth(1)).to_be_visible()


def test_a_slice_that_was_found_opens_what_broke_in_it(page: Page, address: str) -> None:
    open_page(page, address)
    expect(page.get_by_text("Worst slices found")).to_be_visible()
    notes = page.locator(".js-plotly-plot").nth(2).locator(".annotation-text").all_text_contents()
    n_broke = [int(note.split("(")[1].split(" of")[0]) for note in notes]
    click_bar(page, figure=2, bar=0)
    page.wait_for_url(re.compile(r"/flips\?"))
    assert title(page).startswith(f"{n_broke[0]} utterances broke")


def test_the_dot_on_the_flow_opens_what_was_fixed(page: Page, address: str) -> None:
    open_page(page, address)
    dots = page.locator(".js-plotly-plot").nth(0).locator(".scatterlayer .points path.point")
    expect(dots).to_have_count(2)
    boxes = sorted((standing(page, dot) for dot in dots.all()), key=lambda box: box["x"])
    right = boxes[-1]
    page.mouse.click(right["x"] + right["width"] / 2, right["y"] + right["height"] / 2)
    page.wait_for_url(re.compile(r"/flips\?.*outcome=positive_flip"))
    assert "fixed" in title(page)


def test_judging_by_intent_is_in_the_link(page: Page, address: str) -> None:
    open_page(page, address)
    page.get_by_role("radio", name="Intent").or_(page.get_by_role("button", name="Intent")).first.click()
    page.wait_for_url(re.compile("unit=intent"))
    settled(page)
    expect(page.get_by_text("Intent accuracy", exact=True)).to_be_visible()
    shown = page.locator(".lede").inner_text()
    other = page.context.new_page()
    open_page(other, page.url)
    expect(other.locator(".lede")).to_have_text(shown)


def test_what_may_be_label_noise_leads_to_its_flips_and_to_why(page: Page, address: str) -> None:
    open_page(page, address)
    box = page.locator(".st-key-label_noise")
    expect(box).to_contain_text("60 % of the regression in it-IT may be label noise")
    expect(box).to_contain_text("9 of 15 broken utterances have a gold that looks wrong")
    box.get_by_role("link", name="List the 9").click()
    page.wait_for_url(re.compile(r"/flips\?.*gold%3Dsuspect"))
    expect(page.locator("h1")).to_have_text("9 utterances broke in it-IT, gold looks wrong")
    settled(page)
    expect(page.get_by_text("⚑ gold looks wrong")).to_have_count(9)
    expect(page.get_by_text("⚑ The gold looks wrong")).to_be_visible()
    page.get_by_role("button", name=re.compile("gold: looks wrong")).click()
    expect(page.locator("h1")).to_have_text("15 utterances broke in it-IT")
    settled(page)
    expect(page.get_by_text("⚑ gold looks wrong")).to_have_count(9)
    open_page(page, address)
    page.locator(".st-key-label_noise").get_by_role("link", name="Why they look wrong").click()
    page.wait_for_url(re.compile(r"/annotation\?.*flips=broke"))
    expect(page.locator("h1")).to_contain_text("Is it the model, or the label?")


def test_a_link_to_suspects_waits_for_the_audit_by_itself(page: Page, four_versions: str) -> None:
    open_page(page, f"{four_versions}/flips?baseline=v2&candidate=v3&outcome=all&where=gold%3Dsuspect")
    expect(page.locator("h1")).to_contain_text("gold looks wrong", timeout=120_000)
    settled(page)
    expect(page.get_by_text("⚑ gold looks wrong").first).to_be_visible()
