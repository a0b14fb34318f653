"""Loads an evaluation set: files in, one immutable DuckDB file out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import duckdb

from loaders import sql
from loaders.connection import connect, write_errors
from loaders.errors import InputError, too_many_rejections
from loaders.formats.recognise import Format
from loaders.manifest import EvalsetManifest, flipscope_version, now, write_manifest
from loaders.publish import loading_folder, name_in_use, publish
from loaders.schema import EVALSET_COLUMNS, EVALSET_REQUIRED
from loaders.sources import find_sources, source_manifests
from loaders.stage import Progress, Staged, Wanted, stage
from loaders.validate import EVALSET_RULES, Rule, reject_invalid, reject_where
from loaders.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class EvalsetOptions:
    """How files are read; `locale` and `partition` select rows, and fill in for files that have no such column."""

    format: Format = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)
    locale: str | None = None
    partition: str | None = None
    max_rejected: int = 0


_UNIQUE: Final = "count(*) = count(DISTINCT hash({}))"


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
    with loading_folder(warehouse.path) as folder, connect(folder) as con, write_errors(warehouse.path):
        written = folder / "evalset.duckdb"
        con.execute(f"ATTACH {sql.literal(str(written))} AS target")
        required = [c for c in EVALSET_REQUIRED if not (c == "locale" and options.locale)]
        wanted = Wanted(EVALSET_COLUMNS, required, options.mapping, keep_extra=True)
        staged = stage(con, sources, wanted, lambda _: None, progress)
        progress("checking", 0)
        _choose(con, options, staged)
        valid = _without_duplicates(con, staged, reject_invalid(con, staged, EVALSET_RULES, "chosen"))
        if staged.n_rejected > options.max_rejected:
            raise too_many_rejections(staged.rejections, staged.n_rejected, options.max_rejected)
        progress("writing", 0)
        _write(con, valid, staged)
        manifest = _manifest(con, name, staged, source_manifests(sources), options)
        write_manifest(con, manifest, staged.rejections)
        con.execute("DETACH target")
        publish(written, final)
    return manifest


def _choose(con: duckdb.DuckDBPyConnection, options: EvalsetOptions, staged: Staged) -> None:
    """Make `chosen`: the staged rows of the wanted locale and partition, defaults filled in."""
    replaced = ["coalesce(frequency, 1) AS frequency"]
    conditions = ["true"]
    for column, value in (("locale", options.locale), ("partition", options.partition)):
        if value is not None:
            filled = f"coalesce({sql.name(column)}, {sql.literal(value)})"
            replaced.append(f"{filled} AS {sql.name(column)}")
            conditions.append(f"{filled} = {sql.literal(value)}")
    con.execute(
        f"CREATE TEMP VIEW chosen AS SELECT * REPLACE ({', '.join(replaced)}) FROM staged "
        f"WHERE {' AND '.join(conditions)}"
    )


def _without_duplicates(con: duckdb.DuckDBPyConnection, staged: Staged, relation: str) -> str:
    """Reject every row but the first of each (locale, utterance_id)."""
    unique = con.execute(f"SELECT {_UNIQUE.format('locale, utterance_id')} FROM {relation}").fetchone()
    if unique and unique[0]:
        return relation
    con.execute(
        f"CREATE TEMP VIEW numbered AS SELECT *, first_value(source_line) OVER same AS first_line, "
        f"row_number() OVER same AS occurrence FROM {relation} WINDOW same AS "
        "(PARTITION BY locale, utterance_id ORDER BY source_file, source_line)"
    )
    reason = "format('''{}'' in {} is in line {} already; ids are unique within a locale', left(utterance_id, 40), "
    rule = Rule("utterance_id", "occurrence > 1", f"{reason}locale, first_line)")
    reject_where(con, staged, [rule], "numbered")
    con.execute(
        "CREATE TEMP VIEW unique_rows AS SELECT * EXCLUDE (first_line, occurrence) FROM numbered "
        "WHERE occurrence = 1 ORDER BY source_file, source_line"
    )
    return "unique_rows"


def _write(con: duckdb.DuckDBPyConnection, relation: str, staged: Staged) -> None:
    columns = ", ".join(
        f"coalesce(slots, []::{kind}) AS slots, len(coalesce(slots, []))::INTEGER AS n_slots"
        if column == "slots"
        else sql.name(column)
        for column, kind in {**EVALSET_COLUMNS, **dict.fromkeys(staged.extra, "VARCHAR")}.items()
    )
    con.execute(f"CREATE TABLE target.utterances AS SELECT {columns} FROM {relation}")


def _manifest(
    con: duckdb.DuckDBPyConnection,
    name: str,
    staged: Staged,
    sources: list[dict[str, object]],
    options: EvalsetOptions,
) -> EvalsetManifest:
    hashed = sql.names([*EVALSET_COLUMNS, *staged.extra])
    counts = con.execute(
        "SELECT count(*), coalesce(sum(n_slots), 0)::BIGINT, "
        f"bit_xor(hash(rowid, {hashed})), {_UNIQUE.format('utterance_id')}, count(parallel_id) > 0 "
        "FROM target.utterances"
    ).fetchone()
    names = con.execute(
        "SELECT count(DISTINCT locale), count(DISTINCT domain), count(DISTINCT intent) FROM target.utterances"
    ).fetchone()
    if counts is None or names is None or counts[0] == 0:
        raise InputError(
            f"{staged.files[0]}: no utterance is left "
            f"(--locale {options.locale}, --partition {options.partition}, {staged.n_rejected} rejected)"
        )
    return EvalsetManifest(
        name=name,
        fingerprint=f"{counts[2]:016x}",
        n_utterances=counts[0],
        n_slots=counts[1],
        n_locales=names[0],
        n_domains=names[1],
        n_intents=names[2],
        n_rejected=staged.n_rejected,
        ids_unique=counts[3],
        has_parallel=counts[4],
        extra_columns=tuple(staged.extra),
        sources=tuple(sources),
        options={"format": options.format, "columns": dict(options.mapping)}
        | {k: v for k, v in (("locale", options.locale), ("partition", options.partition)) if v},
        created_at=now(),
        flipscope_version=flipscope_version(),
    )
