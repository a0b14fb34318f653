"""Aligns a run with its evaluation set by key: (locale, utterance_id), or the id alone where ids are unique.

The aligned rows stand in the order of the evaluation set, one an utterance. Nothing is paired by position unless every
key was compared and found equal.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Final, NamedTuple

import duckdb

from loaders import sql
from loaders.connection import columns_of
from loaders.errors import InputError, no_row_left
from loaders.formats.lines import shown
from loaders.manifest import Alignment, EvalsetManifest
from loaders.ranges import row_ranges, within
from loaders.schema import ANSWER_COLUMNS
from loaders.stage import Staged

_EXAMPLES: Final = 5


class _Keys(NamedTuple):
    """How the rows of a relation name their utterances: by these columns, compared by the condition `same`."""

    n_rows: int
    n_without_locale: int
    columns: tuple[str, ...]
    same: str


def align_in_order(con: duckdb.DuckDBPyConnection, staged: Staged, evalset: EvalsetManifest) -> Alignment | None:
    """Return how the staged rows met the utterances where row i has the key of utterance i, for all i; else None.

    Such keys need no other check: they are those of the evaluation set.
    """
    keys = _keys(con, "staged")
    if keys.n_rows != evalset.n_utterances or (keys.n_without_locale and not _has_unique_ids(con, evalset)):
        return None
    if not _agree(con, staged, keys):
        return None
    return Alignment(keys.n_rows, keys.n_rows, 0, 0, 0, staged.n_rejected)


def align(con: duckdb.DuckDBPyConnection, staged: Staged, relation: str, evalset: EvalsetManifest) -> Alignment:
    """Make `aligned`, and return how the rows of `relation` met the utterances.

    Of several rows for one utterance the first counts.
    Raises `InputError` where the locale is needed and not given, or nothing matches.
    """
    keys = _keys(con, relation)
    if keys.n_rows == 0:
        if staged.n_rejected:
            raise no_row_left(staged.rejections, staged.n_rejected)
        raise InputError(f"{staged.files[0]}: holds no prediction")
    if keys.n_without_locale and not _has_unique_ids(con, evalset):
        raise InputError(
            f"{staged.files[0]}, column 'locale': missing in {keys.n_without_locale:,} rows, and ids of evalset "
            f"'{evalset.name}' repeat across locales; give each row its locale"
        )
    answers = sql.names(column for column in ANSWER_COLUMNS if column in columns_of(con, relation))
    _join(con, relation, keys.same, answers)
    return _report(con, staged, keys.n_rows, evalset)


def _keys(con: duckdb.DuckDBPyConnection, relation: str) -> _Keys:
    located = "count(locale)" if "locale" in columns_of(con, relation) else "0"
    n_rows, n_located = con.execute(f"SELECT count(*), {located} FROM {relation}").fetchone() or (0, 0)
    if not n_located:
        return _Keys(n_rows, n_rows, ("utterance_id",), "e.utterance_id = r.utterance_id")
    locale = "r.locale" if n_located == n_rows else "coalesce(r.locale, e.locale)"
    same = f"e.utterance_id = r.utterance_id AND e.locale = {locale}"
    return _Keys(n_rows, n_rows - n_located, ("utterance_id", "locale"), same)


def _has_unique_ids(con: duckdb.DuckDBPyConnection, evalset: EvalsetManifest) -> bool:
    found = con.execute("SELECT count(DISTINCT utterance_id) FROM evalset.utterances").fetchone()
    return found == (evalset.n_utterances,)


def _agree(con: duckdb.DuckDBPyConnection, staged: Staged, keys: _Keys) -> bool:
    """Tell whether the keys are equal in every row; one look at the first rows says no."""
    columns = ", ".join(keys.columns)

    def agree(gold: str, own: str) -> bool:
        with con.cursor() as cursor:
            found = cursor.execute(
                f"SELECT bool_and(coalesce({keys.same}, false)) FROM "
                f"(SELECT {columns} FROM evalset.utterances {gold}) e POSITIONAL JOIN "
                f"(SELECT {columns} FROM staged {own}) r"
            ).fetchone()
        return bool(found and found[0])

    if not agree("LIMIT 1000", "LIMIT 1000"):
        return False
    if not staged.one_parquet_file:
        return agree("", "")
    ranges = row_ranges(keys.n_rows)
    with ThreadPoolExecutor(len(ranges)) as pool:
        return all(pool.map(lambda rows: agree(within(rows), within(rows, "source_line - 1")), ranges))


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
