"""Loads an evaluation set: files in, one immutable DuckDB file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb
import numpy as np

from loaders import sql
from loaders.connection import columns_of, connect, drop_written, load_errors
from loaders.errors import InputError, too_many_rejections
from loaders.formats.recognise import Format
from loaders.manifest import EvalsetManifest, flipscope_version, now, write_manifest
from loaders.publish import loading_folder, name_in_use, publish
from loaders.schema import EVALSET_COLUMNS, EVALSET_REQUIRED, SLOT_TYPE
from loaders.sources import find_sources, source_manifests
from loaders.stage import PLACE_COLUMNS, Progress, Staged, Wanted, stage
from loaders.validate import EVALSET_RULES, Rule, broken_rules, reject_invalid, reject_where
from loaders.warehouse import Warehouse

_COMPRESSED: Final = {"utterance_id": " USING COMPRESSION zstd", "text": " USING COMPRESSION uncompressed"}
"""No id is like another: DuckDB's own choice looks for those that are, and takes twice as long. Texts are written in a
quarter of the time as they are, and searched in three quarters of it, for two and a half times their size."""


@dataclass(frozen=True, slots=True)
class EvalsetOptions:
    """How files are read; `locale` and `partition` select rows, and fill in for files that have no such column."""

    format: Format = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    locale: str | None = None
    partition: str | None = None
    max_rejected: int = 0


def add_evalset(
    warehouse: Warehouse, name: str, files: Sequence[str], options: EvalsetOptions, progress: Progress
) -> EvalsetManifest:
    """Load `files` as the evaluation set `name` and return its manifest.

    Raises `InputError`, leaving no trace, where the name is taken or bad, a file cannot be read, more rows are
    rejected than allowed, or none is left.
    """
    final = warehouse.evalset_path(name)
    if final.exists():
        raise name_in_use(final)
    sources = find_sources(files, options.format)
    with (
        load_errors(warehouse.path, sources[0].shown),
        loading_folder(warehouse.path) as folder,
        connect(folder) as con,
    ):
        written = folder / "evalset.duckdb"
        con.execute(f"ATTACH {sql.path_literal(written)} AS target")
        required = [c for c in EVALSET_REQUIRED if not (c == "locale" and options.locale)]
        wanted = Wanted(EVALSET_COLUMNS, required, options.mapping, keep_extra=True)
        staged = stage(con, sources, wanted, lambda _: None, progress)
        _choose(con, options)
        progress("writing", 0)
        write_utterances(con, "chosen")
        progress("checking", 0)
        if _is_doubtful(con, staged):
            valid = _without_duplicates(con, staged, reject_invalid(con, staged, EVALSET_RULES, "chosen"))
            if staged.n_rejected > options.max_rejected:
                raise too_many_rejections(staged.rejections, staged.n_rejected, options.max_rejected)
            drop_written(con, "utterances")
            write_utterances(con, valid)
        manifest = _manifest(con, name, staged, source_manifests(sources), options)
        write_manifest(con, manifest, staged.rejections)
        con.execute("DETACH target")
        publish(written, final)
    return manifest


def _choose(con: duckdb.DuckDBPyConnection, options: EvalsetOptions) -> None:
    """Make `chosen`: the staged rows of the wanted locale and partition, defaults filled in."""
    present = columns_of(con, "staged")
    columns = ["*"]
    conditions = ["true"]
    defaults = {"frequency": "1", "slots": f"[]::{SLOT_TYPE}"}
    for column, value in (("locale", options.locale), ("partition", options.partition)):
        if value is not None:
            defaults[column] = sql.literal(value)
            conditions.append(f"{sql.name(column)} = {sql.literal(value)}")
    filled = {column: f"coalesce({sql.name(column)}, {value})" for column, value in defaults.items()}
    replaced = ", ".join(f"{filled[column]} AS {sql.name(column)}" for column in defaults if column in present)
    if replaced:
        columns = [f"* REPLACE ({replaced})"]
    columns += [f"{value} AS {sql.name(column)}" for column, value in defaults.items() if column not in present]
    con.execute(
        f"CREATE VIEW chosen AS FROM (SELECT {', '.join(columns)} FROM staged) WHERE {' AND '.join(conditions)}"
    )


def _is_doubtful(con: duckdb.DuckDBPyConnection, staged: Staged) -> bool:
    """Tell whether a row of the files was rejected, or one that was written may have to be."""
    written = "target.utterances"
    return (
        staged.n_rejected > 0
        or bool(broken_rules(con, staged, EVALSET_RULES, written))
        or _may_repeat_keys(con, written)
    )


def _may_repeat_keys(con: duckdb.DuckDBPyConnection, relation: str) -> bool:
    keys = np.asarray(con.execute(f"SELECT hash(locale, utterance_id) AS key FROM {relation}").fetchnumpy()["key"])
    keys.sort()
    return bool((keys[1:] == keys[:-1]).any())


def _without_duplicates(con: duckdb.DuckDBPyConnection, staged: Staged, relation: str) -> str:
    """Reject every row but the first of each (locale, utterance_id)."""
    if not _may_repeat_keys(con, relation):
        return relation
    con.execute(
        "CREATE VIEW numbered AS SELECT source_file, source_line, locale, utterance_id, "
        f"first_value(source_line) OVER same AS first_line, row_number() OVER same AS occurrence FROM {relation} "
        "WINDOW same AS (PARTITION BY locale, utterance_id ORDER BY source_file, source_line)"
    )
    reason = "format('''{}'' in {} is in line {} already; ids are unique within a locale', left(utterance_id, 40), "
    rule = Rule("utterance_id", "occurrence > 1", f"{reason}locale, first_line)")
    reject_where(con, staged, [rule], "numbered")
    con.execute(
        f"CREATE VIEW unique_rows AS SELECT * FROM {relation} QUALIFY row_number() OVER "
        "(PARTITION BY locale, utterance_id ORDER BY source_file, source_line) = 1 ORDER BY source_file, source_line"
    )
    return "unique_rows"


def write_utterances(con: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Write `target.utterances`: the columns that are there, and the number of gold slots."""
    columns = [column for column in columns_of(con, relation) if column not in PLACE_COLUMNS]
    kinds = {column: EVALSET_COLUMNS.get(column, "VARCHAR") + _COMPRESSED.get(column, "") for column in columns}
    table = ", ".join(f"{sql.name(column)} {kind}" for column, kind in kinds.items())
    con.execute(f"CREATE TABLE target.utterances ({table}, n_slots INTEGER)")
    con.execute(f"INSERT INTO target.utterances SELECT {sql.names(columns)}, len(slots) FROM {relation}")


