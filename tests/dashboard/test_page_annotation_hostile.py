"""Every hostile text on the page Annotation: shown as text in list, reasons and what stands beside, none obeyed."""

import re
import time
from pathlib import Path

import pytest

from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.figures.visible import is_control
from tests.dashboard.hostile_warehouse import HOSTILE, write_hostile
from tests.dashboard.opened_page import html_of, open_page, rows_of
from tests.dashboard.test_page_flips_hostile import OURS, TAG


@pytest.fixture(scope="module")
def hostile_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("row", range(len(HOSTILE)))
def test_no_text_becomes_markup_or_turns_the_page(
    row: int, hostile_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(hostile_warehouse))
    app = open_page("annotation", show="all", row=str(row), q="/./")
    until = time.monotonic() + 60
    while app.title and time.monotonic() < until:
        app.run()
    assert not app.exception
    html = html_of(app)
    assert set(TAG.findall(html)) <= OURS | {"code"}
    assert not any(map(is_control, html.replace("\n", "")))
    assert len(html) < 200_000
    assert re.search('class="lane gold"', html)
    keys = ("suspect_rows", "suspect_requests_rows", "suspect_near_rows", "suspect_pair_rows")
    labels = [label for key in keys for label in rows_of(app, key).values()]
    assert not any(is_control(character) for label in labels for character in label)
    assert max(map(len, labels), default=0) < 1000
