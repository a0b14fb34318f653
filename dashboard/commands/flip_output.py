"""Writes the listed flips as CSV, JSON lines, Parquet or a table."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final, Literal, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from analysis.frames import Row
from dashboard.commands import cells
from dashboard.commands.csv_rows import CsvRows
from dashboard.commands.terminal import print_table
from loaders.formats.lines import shown

FlipsFormat = Literal["table", "csv", "jsonl", "parquet"]
FORMATS: Final[tuple[FlipsFormat, ...]] = get_args(FlipsFormat)

Batches = Iterable[pa.RecordBatch]


def write_csv(schema: pa.Schema, batches: Batches, stream: IO[str], to_terminal: bool) -> int:
    """Write rows as CSV and return how many; lists are JSON, texts never formulas."""
    writer = CsvRows(stream)
    writer.writerow(map(cells.csv_cell, schema.names))
    n_rows = 0
    for row in _rows(batches):
        found = [cells.csv_cell(_flat(value)) for value in row.values()]
        writer.writerow([shown(cell) if to_terminal and isinstance(cell, str) else cell for cell in found])
        n_rows += 1
    return n_rows


def write_jsonl(batches: Batches, stream: IO[str]) -> int:
    """Write one JSON object a row and return how many."""
    n_rows = 0
    for row in _rows(batches):
        print(cells.json_text(json.dumps(row, ensure_ascii=False)), file=stream)
        n_rows += 1
    return n_rows


def write_parquet(schema: pa.Schema, batches: Batches, path: Path) -> int:
    """Write rows as Parquet, types as stored, and return how many."""
    n_rows = 0
    with pq.ParquetWriter(path, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
            n_rows += batch.num_rows
    return n_rows


def print_rows(batches: Batches) -> int:
    """Print rows for people and return how many."""
    rows = list(_rows(batches))
    print_table(_HEADINGS, [_shown_cells(row) for row in rows], ("confidence",))
    return len(rows)


_HEADINGS: Final = ("id", "locale", "text", "gold intent", "outcome", "change", "confidence")


def _shown_cells(row: Row) -> tuple[str, ...]:
    confidences = (row["baseline_confidence"], row["candidate_confidence"])
    confidence = " → ".join("–" if value is None else f"{value:.2f}" for value in confidences)
    columns = ("utterance_id", "locale", "text", "intent", "outcome", "change")
    return (*(cells.text(row[column]) for column in columns), confidence if confidences != (None, None) else "–")


def _rows(batches: Batches) -> Iterator[Row]:
    for batch in batches:
        yield from batch.to_pylist()


def _flat(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
