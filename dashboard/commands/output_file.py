"""Writes an output file whole or not at all: under a temporary name first, then renamed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import InputError
from loaders.formats.lines import shown


def check_output(path: Path, force: bool) -> None:
    """Raise `InputError` for a file that is there already (unless forced) and for what is no regular file."""
    if path.exists() and not path.is_file():
        raise InputError(f"{shown(path)}: not a regular file; name a file to write")
    if path.exists() and not force:
        raise InputError(f"{shown(path)}: exists already; choose another name, or overwrite it with --force")
    if not path.parent.is_dir():
        raise InputError(f"{shown(path)}: no folder {shown(path.parent)}; make it first")


@contextmanager
def published(path: Path, force: bool) -> Iterator[Path]:
    """Give a temporary name to write to; the file appears under its own name when the block ends without an error."""
    check_output(path, force)
    final = path.resolve()
    temporary = final.with_name(f".{final.name}.{secrets.token_hex(4)}.part")
    try:
        yield temporary
        if force:
            temporary.replace(final)
        else:
            link_new(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)


def link_new(temporary: Path, final: Path) -> None:
    """Rename, but never over a file that appeared meanwhile."""
    try:
        os.link(temporary, final)
    except FileExistsError:
        check_output(final, force=False)
    except OSError:
        # A file system without hard links.
        check_output(final, force=False)
        temporary.replace(final)
