"""The DuckDB connection of a load: bounded memory, spilling beside the file it writes, errors in one line."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

import duckdb

from loaders.errors import InputError
from loaders.formats.lines import shown

MEMORY_LIMIT: Final = "1500MB"
"""Enough for ten million utterances without spilling much; more rows spill to disk."""


OFFLINE: Final[dict[str, str | bool | int | float | list[str]]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""Nothing is fetched, whatever a file or a folder is called."""


@contextmanager
def connect(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an in-memory database that spills into `folder`."""
    with open_in_memory({"memory_limit": MEMORY_LIMIT, "temp_directory": str(folder / "spill")}) as con:
        yield con


def open_in_memory(bounds: Mapping[str, str] = MappingProxyType({})) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that asks nothing of the network and prints nothing.

    Its own progress bar would stand in the rows that a command prints.
    """
    con = duckdb.connect(":memory:", config={**OFFLINE, **bounds})
    con.execute("SET enable_progress_bar = false")
    return con


_NO_ROOM: Final = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
"""What DuckDB raises where the disk is full; the last comes from the write-ahead log at a commit."""


@contextmanager
def load_errors(warehouse: Path, file: str) -> Iterator[None]:
    """Turn a full disk, a damaged file (the first of which is `file`) and the like into one clear line."""
    try:
        yield
    except _NO_ROOM as error:
        raise InputError(
            f"{shown(warehouse)}: could not be written ({first_line(error)}); "
            "free some space or choose another --warehouse, then load again"
        ) from error
    except (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException, duckdb.InternalError):
        raise
    except duckdb.Error as error:
        raise InputError(f"{file}: holds what cannot be read ({first_line(error)}); write the file again") from error
    except OSError as error:
        raise InputError(
            f"{shown(warehouse)}: could not be written ({error.strerror}); choose another --warehouse"
        ) from error


def first_line(error: Exception) -> str:
    """Return what an error of DuckDB says, without its hints."""
    return shown(str(error).partition("\n")[0])


def columns_of(con: duckdb.DuckDBPyConnection, relation: str) -> list[str]:
    """Return the names of a relation's columns in order."""
    return [str(row[0]) for row in con.execute(f"DESCRIBE {relation}").fetchall()]


def drop_written(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Drop a table of `target`, if it is there; its room in the file is then free for what is written instead."""
    con.execute(f"DROP TABLE IF EXISTS target.{table}")
    con.execute("CHECKPOINT target")
