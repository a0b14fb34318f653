"""Verdicts come back in the browser: an upload, what it changes, and the way from a disagreement to its flip."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, expect

from loaders.comparison import comparison
from loaders.exchange import item_id, text_sha
from loaders.exports import begin_export
from loaders.warehouse import Warehouse
from tests.browser.conftest import served
from tests.browser.steps import open_page, settled, title
from tests.browser.test_accessibility import serious
from tests.dashboard.hostile import SNIPPETS

VIEW: Final = "evalset=sample&baseline=v1&candidate=v2"
_N_JUDGED: Final = 3
_INJECTED: Final = "() => document.querySelectorAll('[data-evil], [onerror], [onload], .katex').length"


@pytest.fixture(scope="module")
def rows(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A warehouse where flips were handed out, and rows of three of them: two annotators, who differ on the first."""
    warehouse = Warehouse(tmp_path_factory.mktemp("verdicts") / "warehouse")
    shutil.copytree(sample_warehouse, warehouse.path)
    with comparison(warehouse, "v1", "v2") as opened:
        stored = (("evalset", opened.evalset), ("baseline", opened.baseline), ("candidate", opened.candidate))
        about = {role: {"name": one.name, "fingerprint": one.fingerprint} for role, one in stored}
        broke = "baseline_frame_correct AND NOT candidate_frame_correct"
        chosen = opened.pairs().filter(broke).order("frequency DESC, row").limit(_N_JUDGED)
        flips = chosen.select("utterance_id, locale, text").fetchall()
    begin_export(warehouse.path, "x1", {**about, "request": {"unit": "frame", "blind": "none", "prefill": None}}, False)
    filled = []
    for number, (identity, locale, text) in enumerate(flips):
        keys = {"item_id": item_id("x1", locale, identity), "export_id": "x1", "text_sha": text_sha(text)}
        for annotator in ("Ann", f"Bo {SNIPPETS['handler']}"):
            verdict = "gold_wrong" if annotator == "Ann" and number == 0 else "candidate_wrong"
            said = {"verdict": verdict, "annotator": annotator, "note": SNIPPETS["script"]}
            filled.append({**keys, "utterance_id": identity, "locale": locale, "text": text, **said})
    return warehouse.path, filled


@pytest.fixture(scope="module")
def dashboard(rows: tuple[Path, list[dict[str, Any]]]) -> Iterator[str]:
    with served(rows[0]) as found:
        yield found


def upload(page: Page, path: Path) -> None:
    settled(page)
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_test_id("stFileChipName")).to_have_text(path.name)
    page.get_by_role("button", name="Import").click()
    # Importing empties the field; a file chosen before that would be lost.
    expect(page.get_by_test_id("stFileChipName")).to_have_count(0)
    settled(page)


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_verdicts_are_brought_back_and_looked_at(
    page: Page, dashboard: str, rows: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    open_page(page, f"{dashboard}/verdicts?{VIEW}")
    assert title(page) == "Nobody has judged these flips yet."

    upload(page, write(tmp_path / "bad.jsonl", [{**rows[1][0], "verdict": "maybe"}]))
    expect(page.locator(".import-report")).to_contain_text("bad.jsonl line 1: verdict: 'maybe' is none of")
    assert title(page) == "Nobody has judged these flips yet."

    upload(page, write(tmp_path / "back.jsonl", rows[1]))
    expect(page.locator(".import-report")).to_contain_text("back.jsonl: 6 new judgements, for")
    # The flip on which the two differ has no majority.
    expect(page.locator("h1")).to_have_text(re.compile(r"2 of 3 judged flips are the candidate's fault\."))
    upload(page, write(tmp_path / "back.jsonl", rows[1]))
    expect(page.locator(".import-report")).to_contain_text("nothing new: the warehouse has all of it")
    assert page.evaluate(_INJECTED) == 0
    assert serious(page) == []

    queue = page.locator("[class*=st-key-queue_row_]")
    expect(queue).to_have_count(1)
    expect(queue).to_contain_text("gold wrong")
    text = rows[1][0]["text"]
    expect(queue).to_contain_text(text)
    queue.get_by_role("link", name="Open").click()
    page.wait_for_url(re.compile(r"/flips\?.*row=\d+"))
    settled(page)
    expect(page.locator(".lane")).to_have_count(3)


def test_the_page_is_usable_when_narrow_and_dark(page: Page, dashboard: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.emulate_media(color_scheme="dark")
    open_page(page, f"{dashboard}/verdicts?{VIEW}")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    button = page.get_by_role("button", name="Import")
    button.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport(ratio=1)
