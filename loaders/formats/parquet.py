"""Parquet files: as SQL over the file where the columns fit the contract, row by row where slots must be parsed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb

from loaders import sql
from loaders.errors import InputError
from loaders.formats.lines import shown
from loaders.formats.rows import Row, Rows
from loaders.schema import ANNOTATION_COLUMNS

_WHOLE: Final = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "HUGEINT",
}
_NUMBERS: Final = _WHOLE | {"FLOAT", "DOUBLE"}
_IDENTITIES: Final = ("utterance_id", "parallel_id")
_LABELS: Final = ("partition", "annotator", "annotated_at", "guideline_version")
_BATCH: Final = 10_000


def read_parquet_rows(path: Path) -> Rows:
    """Yield a Parquet file's rows as Python values, numbered from 1."""
    with duckdb.connect() as con:
        found = con.execute(f"FROM read_parquet({sql.file_literal(path)})")
        names = [column[0] for column in found.description or []]
        line = 0
        while records := found.fetchmany(_BATCH):
            for record in records:
                line += 1
                yield Row(shown(path), line, dict(zip(names, record, strict=True)))


def parquet_columns(path: Path, mapping: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return {our name: (name in the file, DuckDB type)} of a Parquet file, renamed as `mapping` asks.

    Raises `InputError` for a file that is not Parquet after all.
    """
    if not str(path).isprintable() and "\\udc" in ascii(str(path)):
        raise InputError(f"{shown(path)}: the file's name is not UTF-8; rename it")
    try:
        with duckdb.connect() as con:
            found = con.execute(f"DESCRIBE FROM read_parquet({sql.file_literal(path)})").fetchall()
    except duckdb.Error as error:
        raise InputError(f"{shown(path)}: not a readable Parquet file ({shown(_first_line(error))})") from error
    types = {str(name): str(kind) for name, kind, *_ in found}
    taken = set(mapping.values())
    columns = {name: (name, kind) for name, kind in types.items() if name not in taken and name not in mapping}
    columns |= {ours: (theirs, types[theirs]) for ours, theirs in mapping.items() if theirs in types}
    return columns


def fits_sql(columns: Mapping[str, tuple[str, str]]) -> bool:
    """Tell whether slots and n-best lists stand there as lists of structs (or not at all), so that SQL reads them."""
    annotations = [name for name in ANNOTATION_COLUMNS if name in columns]
    if annotations not in ([], ["slots"]):
        return False
    return ("slots" not in columns or _are_slots(columns["slots"][1])) and (
        "nbest" not in columns or _is_nbest(columns["nbest"][1])
    )


def select_parquet(
    path: Path,
    index: int,
    columns: Mapping[str, tuple[str, str]],
    wanted: Mapping[str, str],
    extra: Sequence[str],
) -> str:
    """Return the SELECT that reads one Parquet file with the wanted columns (null where it has none) and place.

    Raises `InputError` for a column whose type cannot hold what it should.
    """
    parts = [f"{index}::INTEGER AS source_file", "file_row_number + 1 AS source_line"]
    for name, wanted_type in wanted.items():
        if name not in columns:
            parts.append(f"NULL::{wanted_type} AS {sql.name(name)}")
            continue
        theirs, kind = columns[name]
        _check_type(path, name, theirs, kind, wanted_type)
        value = _as_text(theirs, kind) if name in _LABELS else f"{sql.name(theirs)}::{wanted_type}"
        parts.append(f"{value} AS {sql.name(name)}")
    parts += [
        f"{_as_text(*columns[name]) if name in columns else 'NULL::VARCHAR'} AS {sql.name(name)}" for name in extra
    ]
    reader = f"read_parquet({sql.file_literal(path)}, file_row_number = true)"
    return f"SELECT {', '.join(parts)} FROM {reader}"


def _as_text(theirs: str, kind: str) -> str:
    nested = kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION"))
    return f"to_json({sql.name(theirs)})::VARCHAR" if nested else f"{sql.name(theirs)}::VARCHAR"


def _check_type(path: Path, name: str, theirs: str, kind: str, wanted: str) -> None:
    if wanted == "DOUBLE":
        expected, fits = "a number", _is_number(kind)
    elif wanted == "BIGINT":
        expected, fits = "a whole number", kind in _WHOLE
    elif name in _LABELS or wanted != "VARCHAR":
        return
    elif name in _IDENTITIES:
        expected, fits = "a text or a whole number", kind in _WHOLE or _is_text(kind)
    else:
        expected, fits = "a text", _is_text(kind) or kind.startswith(("DATE", "TIME"))
    if not fits and kind != '"NULL"':
        raise InputError(f"{shown(path)}, column '{theirs}': holds {kind}, not {expected}; convert the column")


def _are_slots(kind: str) -> bool:
    fields = _fields(kind)
    named = all(_is_text(fields.get(key, "")) for key in ("name", "value"))
    offsets = [fields.get(key) for key in ("start", "end")]
    return named and (offsets == [None, None] or all(offset in _WHOLE for offset in offsets))


def _is_nbest(kind: str) -> bool:
    fields = _fields(kind)
    scored = _is_text(fields.get("intent", "")) and _is_number(fields.get("score", ""))
    return scored and ("slots" not in fields or _are_slots(fields["slots"]))


def _fields(kind: str) -> dict[str, str]:
    """Return the fields of a list of structs with their types; none for any other type."""
    if not (kind.startswith("STRUCT(") and kind.endswith(")[]")):
        return {}
    return {str(name): str(of) for name, of in duckdb.sqltype(kind.removesuffix("[]")).children}


def _is_number(kind: str) -> bool:
    return kind in _NUMBERS or kind.startswith("DECIMAL")


def _is_text(kind: str) -> bool:
    return kind == "VARCHAR" or kind.startswith("ENUM")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
