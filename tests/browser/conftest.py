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
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import sample_data
from loaders.run import RunOptions, add_run
from loaders.warehouse import Warehouse

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
expect.set_options(timeout=30_000)

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
def serving(warehouse: Path) -> Iterator[str]:
    """Serve a warehouse, from a folder that is not the repository; give the address."""
    port = free_port()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", _SERVE, "serve", "--port", str(port), "--warehouse", str(warehouse)]
    server = subprocess.Popen(command, cwd=warehouse, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def address(sample_warehouse: Path) -> Iterator[str]:
    """The address of a dashboard over the sample data."""
    with serving(sample_warehouse) as found:
        yield found


@pytest.fixture(scope="session")
def four_versions(sample_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over all four versions of the sample, a warehouse that may be written into."""
    path = tmp_path_factory.mktemp("four") / "warehouse"
    shutil.copytree(sample_warehouse, path)
    for name in ("v3", "v4"):
        files = [str(sample_data.PREDICTIONS[name])]
        add_run(Warehouse(path), name, files, "sample", RunOptions(), lambda _step, _n: None)
    with serving(path) as found:
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
    """A page that fails its test where anything was asked of another host, or a script failed."""
    opened = context.new_page()
    wrong: list[str] = []
    local = re.compile(r"^(https?://127\.0\.0\.1|wss?://127\.0\.0\.1|data:|blob:)")
    opened.on("request", lambda request: None if local.match(request.url) else wrong.append(request.url))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    assert wrong == []
