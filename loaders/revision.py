"""Makes a revision of an evaluation set: the same utterances with corrected gold, and its runs scored anew on it.

Files are immutable, so the set stays as it was, with its runs and all that was found of them; the revision is a set of
its own that names its parent. The runs come from the stored answers, not from the files that they were loaded from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from loaders import sql
from loaders.comparison import check_revision
from loaders.connection import connect, load_errors
from loaders.corrections import CorrectionFile, Verdicts, correct, find_changes
from loaders.errors import InputError
from loaders.evalset import content_of, write_utterances
from loaders.formats.lines import shown
from loaders.manifest import EvalsetManifest, Parent, RunManifest, flipscope_version, now, write_manifest
from loaders.publish import loading_folder, name_in_use, publish_together
from loaders.run import fingerprint_of
from loaders.schema import NORMALISER_VERSION, STORAGE_VERSION
from loaders.score import write_answers, write_scores
from loaders.stage import Progress
from loaders.stored import read_stored
from loaders.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision: its manifest, how many utterances have another gold, and the runs that were scored anew."""

    evalset: EvalsetManifest
    n_corrected: int
    runs: tuple[RunManifest, ...]


def run_name(run: str, parent: str, revision: str) -> str:
    """Return the name of a run that is scored anew: `RUN@REVISION`.

    >>> run_name("v1", "gold", "gold-2"), run_name("v1@gold-2", "gold-2", "gold-3")
    ('v1@gold-2', 'v1@gold-3')
    """
    return f"{run.removesuffix(f'@{parent}')}@{revision}"


def revise(
    warehouse: Warehouse,
    evalset: str,
    name: str,
    corrections: CorrectionFile | Verdicts,
    progress: Progress,
    runs: Sequence[str] | None = None,
) -> Revised:
    """Make the revision `name` of `evalset`, with these of its runs; with all that are of its content by default.

    All rows stand as they stood, with the labels of `corrections` (a file, or what annotators agreed on). Raises
    `InputError`, leaving no trace, where a name is taken or bad, a run is of another set or content, a correction
    cannot be made (`loaders.corrections`) or none changes anything.
    """
    final = warehouse.evalset_path(name)
    if final.exists():
        raise name_in_use(final)
    parent = warehouse.evalset(evalset)
    chosen = _runs_of(warehouse, parent, runs)
    names = {run.name: run_name(run.name, parent.name, name) for run in chosen}
    finals = {run.name: warehouse.run_path(names[run.name]) for run in chosen}
    files: dict[Path, Path] = {}
    source = shown(corrections.path) if isinstance(corrections, CorrectionFile) else "the verdicts"
    with load_errors(warehouse.path, source), loading_folder(warehouse.path) as folder:
        written = folder / "evalset.duckdb"
        with connect(folder) as con:
            revision, n_corrected = _write_evalset(con, warehouse, parent, name, written, corrections, progress)
        scored = []
        for index, run in enumerate(chosen):
            progress(f"scoring {run.name}", 0)
            target = folder / f"run-{index}.duckdb"
            with connect(folder) as con:
                scored.append(_write_run(con, warehouse, run, names[run.name], revision, written, target))
            if not _is_there(warehouse, finals[run.name], scored[-1]):
                files[finals[run.name]] = target
        # A run is seen with its set alone, so the set comes last.
        publish_together({**files, final: written})
    return Revised(revision, n_corrected, tuple(scored))


def _runs_of(warehouse: Warehouse, evalset: EvalsetManifest, names: Sequence[str] | None) -> tuple[RunManifest, ...]:
    if names is None:
        found = read_stored(warehouse).runs
        return tuple(run for run in found if run.evalset_fingerprint == evalset.fingerprint)
    runs = tuple(warehouse.run(name) for name in dict.fromkeys(names))
    for run in runs:
        if run.evalset != evalset.name:
            raise InputError(f"run '{run.name}' is of evalset '{run.evalset}', not of '{evalset.name}'")
        check_revision(run, evalset)
    return runs


def _is_there(warehouse: Warehouse, final: Path, scored: RunManifest) -> bool:
    """Tell whether this very run was published already, by a revision that was cut off before its set appeared."""
    if not final.exists():
        return False
    if warehouse.run(final.stem).fingerprint != scored.fingerprint:
        raise name_in_use(final)
    return True


def _write_evalset(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    parent: EvalsetManifest,
    name: str,
    written: Path,
    corrections: CorrectionFile | Verdicts,
    progress: Progress,
) -> tuple[EvalsetManifest, int]:
    warehouse.attach_evalset(con, parent.name, "evalset")
    n_corrected, about = find_changes(con, parent, corrections, progress)
    progress("writing", 0)
    con.execute(f"ATTACH {sql.path_literal(written)} AS target")
    correct(con)
    write_utterances(con, "corrected")
    revision = replace(
        parent,
        name=name,
        **content_of(con),
        options={**parent.options, "corrections": {"n_utterances": n_corrected, **about}},
        parent=Parent(parent.name, parent.fingerprint),
        **_made_now(),
    )
    write_manifest(con, revision, list(warehouse.rejections(warehouse.evalset_path(parent.name))))
    con.execute("DETACH target")
    return revision, n_corrected


def _write_run(
    con: duckdb.DuckDBPyConnection,
    warehouse: Warehouse,
    run: RunManifest,
    name: str,
    revision: EvalsetManifest,
    evalset: Path,
    written: Path,
) -> RunManifest:
    con.execute(f"ATTACH {sql.path_literal(evalset)} AS evalset (READ_ONLY)")
    warehouse.attach_run(con, run.name, "source")
    con.execute(f"ATTACH {sql.path_literal(written)} AS target")
    write_answers(con, "source.answers")
    write_scores(con, revision.n_utterances)
    scored = replace(
        run,
        name=name,
        fingerprint=fingerprint_of(con, revision.fingerprint, run.missing_policy),
        evalset=revision.name,
        evalset_fingerprint=revision.fingerprint,
        parent=Parent(run.name, run.fingerprint),
        **_made_now(),
    )
    write_manifest(con, scored, list(warehouse.rejections(warehouse.run_path(run.name))))
    con.execute("DETACH target")
    return scored


def _made_now() -> dict[str, Any]:
    return {
        "created_at": now(),
        "flipscope_version": flipscope_version(),
        "storage_version": STORAGE_VERSION,
        "normaliser_version": NORMALISER_VERSION,
    }
