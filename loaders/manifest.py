"""What a stored file says of itself: where it came from, how it was read, what was left out."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import duckdb

from loaders.errors import Rejection
from loaders.schema import NORMALISER_VERSION, STORAGE_VERSION, MissingPolicy

_REJECTED: Final = 'file VARCHAR, line BIGINT, "column" VARCHAR, reason VARCHAR'


@dataclass(frozen=True, slots=True)
class Parent:
    """What a revision was made from: the name it had then, and the fingerprint that tells which content it was."""

    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class EvalsetManifest:
    """An evaluation set's manifest; `fingerprint` is of its content in its order, whatever files it came from.

    A revision has a `parent`, that set with other labels; its sources are the parent's, and `options` say besides
    under `corrections` where the labels came from.
    """

    name: str
    fingerprint: str
    n_utterances: int
    n_slots: int
    n_locales: int
    n_domains: int
    n_intents: int
    n_rejected: int
    has_parallel: bool
    extra_columns: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    options: dict[str, Any]
    created_at: str
    flipscope_version: str
    storage_version: int = STORAGE_VERSION
    normaliser_version: str = NORMALISER_VERSION
    parent: Parent | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the rows of a run met those of its evaluation set; the first of several rows with one key counts."""

    n_rows: int
    n_matched: int
    n_missing: int
    n_unknown: int
    n_duplicates: int
    n_rejected: int
    duplicate_counted: str = "first"
    missing_examples: tuple[str, ...] = ()
    unknown_examples: tuple[str, ...] = ()
    duplicate_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunManifest:
    """A run's manifest; `fingerprint` is of its answers, its evaluation set and its missing policy.

    A run that was scored anew against a revision has a `parent`, the run with the same answers on the set before.
    """

    name: str
    fingerprint: str
    evalset: str
    evalset_fingerprint: str
    missing_policy: MissingPolicy
    alignment: Alignment
    model_version: str | None
    parameters: dict[str, Any]
    quantisation: str | None
    training_data: str | None
    has_confidence: bool
    has_nbest: bool
    sources: tuple[dict[str, Any], ...]
    options: dict[str, Any]
    created_at: str
    flipscope_version: str
    storage_version: int = STORAGE_VERSION
    normaliser_version: str = NORMALISER_VERSION
    parent: Parent | None = None


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What the user says of the model behind a run."""

    model_version: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    quantisation: str | None = None
    training_data: str | None = None


def flipscope_version() -> str:
    """Return the installed version, or `unknown` in a bare checkout."""
    try:
        return version("flipscope")
    except PackageNotFoundError:
        return "unknown"


def now() -> str:
    """Return the time in UTC to the second, ISO 8601."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def write_manifest(
    con: duckdb.DuckDBPyConnection, manifest: EvalsetManifest | RunManifest, rejections: list[Rejection]
) -> None:
    """Store manifest and rejected rows in the attached database `target`."""
    con.execute("CREATE TABLE target.manifest (json VARCHAR)")
    con.execute("INSERT INTO target.manifest VALUES (?)", [json.dumps(asdict(manifest))])
    con.execute(f"CREATE TABLE target.rejected ({_REJECTED})")
    if rejections:
        rows = [asdict(rejection) for rejection in rejections]
        con.execute(f"INSERT INTO target.rejected SELECT unnest(?::STRUCT({_REJECTED})[], recursive := true)", [rows])


def parse_evalset_manifest(raw: Mapping[str, Any]) -> EvalsetManifest:
    """Read back what `write_manifest` stored; raises `KeyError` or `TypeError` for a manifest of something else."""
    plain = {"extra_columns": tuple(raw["extra_columns"]), "sources": tuple(raw["sources"]), "parent": _parent(raw)}
    return EvalsetManifest(**{**raw, **plain})


def parse_run_manifest(raw: Mapping[str, Any]) -> RunManifest:
    """Read back what `write_manifest` stored; raises `KeyError` or `TypeError` for a manifest of something else."""
    alignment: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw["alignment"].items()}
    plain = {"alignment": Alignment(**alignment), "sources": tuple(raw["sources"]), "parent": _parent(raw)}
    return RunManifest(**{**raw, **plain})


def _parent(raw: Mapping[str, Any]) -> Parent | None:
    """Return the parent; None too in the manifest of a file that knows no revisions yet."""
    parent = raw.get("parent")
    return Parent(**parent) if parent else None
