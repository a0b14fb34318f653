"""Atomic publication: a file is written under a temporary name, checked, synced, and appears whole or not at all.

Each load works in a folder of its own under `.loading`, which holds a locked file as long as the load lives. What
a killed load left behind is swept away by the next one.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from loaders.errors import InputError

_LOADING: Final = ".loading"
_LOCK: Final = "lock"


@contextmanager
def loading_folder(warehouse: Path) -> Iterator[Path]:
    """Give a folder to work in, removed afterwards whatever happens."""
    parent = warehouse / _LOADING
    parent.mkdir(parents=True, exist_ok=True)
    with _one_at_a_time(parent):
        _sweep(parent)
        folder = Path(tempfile.mkdtemp(dir=parent))
        lock = (folder / _LOCK).open("w")
        fcntl.flock(lock, fcntl.LOCK_EX)
    with lock:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _one_at_a_time(parent: Path) -> Iterator[None]:
    """Hold the lock of the folder of loads: a sweep must not meet a load that has not locked its own folder yet."""
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sweep(parent: Path) -> None:
    for folder in parent.iterdir():
        try:
            with (folder / _LOCK).open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def publish(written: Path, final: Path) -> None:
    """Make a finished file appear under its final name, once.

    Raises `InputError` where the name was taken meanwhile; the file there is left as it is.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    _sync(written)
    try:
        os.link(written, final)
    except FileExistsError as error:
        raise name_in_use(final) from error
    _sync(final.parent)


def publish_together(files: Mapping[Path, Path]) -> None:
    """Make several finished files appear, all of them or none, in their order; the keys are the final names.

    Raises `InputError` where a name was taken meanwhile, and takes back those that had appeared. A machine that stops
    between two of them leaves the first ones, so the one that makes the others visible comes last.
    """
    published: list[Path] = []
    try:
        for final, written in files.items():
            publish(written, final)
            published.append(final)
    except BaseException:
        for final in published:
            final.unlink(missing_ok=True)
        raise


def name_in_use(final: Path) -> InputError:
    """The error of a load whose name is taken."""
    kind = final.parent.name.removesuffix("s")
    return InputError(f"{kind} '{final.stem}' exists already; choose another name, or delete {final} first")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
