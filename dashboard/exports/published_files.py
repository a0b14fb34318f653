"""Writes several files that belong together: all of them or none."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from xlsxwriter.exceptions import XlsxWriterException

from dashboard.commands.output_file import check_output, link_new
from loaders.errors import InputError
from loaders.formats.lines import shown


@dataclass(slots=True)
class Output:
    """A folder to write into, and the names there that are to appear, the last of them last."""

    folder: Path
    names: Sequence[str] = field(default=())


@contextmanager
def published_files(path: Path, force: bool) -> Iterator[Output]:
    """Give a folder to write into; what `names` then says appears beside `path` when the block ends without an error.

    Raises `InputError` for a file that is there already (unless forced), and where there is no room.
    """
    check_output(path, force)
    parent = path.parent.resolve()
    with _said_in_one_line(path):
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=".flipscope-", suffix=".part"))
        try:
            output = Output(folder)
            yield output
            for name in output.names:
                check_output(parent / name, force)
            _place(output, parent, force)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _place(output: Output, parent: Path, force: bool) -> None:
    placed: list[Path] = []
    try:
        for name in output.names:
            if force:
                (output.folder / name).replace(parent / name)
            else:
                link_new(output.folder / name, parent / name)
            placed.append(parent / name)
    except BaseException:
        if not force:
            for one in placed:
                one.unlink(missing_ok=True)
        raise


@contextmanager
def _said_in_one_line(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _cannot_be_written(path, error.strerror or str(error)) from error
    except XlsxWriterException as error:
        reason = error.args[0] if error.args else error
        raise _cannot_be_written(path, getattr(reason, "strerror", None) or str(reason)) from error


def _cannot_be_written(path: Path, reason: str) -> InputError:
    return InputError(f"{shown(path)}: cannot be written ({reason}); free some space, or name another place with -o")
