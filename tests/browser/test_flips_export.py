"""Handing what is listed to annotators: filter, choose, download, and the file is of that."""

import json
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.steps import open_page, settled

GERMAN = "/flips?evalset=sample&baseline=v1&candidate=v2&locale=de-DE"


def test_a_blind_sample_of_what_is_filtered_is_downloaded(page: Page, address: str, tmp_path: Path) -> None:
    open_page(page, address + GERMAN)
    page.get_by_role("button", name=re.compile("Annotate")).click()
    expect(page.get_by_role("button", name="49 items for Label Studio")).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="Random").click()
    expect(page.get_by_role("spinbutton", name="Seed")).to_be_visible()
    settled(page)
    page.get_by_role("spinbutton", name="Items").fill("12")
    page.keyboard.press("Enter")
    download = page.get_by_role("button", name="12 items for Label Studio")
    expect(download).to_be_visible()
    settled(page)
    page.get_by_role("radio", name="As A and B").click()
    expect(page.get_by_role("combobox", name=re.compile("Fill in ahead"))).to_be_disabled()
    settled(page)
    with page.expect_download() as started:
        download.click()
    assert started.value.suggested_filename == "flips-v1-v2-label-studio.zip"
    started.value.save_as(tmp_path / "flips.zip")
    with zipfile.ZipFile(tmp_path / "flips.zip") as archive:
        tasks = json.loads(archive.read("flips-v1-v2.json"))
        manifest = json.loads(archive.read("flips-v1-v2.manifest.json"))
        assert b'value="a_right"' in archive.read("flips-v1-v2.config.xml")
    assert len(tasks) == manifest["counts"]["n_items"] == 12
    assert manifest["counts"]["n_items_selected"] == 49
    assert {task["data"]["locale"] for task in tasks} == {"de-DE"}
    assert all({"answer_a", "answer_b"} <= set(task["data"]) for task in tasks)
    assert not any("gold_intent" in task["data"] for task in tasks)
