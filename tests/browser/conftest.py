"""A real dashboard in a real browser: `flipscope serve` over the sample data, looked at in Chromium."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=30_000)

_LOCAL = re.compile(r"^(https?://127\.0\.0\.1|wss?://127\.0\.0\.1|data:|blob:)")
_PROBE = re.compile(r"/[a-z]+/_stcore/(health|host-config)$")
_SERVE = "import sys; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests; skip them, saying why, where no Chromium is found."""
    skip = pytest.mark.skip(reason="no Chromium found; install it (Debian: apt-get install chromium)")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(skip)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(warehouse: Path, *options: str, **environment: str) -> Iterator[str]:
    """Serve a warehouse, from a folder that is not the repository; give its address as it is printed."""
    port = free_port()
    inherited = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment
    command = [sys.executable, "-c", _SERVE, "serve", "--port", str(port), "--warehouse", str(warehouse), *options]
    server = subprocess.Popen(command, cwd=warehouse.parent, env=inherited, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def address(sample_warehouse: Path) -> Iterator[str]:
    """The address of a dashboard over the sample data."""
    with served(sample_warehouse) as found:
        yield found


def wait_until_up(url: str, server: subprocess.Popen[str]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard ended with {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the dashboard did not answer within a minute")


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
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))


def _is_error(message: ConsoleMessage) -> bool:
    """Streamlit asks under a page's own address first where it is served, which is answered with 404."""
    asked_below_a_page = _PROBE.search(message.location.get("url", ""))
    return message.type == "error" and not ("404" in message.text and asked_below_a_page)


def _said(message: ConsoleMessage) -> str:
    return f"{message.text[:300]} ({message.location.get('url', '')})"
