"""A warehouse: a folder with one immutable DuckDB file an evaluation set and one a run."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from loaders import sql
from loaders.errors import InputError, Rejection
from loaders.formats.lines import shown
from loaders.manifest import EvalsetManifest, RunManifest, parse_evalset_manifest, parse_run_manifest

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
        return tuple(parse_evalset_manifest(text) for text in self._manifests("evalsets"))

    def runs(self) -> tuple[RunManifest, ...]:
        """Return the manifests of all runs, by time of loading."""
        runs = (parse_run_manifest(text) for text in self._manifests("runs"))
        return tuple(sorted(runs, key=lambda run: (run.created_at, run.name)))

    def evalset(self, name: str) -> EvalsetManifest:
        """Return an evaluation set's manifest; raises `InputError` naming those there are."""
        path = self.evalset_path(name)
        if not path.exists():
            raise InputError(f"no evalset '{name}' in {shown(self.path)}; there are: {self._names('evalsets')}")
        return parse_evalset_manifest(_read_manifest(path))

    def run(self, name: str) -> RunManifest:
        """Return a run's manifest; raises `InputError` naming those there are."""
        path = self.run_path(name)
        if not path.exists():
            raise InputError(f"no run '{name}' in {shown(self.path)}; there are: {self._names('runs')}")
        return parse_run_manifest(_read_manifest(path))

    def rejections(self, path: Path) -> tuple[Rejection, ...]:
        """Return the rejected rows that a load of this file noted."""
        with duckdb.connect(str(path), read_only=True) as con:
            return tuple(Rejection(*row) for row in con.execute("FROM rejected").fetchall())

    def _manifests(self, folder: str) -> list[str]:
        return [_read_manifest(path) for path in sorted((self.path / folder).glob("*.duckdb"))]

    def _names(self, folder: str) -> str:
        return ", ".join(sorted(path.stem for path in (self.path / folder).glob("*.duckdb"))) or "none yet"


def _checked(name: str, kind: str) -> str:
    if not _NAME.fullmatch(name) or ".." in name:
        raise InputError(
            f"{kind} name {name!r}: use letters, digits, '.', '_' and '-' (up to 64, a letter or digit first)"
        )
    return name


def _read_manifest(path: Path) -> str:
    try:
        with duckdb.connect() as con:
            con.execute(f"ATTACH {sql.literal(str(path))} AS stored (READ_ONLY)")
            found = con.execute("SELECT json FROM stored.manifest").fetchone()
    except duckdb.Error as error:
        raise InputError(
            f"{shown(path)}: not a flipscope file ({str(error).splitlines()[0]}); move it out of the warehouse"
        ) from error
    if found is None:
        raise InputError(f"{shown(path)}: holds no manifest; move it out of the warehouse")
    return str(found[0])
