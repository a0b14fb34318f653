"""What a warehouse holds, file by file: one that cannot be read becomes a line of text and hides no other."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from loaders.errors import InputError, Rejection
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.warehouse import Warehouse

_MAX_FILES: Final = 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """The manifests of a warehouse, and what is wrong with the files that have none to read."""

    evalsets: tuple[EvalsetManifest, ...]
    runs: tuple[RunManifest, ...]
    problems: tuple[str, ...]


def read_stored(warehouse: Warehouse) -> Stored:
    """Read all manifests: evaluation sets by name, runs by time of loading, the latest first."""
    evalsets, runs, problems = [], [], []
    for path in sorted((warehouse.path / "evalsets").glob("*.duckdb")):
        try:
            evalsets.append(_evalset(warehouse, path.stem, _stamp(path)))
        except (InputError, OSError) as error:
            problems.append(str(error))
    for path in sorted((warehouse.path / "runs").glob("*.duckdb")):
        try:
            runs.append(_run(warehouse, path.stem, _stamp(path)))
        except (InputError, OSError) as error:
            problems.append(str(error))
    runs.sort(key=lambda run: run.name)
    runs.sort(key=lambda run: run.created_at, reverse=True)
    return Stored(tuple(evalsets), tuple(runs), tuple(problems))


def read_rejections(warehouse: Warehouse, manifest: EvalsetManifest | RunManifest) -> tuple[Rejection, ...]:
    """Return the rejected rows that the load noted; raises as `Warehouse.rejections` does."""
    named = warehouse.evalset_path if isinstance(manifest, EvalsetManifest) else warehouse.run_path
    path = named(manifest.name)
    return _rejections(warehouse, path, _stamp(path))


def _stamp(path: Path) -> tuple[str, int, int]:
    """Return what changes when another file takes this one's place."""
    found = path.stat()
    return (str(path.resolve()), found.st_mtime_ns, found.st_ino)


@st.cache_resource(max_entries=_MAX_FILES, show_spinner=False)
def _evalset(_warehouse: Warehouse, name: str, stamp: tuple[str, int, int]) -> EvalsetManifest:
    return _warehouse.evalset(name)


@st.cache_resource(max_entries=_MAX_FILES, show_spinner=False)
def _run(_warehouse: Warehouse, name: str, stamp: tuple[str, int, int]) -> RunManifest:
    return _warehouse.run(name)


@st.cache_resource(max_entries=8, show_spinner=False)
def _rejections(_warehouse: Warehouse, _path: Path, stamp: tuple[str, int, int]) -> tuple[Rejection, ...]:
    return _warehouse.rejections(_path)
