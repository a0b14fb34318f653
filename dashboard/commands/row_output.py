"""Rows on stdout in the formats of a pipeline: JSON, CSV, and a Markdown table."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import typer

from analysis.frames import Row
from dashboard.commands import cells
from dashboard.commands.csv_rows import CsvRows
from loaders.formats.lines import shown


def print_json(meta: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """Print `{"meta": {...}, "rows": [...]}`."""
    typer.echo(cells.json_text(json.dumps({"meta": meta, "rows": rows}, ensure_ascii=False, indent=2)))


def print_csv(columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Print these columns of the rows; null and what a row does not have are empty, texts are never formulas."""
    shield = shown if sys.stdout.isatty() else str
    writer = CsvRows(sys.stdout)
    writer.writerow([cells.csv_cell(column) for column in columns])
    for row in rows:
        found = [cells.csv_cell(row.get(column)) for column in columns]
        writer.writerow([shield(cell) if isinstance(cell, str) else cell for cell in found])


def scope_of(row: Row, by: Sequence[str]) -> str:
    """Say whether a row is of everything or of a slice, where an empty cell may also be the slice of null."""
    return "slice" if any(column in row for column in by) else "overall"


def print_markdown_lines(lines: Iterable[str]) -> None:
    """Print each line as a paragraph."""
    for line in lines:
        typer.echo(f"{markdown_text(line)}\n")


def print_markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[str] = ()) -> None:
    """Print a table; columns whose heading is in `numeric` stand to the right."""
    rules = ["---:" if heading in numeric else "---" for heading in headings]
    for row in (headings, rules, *rows):
        typer.echo(f"| {' | '.join(row if row is rules else map(markdown_text, row))} |")
    typer.echo("")


def markdown_text(text: str) -> str:
    """Escape what would end the cell, start a tag, set a style, or make a link, a mention or a formula of it."""
    escaped = shown(text)
    for character in "\\|<*_`[~$&@":
        escaped = escaped.replace(character, f"\\{character}")
    return escaped.replace("://", ":\\//").replace("www.", "www\\.")
