"""The guided tour of the docs, taken as it is written: its commands run, and what it quotes is on the screen."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from playwright.sync_api import Page, TimeoutError, expect

import sample_data
from dashboard.cli import main
from tests.browser.conftest import served
from tests.browser.steps import click_point, open_page, settled

TOUR = (Path(__file__).parents[2] / "docs" / "tour.md").read_text(encoding="utf-8")
STEPS: dict[str, str] = dict(re.findall(r"^## (\d)\. [^\n]*\n(.*?)(?=^## |\Z)", TOUR, re.DOTALL | re.MULTILINE))


def commands(step: str) -> list[tuple[list[str], int]]:
    """The commands of a step with the exit codes they announce; `serve` is what the fixture does."""
    lines = [line for block in re.findall(r"```bash\n(.*?)```", STEPS[step], re.DOTALL) for line in block.splitlines()]
    codes = [int(said[1]) if (said := re.search(r"# exit code (\d)", line)) else 0 for line in lines]
    calls = [shlex.split(line, comments=True)[1:] for line in lines]
    return [(call, code) for call, code in zip(calls, codes, strict=True) if call != ["serve"]]


def run(step: str, program: str = "") -> None:
    """Run the commands of a step, or those of one program among them."""
    for call, code in commands(step):
        if program in ("", call[0]):
            _run(call, code)


def _run(call: list[str], code: int) -> None:
    """Run a command, into a file where it ends in `> FILE`."""
    if ">" not in call:
        assert main(call) == code, call
        return
    *arguments, _, file = call
    with Path(file).open("w", encoding="utf-8") as out, redirect_stdout(out):
        assert main(arguments) == code, call


def fill_in(path: Path) -> int:
    """Say on every annotator's sheet that gold is wrong; return how many rows there are on each."""
    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book if sheet.title.startswith("annotator")]
    for sheet in sheets:
        place = next(cell.column for cell in sheet[1] if cell.value == "verdict")
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, place, "gold_wrong")
    book.save(path)
    (n_lines,) = {int(sheet.max_row) for sheet in sheets}
    return n_lines - 1


@pytest.fixture
def toured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a dashboard over what the first step loads."""
    shutil.copy(sample_data.EVALSET, tmp_path / "test.jsonl")
    for version in ("v1", "v2"):
        shutil.copy(sample_data.PREDICTIONS[version], tmp_path / f"predictions_{version}.jsonl.gz")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLIPSCOPE_WAREHOUSE", raising=False)
    run("1")
    with served(tmp_path / "warehouse") as found:
        yield found


def look(page: Page, step: str) -> None:
    """Find every quotation of a step on the screen."""
    settled(page)
    quoted = [" ".join(words.split()) for words in re.findall("“(.*?)”", STEPS[step], re.DOTALL)]
    assert quoted, f"step {step} quotes nothing"
    for words in quoted:
        find(page, words)


def find(page: Page, words: str) -> None:
    try:
        page.wait_for_function(_ON_SCREEN, arg=words, timeout=20_000)
    except TimeoutError as error:
        raise AssertionError(f"not on the screen: {words!r}, at {page.url}") from error


_ON_SCREEN = """words => {
  const shown = document.querySelector('[data-testid="stMain"]').innerText;
  const plain = text => text.replace(/[\\u2066-\\u2069\\u200e\\u200f\\u2060]/g, '').replace(/\\s+/g, ' ');
  return plain(shown).includes(plain(words));
}"""


def to(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(re.compile(rf"/{title.lower()}\b"))


def open_the_cell(page: Page) -> None:
    figure = page.locator(".js-plotly-plot").nth(1)
    expect(figure.locator(".textpoint").first).to_be_visible()
    rates = [text.rstrip("▼▲") for text in figure.locator(".textpoint").all_text_contents()]
    click_point(page, figure=1, point=rates.index("30.3"))
    page.wait_for_url(re.compile("domain=contact"))


def step_through(page: Page) -> None:
    page.keyboard.press("j")
    page.wait_for_url(re.compile("row="))
    settled(page)
    page.keyboard.press("k")


def compare_with_english(page: Page) -> None:
    to(page, "Locales")
    settled(page)
    address = page.url.partition("?")
    choice = "&".join(f"locales={quote(locale)}" for locale in ("de-DE", "en-US"))
    open_page(page, f"{address[0]}?{address[2]}&{choice}")


def find_slices(page: Page) -> None:
    to(page, "Slices")
    link = page.get_by_role("link", name="List 15")
    expect(link).to_be_visible()


def test_the_tour_is_as_it_is_told(page: Page, toured: str, tmp_path: Path) -> None:
    open_page(page, toured)
    walk: dict[str, Callable[[Page], None]] = {
        "2": lambda page: None,
        "3": open_the_cell,
        "4": step_through,
        "5": compare_with_english,
    }
    for step, go in walk.items():
        go(page)
        look(page, step)
    find_slices(page)
    titles, listed = _of_the_sixth_step()
    for words in titles:
        find(page, words)
    page.get_by_role("link", name="List 15").click()
    page.wait_for_url(re.compile("annotator"))
    settled(page)
    for words in listed:
        find(page, words)
    to(page, "Traffic")
    look(page, "7")
    run("7")
    run("8", "export")
    assert fill_in(tmp_path / "to_annotators.xlsx") == 15
    run("8", "import-verdicts")
    to(page, "Verdicts")
    look(page, "8")
    to(page, "Release")
    look(page, "9")
    run("9")
    assert "3 of 19 checks fail" in (tmp_path / "report.html").read_text(encoding="utf-8")


def _of_the_sixth_step() -> tuple[list[str], list[str]]:
    """What it quotes of Slices, and of the list that this opens."""
    quoted = [" ".join(words.split()) for words in re.findall("“(.*?)”", STEPS["6"], re.DOTALL)]
    place = quoted.index("List 15")
    return quoted[: place + 1], quoted[place + 1 :]
