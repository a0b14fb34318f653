"""Rows of an Excel workbook, one at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.verdicts.answer import Place
from loaders.verdicts.archive import opened_zip

MAX_BYTES: Final = 500_000_000
MAX_COLUMNS: Final = 300
MAX_ROWS: Final = 1_048_576
_KEY: Final = "item_id"


def read_workbook(path: Path, file: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the rows of each sheet whose first row names a column `item_id`; formulas are their last values.

    Raises `InputError` for what is no workbook, has no such sheet, or names a column twice.
    """
    with opened_zip(path, MAX_BYTES):
        pass
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _rows(book, file)
        finally:
            book.close()
    except (InvalidFileException, ParseError, KeyError, ValueError, AttributeError, IndexError, TypeError) as error:
        raise InputError(f"{shown(path)}: cannot be read as an Excel workbook ({error}); save it again") from error


def _rows(book: Any, file: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    found = False
    for sheet in book.worksheets:
        # What a sheet says of its size need not be so, and would be filled up with empty cells.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
        header = ["" if name is None else str(name).strip() for name in next(rows, ())]
        if _KEY in header:
            found = True
            yield from _of_sheet(rows, header, f"{file}/{shown(sheet.title)}")
    if not found:
        raise InputError(f"{file}: no sheet has a column '{_KEY}' in its first row; is it an export of flipscope?")


def _of_sheet(rows: Iterator[tuple[Any, ...]], header: list[str], file: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    twice = next((name for name in header if name and header.count(name) > 1), None)
    if twice:
        raise InputError(f"{file} line 1, column '{shown(twice)}': named twice in the header; rename one")
    for number, row in enumerate(rows, 2):
        values = {name: _plain(cell) for name, cell in zip(header, row, strict=False) if name}
        if any(cell is not None for cell in values.values()):
            yield Place(file, number), values


def _plain(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, (str, int, float)) else str(cell)
