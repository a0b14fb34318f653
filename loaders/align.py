"""Aligns a run with its evaluation set by key: (locale, utterance_id), or the id alone where ids are unique.

The result, `aligned`, stands in the order of the evaluation set, one row an utterance. Nothing is paired by
position unless every key was compared and found equal.
"""

from typing import Final

import duckdb

from loaders.errors import InputError, too_many_rejections
from loaders.manifest import Alignment, EvalsetManifest
from loaders.schema import RUN_COLUMNS
from loaders.stage import Staged

_EXAMPLES: Final = 5
_ANSWERS: Final = ", ".join(column for column in RUN_COLUMNS if column not in ("utterance_id", "locale"))


def align(
    con: duckdb.DuckDBPyConnection, staged: Staged, relation: str, evalset: EvalsetManifest
) -> tuple[Alignment, str]:
    """Return how the rows of `relation` met the utterances, and the name of the aligned relation.

    The aligned relation has `missing` and the answer columns. Of several rows for one utterance the first counts.
    Raises `InputError` where the locale is needed and not given, or nothing matches.
    """
    n_rows, n_located = con.execute(f"SELECT count(*), count(locale) FROM {relation}").fetchone() or (0, 0)
    by_locale = n_located == n_rows and n_rows > 0
    if n_rows == 0:
        if staged.n_rejected:
            raise too_many_rejections(staged.rejections, staged.n_rejected, 0)
        raise InputError(f"{staged.files[0]}: holds no prediction")
    if not by_locale and not evalset.ids_unique:
        raise InputError(
            f"{staged.files[0]}, column 'locale': missing in {n_rows - n_located:,} rows, and ids of evalset "
            f"'{evalset.name}' repeat across locales; give each row its locale"
        )
    if n_rows == evalset.n_utterances and _in_order(con, relation, by_locale):
        con.execute(f"CREATE TEMP VIEW aligned AS SELECT false AS missing, {_ANSWERS} FROM {relation}")
        return Alignment(n_rows, n_rows, 0, 0, 0, staged.n_rejected), "aligned"
    _join(con, relation, by_locale)
    return _report(con, staged, n_rows, evalset), "aligned"


def _in_order(con: duckdb.DuckDBPyConnection, relation: str, by_locale: bool) -> bool:
    """Tell whether row i of the run has the key of utterance i, for all i."""
    same = "e.utterance_id = r.utterance_id" + (" AND e.locale = r.locale" if by_locale else "")
    keys = "utterance_id, locale"
    for limit in ("LIMIT 1000", ""):
        found = con.execute(
            f"SELECT bool_and(coalesce({same}, false)) FROM (SELECT {keys} FROM evalset.utterances {limit}) e "
            f"POSITIONAL JOIN (SELECT {keys} FROM {relation} {limit}) r"
        ).fetchone()
        if not (found and found[0]):
            return False
    return True


def _join(con: duckdb.DuckDBPyConnection, relation: str, by_locale: bool) -> None:
    """Make `placed` (each prediction with the row of its utterance, if any) and `aligned` from it."""
    on = "e.utterance_id = r.utterance_id" + (" AND e.locale = r.locale" if by_locale else "")
    con.execute(
        "CREATE TEMP TABLE placed AS SELECT e.row, r.* FROM "
        f"(SELECT *, row_number() OVER () AS source_row FROM {relation}) r LEFT JOIN "
        f"(SELECT rowid AS row, utterance_id, locale FROM evalset.utterances) e ON {on}"
    )
    con.execute(
        "CREATE TEMP TABLE counted AS SELECT row, min(source_row) AS source_row, count(*) AS n FROM placed "
        "WHERE row IS NOT NULL GROUP BY row"
    )
    con.execute(
        f"CREATE TEMP TABLE aligned AS SELECT p.row IS NULL AS missing, {_ANSWERS} "
        "FROM (SELECT rowid AS utterance_row FROM evalset.utterances) u LEFT JOIN "
        "(SELECT placed.* FROM placed JOIN counted USING (row, source_row)) p ON u.utterance_row = p.row "
        "ORDER BY u.utterance_row"
    )


def _report(con: duckdb.DuckDBPyConnection, staged: Staged, n_rows: int, evalset: EvalsetManifest) -> Alignment:
    n_matched, n_duplicates = con.execute("SELECT count(*), sum(n)::BIGINT - count(*) FROM counted").fetchone() or (
        0,
        0,
    )
    unknown = _keys(con, "placed WHERE row IS NULL")
    if n_matched == 0:
        raise InputError(
            f"{staged.files[0]}: none of its {n_rows:,} predictions belongs to evalset '{evalset.name}' "
            f"(the first is {unknown[0]}); is it a run of another evalset, or keyed by another column?"
        )
    return Alignment(
        n_rows=n_rows,
        n_matched=n_matched,
        n_missing=evalset.n_utterances - n_matched,
        n_unknown=n_rows - n_matched - (n_duplicates or 0),
        n_duplicates=n_duplicates or 0,
        n_rejected=staged.n_rejected,
        missing_examples=_keys(con, "(SELECT u.* FROM evalset.utterances u POSITIONAL JOIN aligned a WHERE a.missing)"),
        unknown_examples=unknown,
        duplicate_examples=_keys(
            con, "placed JOIN counted USING (row) WHERE n > 1 AND placed.source_row > counted.source_row"
        ),
    )


def _keys(con: duckdb.DuckDBPyConnection, relation: str) -> tuple[str, ...]:
    found = con.execute(f"SELECT concat_ws(' ', locale, utterance_id) FROM {relation} LIMIT {_EXAMPLES}").fetchall()
    return tuple(key for (key,) in found)
