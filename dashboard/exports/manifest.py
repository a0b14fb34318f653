"""The manifest beside an export: what it is of, how it was made, and the hash of each of its files."""

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from dashboard.exports.choice import Choice, describe_strata
from dashboard.exports.request import TABLES, Request, export_id, read_request
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.manifest import flipscope_version
from loaders.schema import ROLES

VERSION: Final = 1
ENDING: Final = "manifest.json"
_MOST_BYTES: Final = 10_000_000
_WRITTEN_WITH: Final = {"xlsx": "xlsxwriter", "parquet": "pyarrow"}
_IDENTITY: Final = ("evalset", "baseline", "candidate", "request")


@dataclass(frozen=True)
class Recipe:
    """What a manifest says of how to make its files again."""

    id: str
    evalset: str
    baseline: str
    candidate: str
    request: Request
    identity: Mapping[str, Any]
    hashes: tuple[str, ...]
    versions: Mapping[str, str]


def versions_of(request: Request) -> dict[str, str]:
    """Return the versions that the bytes of an export may depend on."""
    library = _WRITTEN_WITH.get(request.format)
    used = {library: version(library)} if library else {}
    return {"flipscope": flipscope_version(), "python": platform.python_version(), **used}


def begin_manifest(export: str, identity: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest before anything is written."""
    return {"manifest_version": VERSION, "export_id": export, **identity}


def describe_choice(choice: Choice, request: Request, n_unplaced: int) -> dict[str, Any]:
    """Return the counts of a manifest; `n_unplaced_slots` were to be filled in ahead and stand nowhere in the text."""
    return {
        "n_utterances_selected": choice.n_selected,
        "n_items_selected": choice.n_foldable,
        "n_items": choice.n_items,
        "n_utterances": sum(choice.rows.column("n_folded").to_pylist()),
        "n_traffic": sum(choice.rows.column("n_traffic").to_pylist()),
        "n_rows": choice.n_items * request.overlap if request.format in TABLES else choice.n_items,
        "n_unplaced_slots": n_unplaced,
        "strata": describe_strata(choice, request.by),
    }


def describe_files(folder: Path, names: Sequence[str]) -> list[dict[str, Any]]:
    """Return name, size and SHA-256 of each file."""
    return [{"name": name, "n_bytes": (folder / name).stat().st_size, "sha256": _hash(folder / name)} for name in names]


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    """Write a manifest for people and for `read_manifest`."""
    path.write_text(f"{json.dumps(manifest, ensure_ascii=False, indent=2)}\n", encoding="utf-8")


def files_said(path: Path) -> dict[str, str]:
    """Return the files that a manifest names, with their hashes; none where it cannot be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(one["name"]): str(one["sha256"]) for one in raw["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def is_as_said(path: Path, sha256: str) -> bool:
    """Is a regular file there with this hash?"""
    return path.is_file() and _hash(path) == sha256


def read_manifest(path: Path) -> Recipe:
    """Read a manifest; raises `InputError` for a file that is none, is newer, or was changed by hand."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        raw = json.loads(path.read_text(encoding="utf-8"))
        if raw["manifest_version"] != VERSION:
            raise InputError(
                f"{shown(path)}: written as version {raw['manifest_version']}, this flipscope reads {VERSION}; "
                "use the flipscope that wrote it"
            )
        identity = {key: raw[key] for key in _IDENTITY}
        request = read_request(raw["request"])
        baseline, candidate = (str(raw[role]["name"]) for role in ROLES)
        hashes = tuple(str(one["sha256"]) for one in raw["files"])
        names = (str(raw["evalset"]["name"]), baseline, candidate)
        recipe = Recipe(str(raw["export_id"]), *names, request, identity, hashes, dict(raw["versions"]))
    except OSError as error:
        raise InputError(f"{shown(path)}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{shown(path)}: is no manifest of an export; name the file ending in .{ENDING}") from error
    if export_id(identity) != recipe.id:
        raise InputError(f"{shown(path)}: was changed by hand, its export_id is of other content; export anew instead")
    return recipe
