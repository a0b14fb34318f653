"""CSV, TSV and JSON lines: a row an item, a copy for each annotator."""

import json
from functools import partial
from pathlib import Path

from dashboard.commands.cells import csv_cell
from dashboard.commands.csv_rows import CsvRows
from dashboard.exports.content import Content
from dashboard.exports.tables import all_rows, columns_of


def write_delimited(content: Content, folder: Path, name: str, delimiter: str) -> list[str]:
    """Write the rows as CSV or TSV, no cell of which is a formula; return the names of the files."""
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        writer = CsvRows(stream, delimiter)
        writer.writerow(columns_of(content.request.blind))
        for row in all_rows(content):
            writer.writerow(map(csv_cell, row.values()))
    return [name]


write_csv = partial(write_delimited, delimiter=",")
write_tsv = partial(write_delimited, delimiter="\t")


def write_jsonl(content: Content, folder: Path, name: str) -> list[str]:
    """Write one JSON object a row, texts as they are; return the names of the files."""
    with (folder / name).open("w", encoding="utf-8", newline="") as stream:
        for row in all_rows(content):
            print(json.dumps(row, ensure_ascii=False), file=stream)
    return [name]
