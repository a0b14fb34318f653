"""Excel: a sheet for each annotator, with a list to choose the verdict from, and the labels on a sheet of their own.

Every cell is written as text of the format "text", with the prefix that keeps it text when somebody edits it; nothing
is written that Excel would take for a formula. Times in the file are fixed, so equal exports are equal bytes.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count, islice
from pathlib import Path
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.exports.content import Content
from dashboard.exports.questions import MEANINGS, QUESTIONS
from dashboard.exports.tables import columns_of, rows_of
from loaders.errors import InputError
from loaders.exchange import ANNOTATOR, ANSWER_KEYS, SHOWN_KEYS, VERDICT_WORDS

MOST_ROWS: Final = 1_048_575
"""Rows of a sheet below its header."""
MOST_CHARACTERS: Final = 32_767
"""Of a cell, counted in UTF-16 as Excel does."""

_WIDTHS: Final = {"text": 48, "verdict": 18, "true_intent": 22, "true_slots": 48, "note": 30, ANNOTATOR: 11}
_NARROW: Final = 20
_WIDE: Final = 34
_LABELS_SHEET: Final = "labels"
_FIXED: Final = datetime.datetime(2000, 1, 1)
_LONGEST_MESSAGE: Final = 255
_A4: Final = 9

_SAFE: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_excel(content: Content, folder: Path, name: str) -> list[str]:
    """Write the workbook; return the names of the files. Raises `InputError` for a text that no cell can hold."""
    with Workbook(str(folder / name), {**_SAFE, "tmpdir": str(folder)}) as workbook:
        workbook.set_properties({"created": _FIXED})
        styles = _add_styles(workbook)
        for annotator in range(1, content.request.overlap + 1):
            _write_sheets(workbook, styles, content, annotator)
        _write_labels(workbook, styles, content)
    return [name]


@dataclass(frozen=True)
class _Styles:
    """Formats of cells: text that is read, the utterance itself, what is filled in, headings."""

    plain: Format
    wrapped: Format
    filled_in: Format
    heading: Format

    def of(self, column: str) -> Format:
        if column in (*ANSWER_KEYS, ANNOTATOR):
            return self.filled_in
        return self.wrapped if column == "text" or _is_answer(column) else self.plain


def _add_styles(workbook: Workbook) -> _Styles:
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    to_fill = {"text_wrap": True, "bg_color": "#FFF8E1", "border": 1, "border_color": "#D9D2BC"}
    formats = (text, {**text, "text_wrap": True}, {**text, **to_fill}, {**text, "bold": True, "bottom": 1})
    return _Styles(*map(workbook.add_format, formats))


def _write_sheets(workbook: Workbook, styles: _Styles, content: Content, annotator: int) -> None:
    title = f"annotator {annotator}" if content.request.overlap > 1 else "flips"
    rows = rows_of(content, annotator)
    for number in count(1):
        page = islice(rows, MOST_ROWS)
        first = next(page, None)
        if first is None and number > 1:
            return
        sheet = workbook.add_worksheet(title if number == 1 else f"{title} ({number})")
        _write_sheet(sheet, styles, content, chain(() if first is None else (first,), page))


def _write_sheet(sheet: Worksheet, styles: _Styles, content: Content, rows: Iterable[dict[str, Any]]) -> None:
    columns = columns_of(content.request.blind)
    for i, column in enumerate(columns):
        sheet.set_column(i, i, _width(column), styles.of(column))
        sheet.write_string(0, i, column, styles.heading)
    sheet.freeze_panes(1, 1)
    n_rows = 0
    for row in rows:
        n_rows += 1
        for i, key in enumerate(row):
            _write_cell(sheet, (n_rows, i), row, key, styles.of(key))
    if n_rows:
        _offer_choices(sheet, content, columns, n_rows)
        sheet.autofilter(0, 0, n_rows, len(columns) - 1)
    _lay_out_for_paper(sheet, columns, n_rows)


def _width(column: str) -> int:
    return _WIDTHS.get(column, _WIDE if _is_answer(column) else _NARROW)


def _is_answer(column: str) -> bool:
    """Does it hold slots in their text?"""
    return column.endswith("_slots") or column in SHOWN_KEYS["shuffled"]


def _write_cell(sheet: Worksheet, place: tuple[int, int], row: dict[str, Any], key: str, style: Format) -> None:
    value = row[key]
    if value is None:
        sheet.write_blank(*place, None, style)
    elif isinstance(value, int):
        sheet.write_number(*place, value)
    elif len(value) > MOST_CHARACTERS // 2 and len(value.encode("utf-16-le")) // 2 > MOST_CHARACTERS:
        raise InputError(
            f"utterance {row['utterance_id']} in {row['locale']}: {key} has {len(value):,} characters, a cell of "
            f"Excel holds {MOST_CHARACTERS:,}; export it with --format csv"
        )
    else:
        sheet.write_string(*place, value, style)


def _offer_choices(sheet: Worksheet, content: Content, columns: tuple[str, ...], n_rows: int) -> None:
    words = VERDICT_WORDS[content.request.blind]
    meanings = "\n".join(f"{word}: {MEANINGS[word]}" for word in words)
    verdict = columns.index("verdict")
    sheet.data_validation(
        *(1, verdict, n_rows, verdict),
        {
            "validate": "list",
            "source": list(words),
            "input_title": "Verdict",
            "input_message": meanings[:_LONGEST_MESSAGE],
            "error_title": "Not a verdict",
            "error_message": QUESTIONS[content.request.blind][:_LONGEST_MESSAGE],
        },
    )
    if content.labels.intents:
        intent = columns.index("true_intent")
        source = f"={_LABELS_SHEET}!$A$2:$A${len(content.labels.intents) + 1}"
        # A warning, not a stop: what is right may have no intent yet.
        listed = {"validate": "list", "source": source, "error_type": "warning"}
        sheet.data_validation(1, intent, n_rows, intent, listed)


def _lay_out_for_paper(sheet: Worksheet, columns: tuple[str, ...], n_rows: int) -> None:
    """Print what is read and filled in, as wide as a sheet lying on its side; the keys behind it stay off the paper."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, n_rows, columns.index("note"))


def _write_labels(workbook: Workbook, styles: _Styles, content: Content) -> None:
    sheet = workbook.add_worksheet(_LABELS_SHEET)
    sheet.set_column(0, 1, _WIDE, styles.plain)
    sheet.write_string(0, 0, "intents", styles.heading)
    sheet.write_string(0, 1, "slots", styles.heading)
    sheet.freeze_panes(1, 0)
    names = (content.labels.intents, content.labels.slots)
    for i in range(max(map(len, names), default=0)):
        for column, values in enumerate(names):
            if i < len(values):
                sheet.write_string(i + 1, column, values[i][:MOST_CHARACTERS], styles.plain)
