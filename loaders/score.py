"""Writes a run: its answers, and once for all how each was judged against gold.

Slots are compared as they stand first; only where they differ (a fifth of a usual run) are they aligned.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Final

import duckdb

from loaders import sql
from loaders.align import Aligned
from loaders.connection import columns_of
from loaders.judge import answer_key, judged, register_functions
from loaders.schema import ANSWER_COLUMNS, SCORE_COLUMNS

_PLAIN: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR)[]'


def write_run(con: duckdb.DuckDBPyConnection, aligned: Aligned) -> None:
    """Write `target.answers` and `target.scores` in the order of `aligned`, its columns that are there."""
    present = columns_of(con, aligned.relation)
    answers = sql.names(column for column in ANSWER_COLUMNS if column in present)
    con.execute(f"CREATE TABLE target.answers AS SELECT {answers} FROM {aligned.relation}")
    register_functions(con)
    slots = "slots" if "slots" in present else "NULL"
    columns = ", ".join(f"{name} {kind}" for name, kind in SCORE_COLUMNS.items())
    con.execute(f"CREATE TABLE target.scores ({columns})")
    with ExitStack() as open_parts, ThreadPoolExecutor(len(aligned.parts)) as pool:
        cursors = [open_parts.enter_context(_transaction(con)) for _ in aligned.parts]
        list(pool.map(lambda part: cursors[part].execute(_insert_scores(aligned, part, slots)), range(len(cursors))))
        # Rows stand in the table in the order in which their transactions end.
        for cursor in cursors:
            cursor.commit()


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    with con.cursor() as cursor:
        cursor.begin()
        yield cursor


def _insert_scores(aligned: Aligned, part: int, slots: str) -> str:
    """Return the statement that judges the rows of one part: a positional join, which runs on one core.

    Both slot lists are null to `judged` where they are equal as they stand.
    """
    first, past = aligned.parts[part]
    paired = (
        "SELECT missing, coalesce(intent = answer, false) AS intent_correct, "
        f"CASE WHEN intent <> answer THEN {answer_key('answer')} ELSE 0 END::UBIGINT AS intent_key, "
        "CASE WHEN gold IS DISTINCT FROM given THEN gold END AS gold, "
        "CASE WHEN gold IS DISTINCT FROM given THEN given END AS given FROM "
        f"(SELECT intent, slots::{_PLAIN} AS gold FROM evalset.utterances WHERE rowid >= {first} AND rowid < {past}) "
        f"POSITIONAL JOIN (SELECT missing, intent AS answer, {slots}::{_PLAIN} AS given FROM {aligned.rows(part)})"
    )
    return f"INSERT INTO target.scores SELECT {', '.join(SCORE_COLUMNS)} FROM ({judged(f'({paired})')})"
