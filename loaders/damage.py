"""Names the file that is damaged inside: DuckDB says at which place of a file, and not of which."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from loaders.connection import first_line
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.warehouse import Warehouse

_FOUND: Final = re.compile(r"stored checksum (\d+) in block at location (\d+)")
_CHECKSUM_BYTES: Final = 8


@contextmanager
def naming_damage(warehouse: Warehouse) -> Iterator[None]:
    """Raise the `InputError` of `explain_damage` in place of DuckDB's error, where the block meets a damaged file."""
    try:
        yield
    except duckdb.Error as error:
        told = explain_damage(error, warehouse)
        if told is None:
            raise
        raise told from error


def explain_damage(error: Exception, warehouse: Warehouse) -> InputError | None:
    """Return what to say of DuckDB's error: the file that has, at the place it names, the checksum that it read.

    None where it is another error, or no file has. Where several do, which only blocks of zeros are likely to, all are
    named.
    """
    found = _FOUND.search(str(error))
    if found is None:
        return None
    checksum, location = int(found[1]), int(found[2])
    files = (*warehouse.evalset_files(), *warehouse.run_files())
    damaged = [shown(path) for path in files if _checksum_at(path, location) == checksum]
    if not damaged:
        return None
    return InputError(f"{' or '.join(damaged)}: is damaged inside ({first_line(error)}); delete it and load it again")


def _checksum_at(path: Path, location: int) -> int | None:
    try:
        with path.open("rb") as stream:
            stream.seek(location)
            stored = stream.read(_CHECKSUM_BYTES)
    except OSError:
        return None
    return int.from_bytes(stored, "little") if len(stored) == _CHECKSUM_BYTES else None
