"""The files of one load: which ones, of what kind, and their hashes for the manifest."""

import glob
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import InputError
from loaders.formats.lines import shown, unreadable
from loaders.formats.recognise import FileKind, Format, recognise


@dataclass(frozen=True, slots=True)
class Source:
    """A file that is loaded."""

    path: Path
    kind: FileKind

    @property
    def shown(self) -> str:
        """The file's name as it can stand in one line."""
        return shown(self.path)

    def manifest(self) -> dict[str, object]:
        """Return what a manifest keeps of the file: name, kind, size in bytes, SHA-256."""
        try:
            with self.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            n_bytes = self.path.stat().st_size
        except OSError as error:
            raise unreadable(self.path, error) from error
        return {"file": self.shown, "kind": self.kind, "n_bytes": n_bytes, "sha256": digest}


def find_sources(files: Sequence[str], wanted: Format) -> list[Source]:
    """Expand globs (sorted) and recognise each file.

    Raises `InputError` where a glob finds nothing, a file cannot be read, or Parquet and text are mixed.
    """
    paths = [path for file in files for path in expand(file)]
    sources = [Source(path, recognise(path, wanted)) for path in paths]
    kinds = {source.kind for source in sources}
    if "parquet" in kinds and len(kinds) > 1:
        raise InputError(f"{', '.join(sorted(kinds))} files in one load; load Parquet files by themselves")
    return sources


def expand(file: str) -> list[Path]:
    """Return the files that a name or a glob (sorted) stands for; raises `InputError` where a glob finds nothing."""
    if os.path.exists(file) or not glob.has_magic(file):
        return [Path(file)]
    found = sorted(glob.glob(file, recursive=True)) if "\0" not in file else []
    if not found:
        raise InputError(f"{shown(file)}: no file matches")
    return [Path(path) for path in found]


def source_manifests(sources: Sequence[Source]) -> list[dict[str, object]]:
    """Return the manifest entries of all files, in order of loading."""
    return [source.manifest() for source in sources]
