"""Loads a run: predictions in, aligned with their evaluation set, scored, one immutable DuckDB file out."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from loaders import sql
from loaders.align import align, align_in_order
from loaders.connection import columns_of, connect, drop_written, load_errors
from loaders.errors import InputError, too_many_rejections
from loaders.formats.recognise import Format
from loaders.manifest import (
    Alignment,
    EvalsetManifest,
    ModelCard,
    RunManifest,
    flipscope_version,
    now,
    write_manifest,
)
from loaders.publish import loading_folder, name_in_use, publish
from loaders.schema import NORMALISER_VERSION, RUN_COLUMNS, RUN_REQUIRED, MissingPolicy
from loaders.score import write_answers, write_scores
from loaders.sources import Source, find_sources, source_manifests
from loaders.stage import Progress, Staged, Wanted, stage
from loaders.texts import texts_of
from loaders.validate import RUN_RULES, broken_rules, reject_invalid
from loaders.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How predictions are read, what a missing one counts as, and what is known of the model."""

    format: Format = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    missing: MissingPolicy = "error"
    max_rejected: int = 0
    model: ModelCard = field(default_factory=ModelCard)


def add_run(
    warehouse: Warehouse,
    name: str,
    files: Sequence[str],
    evalset: str,
    options: RunOptions,
    progress: Progress,
) -> RunManifest:
    """Load `files` as the run `name` on `evalset` and return its manifest.

    Raises `InputError`, leaving no trace, where the name is taken or bad, a file cannot be read, more rows are
    rejected than allowed, or not one prediction belongs to the evaluation set.
    """
    final = warehouse.run_path(name)
    if final.exists():
        raise name_in_use(final)
    warehouse.evalset(evalset)
    sources = find_sources(files, options.format)
    with (
        load_errors(warehouse.path, sources[0].shown),
        loading_folder(warehouse.path) as folder,
        connect(folder) as con,
    ):
        written = folder / "run.duckdb"
        about = warehouse.attach_evalset(con, evalset, "evalset")
        _check_relations(sources, about)
        con.execute(f"ATTACH {sql.path_literal(written)} AS target")
        wanted = Wanted(RUN_COLUMNS, RUN_REQUIRED, options.mapping, keep_extra=False)
        staged = stage(con, sources, wanted, texts_of(con), progress)
        alignment = _write_aligned(con, staged, about, options, progress)
        progress("scoring", 0)
        write_scores(con, about.n_utterances)
        manifest = _manifest(con, name, about, alignment, source_manifests(sources), options)
        write_manifest(con, manifest, staged.rejections)
        con.execute("DETACH target")
        publish(written, final)
    return manifest


def _write_aligned(
    con: duckdb.DuckDBPyConnection, staged: Staged, evalset: EvalsetManifest, options: RunOptions, progress: Progress
) -> Alignment:
    """Write `target.answers` without a row that has to be rejected."""
    progress("aligning", 0)
    alignment = align_in_order(con, staged, evalset)
    if alignment is not None:
        write_answers(con, "staged")
    progress("checking", 0)
    if alignment is None or staged.n_rejected or broken_rules(con, staged, RUN_RULES, "target.answers"):
        valid = reject_invalid(con, staged, RUN_RULES, "staged")
        drop_written(con, "answers")
        alignment = align(con, staged, valid, evalset)
        if staged.n_rejected > options.max_rejected:
            raise too_many_rejections(staged.rejections, staged.n_rejected, options.max_rejected)
        write_answers(con, "aligned")
    return alignment


def _check_relations(sources: Sequence[Source], evalset: EvalsetManifest) -> None:
    """Refuse dependency parses with relations on a gold without, and the other way: every word would be wrong."""
    others = {"conllu": "conllu-unlabelled", "conllu-unlabelled": "conllu"}
    for source in sources:
        other = others.get(source.kind)
        if other and any(gold["kind"] == other for gold in evalset.sources):
            raise InputError(
                f"{source.shown}: read as {source.kind}, but the gold of evalset '{evalset.name}' as {other}; "
                f"add --format {other}"
            )


def fingerprint_of(con: duckdb.DuckDBPyConnection, evalset: str, missing_policy: MissingPolicy) -> str:
    """Return the fingerprint of the run in `target`, on the evaluation set of that fingerprint."""
    stored = columns_of(con, "target.answers")
    answers = con.execute(f"SELECT bit_xor(hash(rowid, {sql.names(stored)})) FROM target.answers").fetchone()
    missing = con.execute("SELECT bit_xor(hash(rowid)) FROM target.scores WHERE missing").fetchone()
    content = json.dumps([evalset, missing_policy, NORMALISER_VERSION, answers, missing])
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _manifest(
    con: duckdb.DuckDBPyConnection,
    name: str,
    evalset: EvalsetManifest,
    alignment: Alignment,
    sources: list[dict[str, Any]],
    options: RunOptions,
) -> RunManifest:
    stored = columns_of(con, "target.answers")
    return RunManifest(
        name=name,
        fingerprint=fingerprint_of(con, evalset.fingerprint, options.missing),
        evalset=evalset.name,
        evalset_fingerprint=evalset.fingerprint,
        missing_policy=options.missing,
        alignment=alignment,
        model_version=options.model.model_version,
        parameters=options.model.parameters,
        quantisation=options.model.quantisation,
        training_data=options.model.training_data,
        has_confidence="confidence" in stored,
        has_nbest="nbest" in stored,
        sources=tuple(sources),
        options={"format": options.format, "columns": dict(options.mapping)},
        created_at=now(),
        flipscope_version=flipscope_version(),
    )
