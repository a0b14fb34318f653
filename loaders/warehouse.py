"""A warehouse: a folder with one immutable DuckDB file an evaluation set and one a run."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import duckdb

from loaders import sql
from loaders.connection import OFFLINE, first_line
from loaders.errors import InputError, Rejection
from loaders.formats.lines import shown
from loaders.manifest import EvalsetManifest, RunManifest, parse_evalset_manifest, parse_run_manifest
from loaders.schema import STORAGE_VERSION

Manifest = TypeVar("Manifest", EvalsetManifest, RunManifest)

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


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

    def evalsets(self) -> tuple[EvalsetManifest, ...]:
        """Return the manifests of all evaluation sets, by name; empty where nothing is loaded."""
        return tuple(_read(path, parse_evalset_manifest) for path in self._files("evalsets"))

    def runs(self) -> tuple[RunManifest, ...]:
        """Return the manifests of all runs, by time of loading."""
        runs = (_read(path, parse_run_manifest) for path in self._files("runs"))
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
        return sorted((self.path / folder).glob("*.duckdb"))

    def _names(self, folder: str) -> str:
        return ", ".join(shown(path.stem) for path in self._files(folder)) or "none yet"


def _checked(name: str, kind: str) -> str:
    if not _NAME.fullmatch(name) or ".." in name:
        raise InputError(
            f"{kind} name {name!r}: use letters, digits, '.', '_' and '-' (up to 64, a letter or digit first)"
        )
    return name


def _read(path: Path, parse: Callable[[Mapping[str, Any]], Manifest]) -> Manifest:
    with duckdb.connect(config=OFFLINE) as con:
        return _attach(con, path, "stored", parse)


def _attach(
    con: duckdb.DuckDBPyConnection, path: Path, alias: str, parse: Callable[[Mapping[str, Any]], Manifest]
) -> Manifest:
    """Attach a file read-only and return its manifest, under the name that the file has now."""
    try:
        con.execute(f"ATTACH {sql.path_literal(path)} AS {alias} (READ_ONLY)")
        (text,) = con.execute(f"SELECT json FROM {alias}.manifest").fetchone() or ("",)
        raw = json.loads(text)
        if raw["storage_version"] != STORAGE_VERSION:
            raise InputError(
                f"{shown(path)}: written in storage version {raw['storage_version']}, this flipscope reads "
                f"{STORAGE_VERSION}; load it again"
            )
        return parse({**raw, "name": path.stem})
    except duckdb.Error as error:
        raise InputError(
            f"{shown(path)}: not a flipscope file ({first_line(error)}); move it out of the warehouse"
        ) from error
    except (KeyError, TypeError, ValueError) as error:
        kind = path.parent.name.removesuffix("s")
        raise InputError(f"{shown(path)}: holds no {kind}; move it out of {shown(path.parent)}") from error
