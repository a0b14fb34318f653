"""Puts the rows of any files into one relation, `staged`: typed columns and each row's place in its file.

Parquet files stay where they are and `staged` is a view of them: a large load reads them twice rather than
copying them once. Other files are read row by row into a table.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import duckdb

from loaders import sql
from loaders.coerce import TextOf, coerce
from loaders.errors import InputError, Rejection, no_row_left
from loaders.formats.lines import shown
from loaders.formats.parquet import fits_sql, parquet_columns, select_parquet
from loaders.formats.recognise import read_rows
from loaders.schema import ANNOTATION_COLUMNS
from loaders.sources import Source

Progress = Callable[[str, int], None]
"""Is told of a long load: what is being done, and how many rows of it are done."""

MAX_COLUMNS: Final = 200
MAX_REJECTIONS_KEPT: Final = 10_000
_BATCH: Final = 10_000
_COLUMNS_NAMED: Final = 20
PLACE_COLUMNS: Final = {"source_file": "INTEGER", "source_line": "BIGINT"}
_RESERVED: Final = (
    "row",
    "rowid",
    "n_slots",
    "missing",
    "slot",
    "slot_index",
    "slot_name",
    "gold_value",
    "slot_outcome",
    "spurious_value",
    "_role",
    "_slot",
    *PLACE_COLUMNS,
)
_RESERVED_PREFIXES: Final = ("baseline_", "candidate_")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a load asks of its files: columns (name -> type), which of them must be there, names mapped."""

    columns: Mapping[str, str]
    required: Sequence[str]
    mapping: Mapping[str, str]
    keep_extra: bool


@dataclass(slots=True)
class Staged:
    """What a load found: its files by index, their columns, the further columns it keeps, what it rejected."""

    files: list[str]
    seen: set[str] = field(default_factory=set)
    extra: list[str] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    n_rejected: int = 0
    one_parquet_file: bool = False
    has_offsets: bool = True

    def present(self, wanted: Mapping[str, str]) -> dict[str, str]:
        """Return those of the wanted columns that the files have, in the order wanted."""
        derived = set()
        if "annotated_text" in self.seen:
            derived.add("text")
        if self.seen.intersection(ANNOTATION_COLUMNS):
            derived.add("slots")
        return {name: kind for name, kind in wanted.items() if name in self.seen or name in derived}

    def reject(self, rejection: Rejection) -> None:
        """Count a rejected row; the first ten thousand are kept, as one printable line each."""
        self.n_rejected += 1
        if len(self.rejections) < MAX_REJECTIONS_KEPT:
            self.rejections.append(replace(rejection, column=shown(rejection.column), reason=shown(rejection.reason)))


def stage(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    wanted: Wanted,
    text_of: TextOf,
    progress: Progress,
) -> Staged:
    """Make the relation `staged` in `con`, rows in the order of the files.

    Raises `InputError` where no row has a required or a mapped column.
    """
    staged = Staged([source.shown for source in sources])
    if sources[0].kind == "parquet":
        columns = [parquet_columns(source.path, wanted.mapping) for source in sources]
        for source, found in zip(sources, columns, strict=True):
            _note_columns(staged, wanted, found, source.shown)
        if all(fits_sql(found) for found in columns):
            _check_columns(staged, wanted)
            present = staged.present(wanted.columns)
            selects = [
                select_parquet(source.path, index, columns[index], present, staged.extra)
                for index, source in enumerate(sources)
            ]
            con.execute(f"CREATE VIEW staged AS {' UNION ALL '.join(selects)}")
            staged.one_parquet_file = len(sources) == 1
            staged.has_offsets = any('"start"' in found["slots"][1] for found in columns if "slots" in found)
            return staged
    # Imported here, for a load of Parquet files starts sooner without it.
    from loaders.batches import create_table, insert_batch

    create_table(con, "staged_rows", {**PLACE_COLUMNS, **wanted.columns, **dict.fromkeys(staged.extra, "VARCHAR")})
    for index, source in enumerate(sources):
        for n_rows, batch in _batches(source, staged, wanted, text_of):
            insert_batch(con, "staged_rows", index, batch, wanted.columns, staged.extra)
            progress(f"reading {source.shown}", n_rows)
    _check_columns(staged, wanted)
    kept = sql.names([*PLACE_COLUMNS, *staged.present(wanted.columns), *staged.extra])
    con.execute(f"CREATE VIEW staged AS SELECT {kept} FROM staged_rows")
    return staged


def _batches(
    source: Source, staged: Staged, wanted: Wanted, text_of: TextOf
) -> Iterator[tuple[int, list[tuple[int, dict[str, Any]]]]]:
    batch: list[tuple[int, dict[str, Any]]] = []
    n_rows = 0
    for row in read_rows(source.path, source.kind, wanted.mapping):
        n_rows += 1
        if isinstance(row, Rejection):
            staged.reject(row)
            continue
        _note_columns(staged, wanted, row.values, row.file)
        values = coerce(row, wanted.columns, text_of)
        if isinstance(values, Rejection):
            staged.reject(values)
            continue
        batch.append((row.line, values))
        if len(batch) == _BATCH:
            yield n_rows, batch
            batch = []
    yield n_rows, batch


def _note_columns(staged: Staged, wanted: Wanted, columns: Mapping[str, Any], file: str) -> None:
    new = [name for name in columns if name not in staged.seen]
    if not new:
        return
    for name in new:
        staged.seen.add(name)
        known = name in wanted.columns or name in ANNOTATION_COLUMNS or name == "tokens"
        if wanted.keep_extra and not known:
            _check_extra(name, staged, wanted, file)
            staged.extra.append(name)


def _check_extra(name: str, staged: Staged, wanted: Wanted, file: str) -> None:
    folded = name.casefold()
    if not name.isprintable() or not name.strip():
        raise InputError(f"{file}, column {name!r}: not a name; give the column a printable one, or leave it out")
    if folded in _RESERVED or folded.startswith(_RESERVED_PREFIXES):
        raise InputError(
            f"{file}, column '{name}': flipscope needs this name itself; "
            f"give it another with --column other_name={name}"
        )
    other = {taken.casefold(): taken for taken in (*wanted.columns, *staged.extra)}.get(folded)
    if other is not None:
        raise InputError(f"{file}, column '{name}': differs from '{other}' in case only; rename one")
    if len(staged.extra) == MAX_COLUMNS:
        raise InputError(f"{file}: more than {MAX_COLUMNS} further columns; leave out what is no slice")


def _check_columns(staged: Staged, wanted: Wanted) -> None:
    if not staged.seen:
        if staged.n_rejected:
            raise no_row_left(staged.rejections, staged.n_rejected)
        raise InputError(f"{staged.files[0]}: holds no row; expected one utterance a line")
    names = sorted(staged.seen)
    more = f" and {len(names) - _COLUMNS_NAMED} more" if len(names) > _COLUMNS_NAMED else ""
    has = shown(", ".join(names[:_COLUMNS_NAMED])) + more
    for ours, theirs in wanted.mapping.items():
        if ours not in staged.seen and theirs not in staged.seen:
            asked = shown(f"no column '{theirs}' for --column {ours}={theirs}")
            raise InputError(f"{staged.files[0]}: {asked}; it has {has}")
    present = staged.present(wanted.columns)
    for column in wanted.required:
        if column not in present:
            instead = ", or give --locale" if column == "locale" else ""
            raise InputError(
                f"{staged.files[0]}: no column '{column}'; it has {has}; "
                f"name yours with --column {column}=YOURS{instead}"
            )
