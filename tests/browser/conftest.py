"""A real dashboard in a real browser: `flipscope serve` over the sample data, looked at in Chromium."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect, sync_playwright

import sample_data
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse
from tests.served import free_port as free_port
from tests.served import served as served
from tests.served import wait_until_up as wait_until_up

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=30_000)

_LOCAL = re.compile(r"^(https?://127\.0\.0\.1|wss?://127\.0\.0\.1|data:|blob:)")
_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests; skip them, saying why, where no Chromium is found."""
    skip = pytest.mark.skip(reason="no Chromium found; install it (Debian: apt-get install chromium)")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def address(sample_warehouse: Path) -> Iterator[str]:
    """The address of a dashboard over the sample data."""
    with served(sample_warehouse) as found:
        yield found


@pytest.fixture(scope="session")
def four_versions(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over all four versions of the sample, a warehouse that may be written into."""
    path = tmp_path_factory.mktemp("four") / "warehouse"
    shutil.copytree(sample_warehouse, path)
    for name in ("v3", "v4"):
        files = [str(sample_data.PREDICTIONS[name])]
        add_run(Warehouse(path), name, files, "sample", RunOptions(), lambda _step, _n: None)
    with served(path) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test where another host was asked, a dialog opened, or a script or the policy complained.

    It fails for every page opened in the same context, too.
    """
    wrong: list[str] = []
    context.on("page", lambda opened: watch(opened, wrong))
    yield context.new_page()
    assert wrong == []


def watch(page: Page, wrong: list[str]) -> None:
    """Note whatever a page does that none of ours may do."""
    page.on("request", lambda request: None if _LOCAL.match(request.url) else wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(_said(message)) if _is_error(message) else None)
    page.on("dialog", lambda dialog: _note_dialog(dialog, wrong))


def _note_dialog(dialog: Dialog, wrong: list[str]) -> None:
    wrong.append(f"dialog: {dialog.message}")
    dialog.dismiss()


def _is_error(message: ConsoleMessage) -> bool:
    """Streamlit asks under a page's own address first where it is served, which is answered with 404.

    So is an address that no page has, which a test may open.
    """
    url = message.location.get("url", "")
    meant = _PROBE.search(url) or (message.page is not None and url == message.page.url)
    return message.type == "error" and not ("404" in message.text and meant)


def _said(message: ConsoleMessage) -> str:
    return f"{message.text[:300]} ({message.location.get('url', '')})"
