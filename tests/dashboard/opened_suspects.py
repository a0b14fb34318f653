"""The page Annotation as a test opens it, once its audit is there."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import Comparison, open_comparison
from loaders.warehouse import Warehouse
from tests.dashboard.opened_page import open_page, rows_of

ENGLISH = "en-US: play en-US thing 1"
FRENCH = "fr-FR: stop fr-FR thing 2"


def over(path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return Warehouse(path)


def compared(warehouse: Warehouse) -> Comparison:
    return open_comparison(warehouse, "v1", "v2")


def open_suspects(**link: str | list[str]) -> AppTest:
    """Open the page, and wait for its audit as a reader does."""
    return wait_for_suspects(open_page("annotation", **link))


def wait_for_suspects(app: AppTest) -> AppTest:
    """Wait until the list stands in the place of the audit, whose title is Streamlit's."""
    until = time.monotonic() + 60
    while app.title and time.monotonic() < until:
        app.run()
    assert not app.exception
    return app


def labels_of(app: AppTest) -> list[str]:
    return list(rows_of(app, "suspect_rows").values())
