"""What a warehouse holds, each file of which is read once for all sessions."""

from pathlib import Path
from typing import Final

import duckdb
import streamlit as st

from analysis.frames import UnknownColumn
from analysis.frequencies import has_traffic
from loaders import stored
from loaders.connection import OFFLINE
from loaders.errors import InputError, Rejection
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.stored import Stored as Stored
from loaders.warehouse import Warehouse

_MAX_FILES: Final = 1024


def read_stored(warehouse: Warehouse) -> Stored:
    """Read all manifests as `loaders.stored.read_stored` does: runs by time of loading, the latest last."""
    return stored.read_stored(
        warehouse,
        lambda warehouse, path: _evalset(warehouse, path.stem, _stamp(path)),
        lambda warehouse, path: _run(warehouse, path.stem, _stamp(path)),
    )


def knows_traffic(warehouse: Warehouse, evalset: EvalsetManifest) -> bool:
    """Does the evaluation set say how often its utterances are asked? True where that cannot be read."""
    return _knows_traffic(warehouse, evalset.name, evalset.fingerprint)


@st.cache_resource(max_entries=_MAX_FILES, show_spinner=False)
def _knows_traffic(_warehouse: Warehouse, name: str, fingerprint: str) -> bool:
    try:
        with duckdb.connect(config=OFFLINE) as con:
            _warehouse.attach_evalset(con, name, "evalset")
            # The connection itself has not read its manifest to the end.
            return has_traffic(con.cursor().table("evalset.utterances"))
    except UnknownColumn:
        return False
    except (InputError, duckdb.Error):
        # Whoever shows the comparison says what is wrong with the file.
        return True


def read_rejections(warehouse: Warehouse, manifest: EvalsetManifest | RunManifest) -> tuple[Rejection, ...]:
    """Return the rejected rows that the load noted; raises as `Warehouse.rejections` does."""
    named = warehouse.evalset_path if isinstance(manifest, EvalsetManifest) else warehouse.run_path
    path = named(manifest.name)
    return _rejections(warehouse, path, _stamp(path))


def _stamp(path: Path) -> tuple[str, int, int, int]:
    """Return what changes when another file takes this one's place, or part of it is lost."""
    found = path.stat()
    return (str(path.resolve()), found.st_mtime_ns, found.st_ino, found.st_size)


@st.cache_resource(max_entries=_MAX_FILES, show_spinner=False)
def _evalset(_warehouse: Warehouse, name: str, stamp: tuple[str, int, int, int]) -> EvalsetManifest:
    return _warehouse.evalset(name)


@st.cache_resource(max_entries=_MAX_FILES, show_spinner=False)
def _run(_warehouse: Warehouse, name: str, stamp: tuple[str, int, int, int]) -> RunManifest:
    return _warehouse.run(name)


@st.cache_resource(max_entries=8, show_spinner=False)
def _rejections(_warehouse: Warehouse, _path: Path, stamp: tuple[str, int, int, int]) -> tuple[Rejection, ...]:
    return _warehouse.rejections(_path)
