"""The DuckDB connection of a load: bounded memory, spilling beside the file it writes, errors in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from loaders.errors import InputError

MEMORY_LIMIT: Final = "1500MB"
"""Enough for ten million utterances without spilling much; more rows spill to disk."""


@contextmanager
def connect(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory database that spills into `folder`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(folder / "spill"),
    }
    with duckdb.connect(":memory:", config=config) as con:
        yield con


@contextmanager
def write_errors(warehouse: Path) -> Iterator[None]:
    """Turn a full disk and the like into one clear line; the load leaves no trace."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise InputError(
            f"{warehouse}: could not be written ({str(error).splitlines()[0]}); "
            "free some space or choose another --warehouse, then load again"
        ) from error
    except OSError as error:
        raise InputError(f"{warehouse}: could not be written ({error}); nothing was loaded") from error


def columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """Return the names of a relation's columns in order."""
    return [str(row[0]) for row in con.execute(f"DESCRIBE {relation}").fetchall()]
