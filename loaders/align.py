"""Aligns a run with its evaluation set by key: (locale, utterance_id), or the id alone where ids are unique.

The result, `aligned`, stands in the order of the evaluation set, one row an utterance. Nothing is paired by
position unless every key was compared and found equal.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import duckdb

from loaders import sql
from loaders.connection import columns_of
from loaders.errors import InputError, no_row_left
from loaders.formats.lines import shown
from loaders.manifest import Alignment, EvalsetManifest
from loaders.schema import ANSWER_COLUMNS
from loaders.stage import Staged

_EXAMPLES: Final = 5
_WORTH_CUTTING: Final = 1_000_000
_ROW_GROUP: Final = 122_880
"""Rows that DuckDB stores together; a part of whole groups leaves none half full."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A relation in the order of the evaluation set, with `missing` and the answer columns.

    `parts` are ranges of rows that may be worked on at once; a single one where the relation cannot be cut, otherwise
    `row` is the SQL of a row's number.
    """

    relation: str
    parts: tuple[tuple[int, int], ...]
    row: str = "rowid"

    def rows(self, part: int) -> str:
        """Return the rows of one part as a FROM clause."""
        if len(self.parts) == 1:
            return self.relation
        first, past = self.parts[part]
        return f"{self.relation} WHERE {self.row} >= {first} AND {self.row} < {past}"


def align(
    con: duckdb.DuckDBPyConnection, staged: Staged, relation: str, evalset: EvalsetManifest
) -> tuple[Alignment, Aligned]:
    """Return how the rows of `relation` met the utterances, and the aligned rows.

    Of several rows for one utterance the first counts.
    Raises `InputError` where the locale is needed and not given, or nothing matches.
    """
    present = columns_of(con, relation)
    located = "count(locale)" if "locale" in present else "0"
    n_rows, n_located = con.execute(f"SELECT count(*), {located} FROM {relation}").fetchone() or (0, 0)
    if n_rows == 0:
        if staged.n_rejected:
            raise no_row_left(staged.rejections, staged.n_rejected)
        raise InputError(f"{staged.files[0]}: holds no prediction")
    if n_located < n_rows:
        _check_unique_ids(con, staged, evalset, n_rows - n_located)
    keys = ["utterance_id", "locale"] if n_located else ["utterance_id"]
    same = _same_key(keys, may_lack_locale=n_located < n_rows)
    answers = sql.names(column for column in ANSWER_COLUMNS if column in present)
    parts = _parts(evalset.n_utterances)
    if n_rows == evalset.n_utterances:
        con.execute(f"CREATE VIEW in_order AS SELECT false AS missing, * FROM {relation}")
        cut = staged.one_parquet_file and relation == "staged"
        aligned = Aligned("in_order", parts if cut else ((0, n_rows),), "source_line - 1")
        if _in_order(con, aligned, keys, same):
            return Alignment(n_rows, n_rows, 0, 0, 0, staged.n_rejected), aligned
    _join(con, relation, same, answers)
    return _report(con, staged, n_rows, evalset), Aligned("aligned", parts)


def _parts(n_rows: int) -> tuple[tuple[int, int], ...]:
    """Return ranges of about as many rows each, one a core; a single one where cutting is not worth it."""
    n_parts = (os.cpu_count() or 1) if n_rows >= _WORTH_CUTTING else 1
    bounds = [n_rows * i // n_parts // _ROW_GROUP * _ROW_GROUP for i in range(n_parts)]
    return tuple(zip(bounds, [*bounds[1:], n_rows], strict=True))


def _check_unique_ids(con: duckdb.DuckDBPyConnection, staged: Staged, evalset: EvalsetManifest, n_without: int) -> None:
    found = con.execute("SELECT count(DISTINCT utterance_id) FROM evalset.utterances").fetchone()
    if not found or found[0] != evalset.n_utterances:
        raise InputError(
            f"{staged.files[0]}, column 'locale': missing in {n_without:,} rows, and ids of evalset "
            f"'{evalset.name}' repeat across locales; give each row its locale"
        )


def _same_key(keys: list[str], may_lack_locale: bool) -> str:
    if not may_lack_locale:
        return " AND ".join(f"e.{key} = r.{key}" for key in keys)
    return "e.utterance_id = r.utterance_id" + (" AND e.locale = coalesce(r.locale, e.locale)" if len(keys) > 1 else "")


def _in_order(con: duckdb.DuckDBPyConnection, aligned: Aligned, keys: list[str], same: str) -> bool:
    """Tell whether row i of the run has the key of utterance i, for all i; one look at the first rows says no."""
    columns = ", ".join(keys)

    def agree(part: int, limit: str = "") -> bool:
        first, past = aligned.parts[part]
        with con.cursor() as cursor:
            found = cursor.execute(
                f"SELECT bool_and(coalesce({same}, false)) FROM (SELECT {columns} FROM evalset.utterances "
                f"WHERE rowid >= {first} AND rowid < {past} {limit}) e "
                f"POSITIONAL JOIN (SELECT {columns} FROM {aligned.rows(part)} {limit}) r"
            ).fetchone()
        return bool(found and found[0])

    if not agree(0, "LIMIT 1000"):
        return False
    with ThreadPoolExecutor(len(aligned.parts)) as pool:
        return all(pool.map(agree, range(len(aligned.parts))))


def _join(con: duckdb.DuckDBPyConnection, relation: str, same: str, answers: str) -> None:
    """Make `placed` (each prediction with the row of its utterance, if any) and `aligned` from it."""
    con.execute(
        "CREATE TABLE placed AS SELECT e.row, r.* FROM "
        f"(SELECT *, row_number() OVER (ORDER BY source_file, source_line) AS source_row FROM {relation}) r "
        f"LEFT JOIN (SELECT rowid AS row, utterance_id, locale FROM evalset.utterances) e ON {same}"
    )
    con.execute(
        "CREATE TABLE counted AS SELECT row, min(source_row) AS source_row, count(*) AS n FROM placed "
        "WHERE row IS NOT NULL GROUP BY row"
    )
    con.execute(
        f"CREATE TABLE aligned AS SELECT row IS NULL AS missing, {answers} "
        "FROM (SELECT rowid AS utterance_row FROM evalset.utterances) u LEFT JOIN "
        "(SELECT placed.* FROM placed JOIN counted USING (row, source_row)) p ON utterance_row = row "
        "ORDER BY utterance_row"
    )


def _report(con: duckdb.DuckDBPyConnection, staged: Staged, n_rows: int, evalset: EvalsetManifest) -> Alignment:
    counts = con.execute("SELECT count(*), coalesce(sum(n), 0)::BIGINT FROM counted").fetchone()
    n_matched, n_known = counts or (0, 0)
    unknown = _examples(con, "placed WHERE row IS NULL ORDER BY source_row")
    if n_matched == 0:
        raise InputError(
            f"{staged.files[0]}: none of its {n_rows:,} predictions belongs to evalset '{evalset.name}' "
            f"(the first is '{shown(unknown[0])}'); is it a run of another evalset, or keyed by another column?"
        )
    missing = "(SELECT u.* FROM evalset.utterances u POSITIONAL JOIN aligned a WHERE a.missing)"
    repeated = "placed JOIN counted USING (row) WHERE placed.source_row > counted.source_row ORDER BY placed.source_row"
    return Alignment(
        n_rows=n_rows,
        n_matched=n_matched,
        n_missing=evalset.n_utterances - n_matched,
        n_unknown=n_rows - n_known,
        n_duplicates=n_known - n_matched,
        n_rejected=staged.n_rejected,
        missing_examples=_examples(con, missing),
        unknown_examples=unknown,
        duplicate_examples=_examples(con, repeated),
    )


def _examples(con: duckdb.DuckDBPyConnection, relation: str) -> tuple[str, ...]:
    found = con.execute(f"SELECT utterance_id FROM {relation} LIMIT {_EXAMPLES}").fetchall()
    return tuple(key for (key,) in found)
