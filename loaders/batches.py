"""Puts rows that Python has read into a table, by way of Arrow, which takes a tenth of a second to import."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import duckdb
import pyarrow as pa

from loaders import sql
from loaders.connection import columns_of

Batch = Sequence[tuple[int, Mapping[str, Any]]]
"""Rows of one file: each with its line and its values by column."""


def create_table(con: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, str]) -> None:
    """Create an empty table of these columns (name -> type)."""
    con.execute(f"CREATE TABLE {table} ({', '.join(f'{sql.name(column)} {kind}' for column, kind in columns.items())})")


def insert_batch(
    con: duckdb.DuckDBPyConnection, table: str, index: int, batch: Batch, known: Iterable[str], extra: Sequence[str]
) -> None:
    """Append the known and the further columns of a batch from file `index`; further ones are added as they come."""
    stored = columns_of(con, table)
    for column in extra:
        if column not in stored:
            con.execute(f"ALTER TABLE {table} ADD COLUMN {sql.name(column)} VARCHAR")
    if not batch:
        return
    arrays: dict[str, Any] = {
        "source_file": pa.array([index] * len(batch), pa.int32()),
        "source_line": pa.array([line for line, _ in batch], pa.int64()),
    }
    for column in (*known, *extra):
        arrays[column] = pa.array([values.get(column) for _, values in batch], _ARROW.get(column, pa.string()))
    con.register("batch", pa.table(arrays))
    con.execute(f"INSERT INTO {table} BY NAME SELECT {sql.names(arrays)} FROM batch")
    con.unregister("batch")


_NAMED_VALUE: Final = [("name", pa.string()), ("value", pa.string())]
_ARROW: Final[dict[str, Any]] = {
    "slots": pa.list_(pa.struct([*_NAMED_VALUE, ("start", pa.int64()), ("end", pa.int64())])),
    "nbest": pa.list_(
        pa.struct([("intent", pa.string()), ("score", pa.float64()), ("slots", pa.list_(pa.struct(_NAMED_VALUE)))])
    ),
    "frequency": pa.int64(),
    "confidence": pa.float64(),
    "latency_ms": pa.float64(),
}
