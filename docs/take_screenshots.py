"""Takes the README's pictures: serves the sample data and looks at each page in Chromium.

    python docs/take_screenshots.py

Needs Chromium on the PATH and the development dependencies.
"""

import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

_HERE: Final = Path(__file__).parent
_PORT: Final = 8599
_PAGES: Final = {
    "overview": "/",
    "flips": "/flips?locale=de-DE",
    "locales": "/locales?locales=de-DE&locales=en-US&locales=ja-JP&locales=ar-SA",
    "annotation": "/annotation",
}
_FLIPSCOPE: Final = [sys.executable, "-c", "import sys; from dashboard.cli import main; sys.exit(main(sys.argv[1:]))"]


def main() -> None:
    """Write a picture of each page beside this file."""
    with tempfile.TemporaryDirectory() as warehouse:
        at = ["--warehouse", warehouse]
        subprocess.run([*_FLIPSCOPE, "demo", "--no-serve", *at], check=True, cwd=_HERE.parent)
        server = subprocess.Popen([*_FLIPSCOPE, "serve", "--port", str(_PORT), *at], cwd=_HERE.parent)
        try:
            _wait_until_up()
            with sync_playwright() as playwright:
                flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                for name, path in _PAGES.items():
                    _take(page, name, path)
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _wait_until_up() -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the dashboard did not start within a minute")


def _take(page: Page, name: str, path: str) -> None:
    page.goto(f"http://127.0.0.1:{_PORT}{path}")
    page.locator("h1").first.wait_for()
    page.locator("[data-test-script-state='notRunning']").first.wait_for()
    page.wait_for_timeout(1500)
    # What is told of the golds comes once they were looked at.
    page.locator(".st-key-golds_looked_at").wait_for(state="detached", timeout=120_000)
    page.wait_for_timeout(500)
    page.screenshot(path=_HERE / f"{name}.png")


if __name__ == "__main__":
    main()
