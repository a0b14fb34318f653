"""The notebook of the docs runs as it stands, and prints what is stored in it; it stays small."""

import os
from pathlib import Path
from typing import Any, Final

import nbformat
import pytest
from nbclient import NotebookClient

REPOSITORY: Final = Path(__file__).parents[1]
NOTEBOOK: Final = REPOSITORY / "docs" / "notebook.ipynb"
_LARGEST: Final = 100_000


def read(path: Path) -> Any:
    """Read a notebook as it is stored."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def run(path: Path, folder: Path) -> Any:
    """Execute a notebook in a folder and return it with its outputs."""
    return NotebookClient(read(path), timeout=300, resources={"metadata": {"path": str(folder)}}).execute()


def said(notebook: Any) -> list[list[Any]]:
    """What each cell of code printed and returned, as text; a figure by its data."""
    return [
        [output.get("text") or _plain(output["data"]) for output in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _plain(data: Any) -> Any:
    return data.get("application/vnd.plotly.v1+json") or data["text/plain"]


def test_it_prints_what_is_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(REPOSITORY), os.environ.get("PYTHONPATH", ""))))
    monkeypatch.setenv("PLOTLY_RENDERER", "plotly_mimetype")
    stored = said(read(NOTEBOOK))
    assert all(stored), "run the notebook and keep its outputs"
    assert said(run(NOTEBOOK, tmp_path)) == stored
    assert "119 broke, 207 fixed" in str(stored)
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_it_is_small_and_of_no_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < _LARGEST
    assert str(REPOSITORY) not in text
    assert "/site-packages/" not in text
