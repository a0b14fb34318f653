"""Zip files from outside: looked through before anything is unpacked, and never unpacked beyond a bound."""

import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from loaders.errors import InputError
from loaders.formats.lines import shown

MAX_BYTES: Final = 2_000_000_000
MAX_FILES: Final = 1_000
MAX_RATIO: Final = 200
_SMALL_BYTES: Final = 10_000_000
"""Up to here a file may shrink as much as it will: a table of few words repeats itself."""


@contextmanager
def opened_zip(path: Path, max_bytes: int = MAX_BYTES) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose entries stay within bounds; raises `InputError` where it is damaged or has too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_bounds(path, archive.infolist(), max_bytes)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise InputError(f"{shown(path)}: the zip file is cut short or damaged ({error}); export it again") from error


def _check_bounds(path: Path, entries: list[zipfile.ZipInfo], max_bytes: int) -> None:
    if len(entries) > MAX_FILES:
        raise InputError(f"{shown(path)}: holds {len(entries):,} files, {MAX_FILES:,} are read; is it another file?")
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(f"{shown(path)}: is encrypted; unpack it and name the files")
    n_bytes = sum(entry.file_size for entry in entries)
    n_packed = sum(entry.compress_size for entry in entries)
    if n_bytes > max_bytes or (n_bytes > _SMALL_BYTES and n_bytes > MAX_RATIO * n_packed):
        raise InputError(
            f"{shown(path)}: unpacks {n_packed:,} bytes to {n_bytes:,}; no tool's export does, it is not unpacked"
        )


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> Path:
    """Unpack one entry under a name of ours and return its path; zipfile reads no more than the size that is told."""
    path = folder / f"{entry.header_offset}.part"
    with archive.open(entry) as packed, path.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return path
