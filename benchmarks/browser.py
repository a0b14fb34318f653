"""What a person waits for, in Chromium, on a warm server: each page's first useful paint, and filters on Flips.

python -m benchmarks.browser --rows 10000000 [--warehouse DIR]     DIR is loaded: runs `baseline` and `candidate`
python -m benchmarks.browser --peers                               at the sizes at which other tools were measured

A page is painted once its title and its first figure or row are seen. A filter is a value chosen in the panel, timed
from the key that chooses it until the title tells the new number, every row of the new list is there and the page
is at rest. A server is warm once each page was open once.
"""

import asyncio
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from benchmarks.clicking import click_at_once
from benchmarks.loaded import loaded_warehouse, options_of
from benchmarks.served import Served, served
from loaders.warehouse import Warehouse

_FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    "--js-flags=--no-enable-lazy-source-positions",
)
"""The last undoes what watching does: once a program drives the browser, V8 reads Plotly's script of 5 MB over again,
four times while it starts, to note places in it (its trace calls that CollectSourcePositions). A browser that nothing
drives does not; told so, V8 notes them when it first reads the script, which costs nothing that can be seen."""

_PAGES: Final = ("", "flips", "locales", "confidence", "traffic")
"""Those that have something of two runs to draw; Versions wants more, Data reads manifests."""
_USEFUL: Final = ", ".join(
    f"{part}:visible"
    for part in (
        ".js-plotly-plot .main-svg",
        ".flip-row",
        "[data-testid='stMain'] table",
        "[data-testid='stDataFrame']",
    )
)
_IDLE: Final = "[data-testid='stApp'][data-test-script-state='notRunning']"
_TWO_FRAMES: Final = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""What a script of the page draws after the server has said everything is painted with the second."""

_LOCALES: Final = ("de-DE", "en-US", "fr-FR", "es-ES", "it-IT", "hi-IN", "ja-JP", "ar-SA")
_DOMAINS: Final = (
    "agenda",
    "contact",
    "forecast",
    "home",
    "kitchen",
    "reminders",
    "shopping",
    "timer",
    "trips",
    "tunes",
)
_USERS: Final = 20
_PEER_SIZES: Final = (23_792, 237_920, 951_680)
_PEERS: Final = """\
first usable table at 23,792 | 237,920 | 951,680 rows, and facet by locale, as measured on the same kind of machine
LIT 1.3          3 to 5 s | 22 s | never         1.5 | 12.7 s | -
Zeno 0.6         2.1 | 2.4 | 3.5 s               0.13 | 0.35 | 1.4 s
Evidently 0.7    2.4 to 2.9 s                    -"""


def main() -> None:
    parser = options_of(__doc__)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    for rows in _PEER_SIZES if options.peers else (options.rows,):
        opening: AbstractContextManager[Path] = loaded_warehouse(rows, options.data)
        if options.warehouse is not None:
            opening = nullcontext(options.warehouse)
        with opening as warehouse, served(warehouse) as server:
            (evalset,) = Warehouse(warehouse).evalsets()
            print(f"{evalset.n_utterances:,} utterances, {server.address}", flush=True)
            _measure(server)
    if options.peers:
        print(_PEERS)


def _measure(server: Served) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(120_000)
        for name in _PAGES:
            cold = _paint(page, f"{server.address}/{name}")
            warm = [_paint(page, f"{server.address}/{name}") for _ in range(3)]
            title, useful = (statistics.median(seconds) for seconds in zip(*warm, strict=True))
            print(
                f"  {name or 'overview':<12} first useful paint {useful:5.2f} s warm, its title {title:5.2f} s; "
                f"{cold[1]:5.2f} s the first time",
                flush=True,
            )
        for name, filters in (
            ("one value of locale or domain more", _filter(page, server, _values())),
            ("a text", _search(page, server)),
        ):
            _report(name, server, filters)
        browser.close()
    before = server.cpu_s()
    for turn in range(3):
        queries = [f"locale={_LOCALES[i % 8]}&domain={_DOMAINS[(turn * 3 + i // 8) % 10]}" for i in range(_USERS)]
        seconds, n_failed = asyncio.run(click_at_once(server.port, "", queries))
        print(f"  {_USERS} users at once: {_spread(seconds)}, {n_failed} errors")
    print(f"  processor time of the server: {(server.cpu_s() - before) / 3 / _USERS:.2f} s a user, opening included")


def _paint(page: Page, address: str) -> tuple[float, float]:
    """Return the seconds until the title, which answers the page's question, and until the first figure or row."""
    page.goto("about:blank")
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("h1").first.wait_for()
    title = time.perf_counter() - started
    page.locator(_USEFUL).first.wait_for()
    useful = time.perf_counter() - started
    page.locator(_IDLE).wait_for()
    return title, useful


def _values() -> Iterator[tuple[str, str]]:
    """Locales and domains in turn, so that every filter is another one."""
    for locale, domain in product(_LOCALES[:4], _DOMAINS):
        yield ("Locale", locale) if domain == _DOMAINS[0] else ("Domain", domain)


def _filter(page: Page, server: Served, values: Iterator[tuple[str, str]]) -> Iterator[float]:
    for label, value in values:
        if label == "Locale":
            page.goto(f"{server.address}/flips")
            page.locator(_IDLE).wait_for()
            page.get_by_test_id("stPopover").filter(has_text="Filter").get_by_role("button").click()
        box = page.get_by_test_id("stMultiSelect").filter(has_text=label).get_by_role("combobox")
        box.fill(value)
        yield _until_painted(page, partial(box.press, "Enter"))


def _search(page: Page, server: Served) -> Iterator[float]:
    page.goto(f"{server.address}/flips")
    page.locator(_IDLE).wait_for()
    for text in ("timer", "acht", "light", "weather", "train", "call", "ma", "the", "musik", "9"):
        box = page.get_by_placeholder("Search in the text")
        box.fill(text)
        yield _until_painted(page, partial(box.press, "Enter"))


def _until_painted(page: Page, act: Callable[[], None]) -> float:
    before = page.locator("h1").first.inner_text()
    started = time.perf_counter()
    act()
    page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
    page.locator(_IDLE).wait_for()
    page.evaluate(_TWO_FRAMES)
    return time.perf_counter() - started


def _report(name: str, server: Served, filters: Iterator[float]) -> None:
    """Tell how long the filters take, and what each costs the server, the pages they start from included."""
    before = server.cpu_s()
    seconds = list(filters)
    cost = (server.cpu_s() - before) / len(seconds)
    print(f"  {len(seconds)} filters, {name}: {_spread(seconds)}; {cost:.3f} s of the server's processor", flush=True)


def _spread(seconds: Sequence[float]) -> str:
    last = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"median {statistics.median(seconds):.2f} s, 95th percentile {last:.2f} s, longest {max(seconds):.2f} s"


if __name__ == "__main__":
    main()