def content_of(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return the fingerprint and the counts of `target.utterances`, as its manifest has them."""
    stored = columns_of(con, "target.utterances")
    counts = con.execute(
        f"SELECT count(*), coalesce(sum(n_slots), 0)::BIGINT, bit_xor(hash(rowid, {sql.names(sorted(stored))})) "
        "FROM target.utterances"
    ).fetchone()
    names = con.execute(
        "SELECT count(DISTINCT locale), count(DISTINCT domain), count(DISTINCT intent) FROM target.utterances"
    ).fetchone()
    n_utterances, n_slots, content = counts or (0, 0, None)
    n_locales, n_domains, n_intents = names or (0, 0, 0)
    return {
        "fingerprint": f"{content or 0:016x}",
        "n_utterances": n_utterances,
        "n_slots": n_slots,
        "n_locales": n_locales,
        "n_domains": n_domains,
        "n_intents": n_intents,
    }


def _manifest(
    con: duckdb.DuckDBPyConnection,
    name: str,
    staged: Staged,
    sources: list[dict[str, object]],
    options: EvalsetOptions,
) -> EvalsetManifest:
    content = content_of(con)
    if content["n_utterances"] == 0:
        asked = "".join(f" --{k} {v}" for k, v in (("locale", options.locale), ("partition", options.partition)) if v)
        raise InputError(
            f"{staged.files[0]}: no utterance is left{' with' if asked else ''}{asked}, {staged.n_rejected} rejected; "
            "name other files or another selection"
        )
    return EvalsetManifest(
        name=name,
        **content,
        n_rejected=staged.n_rejected,
        has_parallel="parallel_id" in columns_of(con, "target.utterances"),
        extra_columns=tuple(staged.extra),
        sources=tuple(sources),
        options={"format": options.format, "columns": dict(options.mapping)}
        | {k: v for k, v in (("locale", options.locale), ("partition", options.partition)) if v},
        created_at=now(),
        flipscope_version=flipscope_version(),
    )
