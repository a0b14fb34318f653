"""Saved views in the sidebar: saving through the panel, and going on where the notes cannot be read or written."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components import saved_views
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.notes import FILE_NAME
from loaders.saved_views import list_views, save_view

APP = str(Path(__file__).parents[2] / "dashboard" / "app.py")


@pytest.fixture
def warehouse(sample_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "warehouse"
    shutil.copytree(sample_warehouse, copy)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(copy))
    return copy


def opened() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["unit"] = "intent"
    app.run()
    assert not app.exception
    return app


def test_the_current_view_is_saved_with_all_its_parameters(warehouse: Path) -> None:
    app = opened()
    app.text_input(key="saved_view_name").set_value("Intents")
    app.text_input(key="saved_view_author").set_value("Ann")
    next(button for button in app.button if button.label == "Save").click().run()
    (saved,) = list_views(warehouse)
    assert (saved.name, saved.page, saved.author) == ("Intents", "Overview", "Ann")
    assert set(saved.query.split("&")) == {"unit=intent", "evalset=sample", "baseline=v1", "candidate=v2"}


def test_damaged_notes_are_told_in_one_line_and_the_page_goes_on(warehouse: Path) -> None:
    (warehouse / FILE_NAME).write_bytes(b"no database" * 500)
    app = opened()
    assert [error for error in app.error if "damaged" in error.value]
    assert app.title[0].value


def test_who_may_not_write_can_still_open(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_view(warehouse, "Intents", "Flips", "q=x")
    monkeypatch.setattr(saved_views, "may_write", lambda: False)
    app = opened()
    assert "Intents" in [str(link.proto.label) for link in app.get("page_link")]
    assert "saved_view_name" not in [field.key for field in app.text_input]
