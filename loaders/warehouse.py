"""A warehouse: a folder with one immutable DuckDB file an evaluation set and one a run."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb

from loaders import sql
from loaders.connection import OFFLINE, first_line
from loaders.errors import InputError, Rejection
from loaders.formats.lines import shown, unreadable
from loaders.manifest import EvalsetManifest, RunManifest, parse_evalset_manifest, parse_run_manifest
from loaders.schema import STORAGE_VERSION

Manifest = TypeVar("Manifest", EvalsetManifest, RunManifest)

_HEADERS_BYTES: Final = 3 * 4096
"""What a DuckDB file has before its first block."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The folder; it need not exist until something is loaded."""

    path: Path

    def evalset_path(self, name: str) -> Path:
        """Return where an evaluation set of this name is or will be; raises `InputError` for a bad name."""
        return self.path / "evalsets" / f"{_checked(name, 'evalset')}.duckdb"

    def run_path(self, name: str) -> Path:
        """Return where a run of this name is or will be; raises `InputError` for a bad name."""
        return self.path / "runs" / f"{_checked(name, 'run')}.duckdb"

    def evalset_files(self) -> list[Path]:
        """Return the files of all evaluation sets, by name; raises `InputError` for a folder that cannot be read."""
        return self._files("evalsets")

    def run_files(self) -> list[Path]:
        """Return the files of all runs, by name; raises `InputError` for a folder that cannot be read."""
        return self._files("runs")

    def evalsets(self) -> tuple[EvalsetManifest, ...]:
        """Return the manifests of all evaluation sets, by name; empty where nothing is loaded."""
        return tuple(_read(path, parse_evalset_manifest) for path in self.evalset_files())

    def runs(self) -> tuple[RunManifest, ...]:
        """Return the manifests of all runs, by time of loading."""
        runs = (_read(path, parse_run_manifest) for path in self.run_files())
        return tuple(sorted(runs, key=lambda run: (run.created_at, run.name)))

    def evalset(self, name: str) -> EvalsetManifest:
        """Return an evaluation set's manifest; raises `InputError` naming those there are."""
        with duckdb.connect(config=OFFLINE) as con:
            return self.attach_evalset(con, name, "stored")

    def run(self, name: str) -> RunManifest:
        """Return a run's manifest; raises `InputError` naming those there are."""
        with duckdb.connect(config=OFFLINE) as con:
            return self.attach_run(con, name, "stored")

    def attach_evalset(self, con: duckdb.DuckDBPyConnection, name: str, alias: str) -> EvalsetManifest:
        """Attach an evaluation set read-only and return the manifest in the very file that is attached."""
        path = self.evalset_path(name)
        if not path.exists():
            raise InputError(f"no evalset '{name}' in {shown(self.path)}; there are: {self._names('evalsets')}")
        return _attach(con, path, alias, parse_evalset_manifest)

    def attach_run(self, con: duckdb.DuckDBPyConnection, name: str, alias: str) -> RunManifest:
        """Attach a run read-only and return the manifest in the very file that is attached."""
        path = self.run_path(name)
        if not path.exists():
            raise InputError(f"no run '{name}' in {shown(self.path)}; there are: {self._names('runs')}")
        return _attach(con, path, alias, parse_run_manifest)

    def rejections(self, path: Path) -> tuple[Rejection, ...]:
        """Return the rejected rows that a load of this file noted."""
        with duckdb.connect(str(path), read_only=True) as con:
            return tuple(Rejection(*row) for row in con.execute("FROM rejected").fetchall())

    def _files(self, folder: str) -> list[Path]:
        try:
            names = os.listdir(self.path / folder)
        except FileNotFoundError:
            return []
        except NotADirectoryError as error:
            raise InputError(f"{shown(self.path)}: is no warehouse folder; choose another --warehouse") from error
        except OSError as error:
            raise InputError(
                f"{shown(self.path / folder)}: cannot be read ({error.strerror}); "
                "allow the user who runs flipscope to read it, or choose another --warehouse"
            ) from error
        return sorted(self.path / folder / name for name in names if name.endswith(".duckdb"))

    def _names(self, folder: str) -> str:
        return ", ".join(shown(path.stem) for path in self._files(folder)) or "none yet"


def _checked(name: str, kind: str) -> str:
    if not _NAME.fullmatch(name) or ".." in name:
        raise InputError(
            f"{kind} name {name!r}: use letters, digits, '.', '_', '-' and '@' (up to 64, a letter or digit first)"
        )
    return name


def _read(path: Path, parse: Callable[[Mapping[str, Any]], Manifest]) -> Manifest:
    with duckdb.connect(config=OFFLINE) as con:
        return _attach(con, path, "stored", parse)


def _attach(
    con: duckdb.DuckDBPyConnection, path: Path, alias: str, parse: Callable[[Mapping[str, Any]], Manifest]
) -> Manifest:
    """Attach a file read-only and return its manifest, under the name that the file has now."""
    _check_readable(path)
    try:
        con.execute(f"ATTACH {sql.path_literal(path)} AS {alias} (READ_ONLY)")
        _check_whole(con, path, alias)
        (text,) = con.execute(f"SELECT json FROM {alias}.manifest").fetchone() or ("",)
        raw = json.loads(text)
        _check_version(path, raw["storage_version"])
        return parse({**raw, "name": path.stem})
    except duckdb.Error as error:
        raise InputError(
            f"{shown(path)}: not a flipscope file ({first_line(error)}); move it out of the warehouse"
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        kind = path.parent.name.removesuffix("s")
        raise InputError(f"{shown(path)}: holds no {kind}; move it out of {shown(path.parent)}") from error


def _check_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except PermissionError as error:
        raise InputError(
            f"{shown(path)}: cannot be read ({error.strerror}); allow the user who runs flipscope to read it"
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def _check_whole(con: duckdb.DuckDBPyConnection, path: Path, alias: str) -> None:
    """Refuse a file that ends before the last of its blocks: it could be opened, and fail at some later query."""
    size = "SELECT total_blocks * block_size FROM pragma_database_size() WHERE database_name = ?"
    (n_bytes,) = con.execute(size, [alias]).fetchone() or (0,)
    if path.stat().st_size < _HEADERS_BYTES + n_bytes:
        raise InputError(f"{shown(path)}: is cut short; delete it and load it again")


def _check_version(path: Path, version: object) -> None:
    if version == STORAGE_VERSION:
        return
    newer = isinstance(version, int) and version > STORAGE_VERSION
    raise InputError(
        f"{shown(path)}: written in storage version {version}, this flipscope reads {STORAGE_VERSION}; "
        f"{'update flipscope, or ' if newer else ''}load it again"
    )
