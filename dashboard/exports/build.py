"""Makes an export: chooses the items, writes the files of the tool, keeps and writes the manifest."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dashboard.exports.argilla import write_argilla
from dashboard.exports.choice import Choice, choose_items
from dashboard.exports.content import Content, beside, part_name
from dashboard.exports.doccano import write_doccano
from dashboard.exports.excel import write_excel
from dashboard.exports.items import Item, Made, stream_items
from dashboard.exports.judged import as_judged_now
from dashboard.exports.label_studio import write_label_studio
from dashboard.exports.labels import read_labels
from dashboard.exports.manifest import (
    ENDING,
    Recipe,
    begin_manifest,
    describe_choice,
    describe_files,
    files_said,
    is_as_said,
    versions_of,
    write_manifest,
)
from dashboard.exports.parquet import write_parquet
from dashboard.exports.prodigy import write_prodigy
from dashboard.exports.published_files import Output, published_files
from dashboard.exports.request import Format, Request, export_id, identity
from dashboard.exports.text_tables import write_csv, write_jsonl, write_tsv
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.exports import begin_export, finish_export, read_export
from loaders.warehouse import Warehouse

Writer = Callable[[Content, Path, str], list[str]]
WRITERS: Final[Mapping[Format, Writer]] = {
    "label-studio": write_label_studio,
    "argilla": write_argilla,
    "doccano": write_doccano,
    "prodigy": write_prodigy,
    "csv": write_csv,
    "tsv": write_tsv,
    "xlsx": write_excel,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
}


@dataclass(slots=True)
class _Counted:
    n_unplaced: int = 0


def export(warehouse: Warehouse, opened: Comparison, request: Request, path: Path, force: bool) -> dict[str, Any]:
    """Write an export to `path` and beside it, and return its manifest.

    Raises `InputError` where there is nothing to export, and as `published_files` and `loaders.notes` do.
    """
    request = as_judged_now(warehouse.path, opened, request)
    of = identity(opened, request)
    with _instead_of_former(path), published_files(path, force) as output:
        choice = choose_items(warehouse.path, opened, request)
        if not choice.n_items:
            raise InputError("no utterance to export; choose other filters, or another --outcome")
        made_id = export_id(of)
        manifest = begin_manifest(made_id, of)
        key = begin_export(warehouse.path, made_id, manifest, request.blind == "shuffled")
        manifest |= _write(opened, choice, Made(made_id, request, _names(opened), key), output, path.name)
        finish_export(warehouse.path, made_id, manifest)
        _add_manifest(output, path.name, manifest)
    return manifest


def rebuild(warehouse: Warehouse, opened: Comparison, recipe: Recipe, path: Path, force: bool) -> dict[str, Any]:
    """Write the files of a manifest again, the same bytes, and return the manifest.

    Raises `InputError` where the data are not those of the manifest, where the warehouse lacks the key of shuffled
    answers, and where other bytes would come out, as another version may write.
    """
    _check_data(opened, recipe)
    request = recipe.request
    key = read_export(warehouse.path, recipe.id).blind_key if request.blind == "shuffled" else None
    with _instead_of_former(path), published_files(path, force) as output:
        choice = choose_items(warehouse.path, opened, request)
        manifest = begin_manifest(recipe.id, recipe.identity)
        manifest |= _write(opened, choice, Made(recipe.id, request, _names(opened), key), output, path.name)
        if tuple(one["sha256"] for one in manifest["files"]) != recipe.hashes:
            raise InputError(
                f"other bytes come out than the manifest says: it was made by {_listed(recipe.versions)}, "
                f"this is {_listed(versions_of(request))}; use those versions, or export anew"
            )
        _add_manifest(output, path.name, manifest)
    return manifest


def _write(opened: Comparison, choice: Choice, made: Made, output: Output, name: str) -> dict[str, Any]:
    request, counted = made.request, _Counted()

    def items() -> Iterator[Item]:
        counted.n_unplaced = 0
        for item in stream_items(opened, choice.rows, made):
            counted.n_unplaced += item.prefill.n_unplaced if item.prefill else 0
            yield item

    output.names = WRITERS[request.format](Content(request, read_labels(opened), items), output.folder, name)
    return {
        "counts": describe_choice(choice, request, counted.n_unplaced),
        "versions": versions_of(request),
        "files": describe_files(output.folder, output.names),
    }


def _add_manifest(output: Output, name: str, manifest: Mapping[str, Any]) -> None:
    """Write the manifest as the last of the files: where it is, the others are."""
    output.names = [*output.names, beside(name, ENDING)]
    write_manifest(output.folder / output.names[-1], manifest)


@contextmanager
def _instead_of_former(path: Path) -> Iterator[None]:
    """Take away the further parts of an export that was overwritten, unless somebody changed them."""
    manifest = path.with_name(beside(path.name, ENDING))
    former = files_said(manifest)
    yield
    parts = {part_name(path.name, number) for number in range(2, len(former) + 1)}
    for name in (parts & former.keys()) - files_said(manifest).keys():
        if is_as_said(path.with_name(name), former[name]):
            path.with_name(name).unlink()


def _names(opened: Comparison) -> dict[str, str]:
    return {"evalset": opened.evalset.name, "baseline": opened.baseline.name, "candidate": opened.candidate.name}


def _check_data(opened: Comparison, recipe: Recipe) -> None:
    now = identity(opened, recipe.request)
    for role in ("evalset", "baseline", "candidate"):
        was, is_now = recipe.identity[role], now[role]
        if was != is_now:
            raise InputError(
                f"the manifest is of {role} '{was['name']}' with content {was['fingerprint']}, the warehouse has "
                f"{is_now['fingerprint']} under '{is_now['name']}'; use the warehouse that it was made with"
            )


def _listed(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())
