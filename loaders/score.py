"""Writes a run: its answers, and once for all how each was judged against gold.

Slots are compared as they stand first; only where they differ (a fifth of a usual run) are they aligned.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Final

import duckdb

from loaders import sql
from loaders.connection import columns_of
from loaders.judge import answer_key, judged, register_functions
from loaders.ranges import Range, row_ranges, within
from loaders.schema import ANSWER_COLUMNS, SCORE_COLUMNS

_PLAIN: Final = 'STRUCT("name" VARCHAR, "value" VARCHAR)[]'


def write_answers(con: duckdb.DuckDBPyConnection, relation: str) -> None:
    """Write `target.answers`: the answer columns that are there of a relation in the order of the evaluation set."""
    present = columns_of(con, relation)
    answers = sql.names(column for column in ANSWER_COLUMNS if column in present)
    con.execute(f"CREATE TABLE target.answers AS SELECT {answers} FROM {relation}")


def write_scores(con: duckdb.DuckDBPyConnection, n_utterances: int) -> None:
    """Write `target.scores` of `target.answers`, row by row: an answer without an intent is a missing prediction."""
    register_functions(con)
    slots = "slots" if "slots" in columns_of(con, "target.answers") else "NULL"
    columns = ", ".join(f"{name} {kind}" for name, kind in SCORE_COLUMNS.items())
    con.execute(f"CREATE TABLE target.scores ({columns})")
    statements = [_insert_scores(rows, slots) for rows in row_ranges(n_utterances)]
    with ExitStack() as open_parts, ThreadPoolExecutor(len(statements)) as pool:
        cursors = [open_parts.enter_context(_transaction(con)) for _ in statements]
        list(pool.map(lambda cursor, statement: cursor.execute(statement), cursors, statements))
        # Rows stand in the table in the order in which their transactions end.
        for cursor in cursors:
            cursor.commit()


@contextmanager
def _transaction(con: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    with con.cursor() as cursor:
        cursor.begin()
        yield cursor


def _insert_scores(rows: Range, slots: str) -> str:
    """Return the statement that judges a range of rows."""
    paired = (
        "SELECT answer IS NULL AS missing, coalesce(intent = answer, false) AS intent_correct, "
        f"CASE WHEN intent <> answer THEN {answer_key('answer')} ELSE 0 END::UBIGINT AS intent_key, "
        "gold, given, gold IS DISTINCT FROM given AS differ FROM "
        f"(SELECT intent, slots::{_PLAIN} AS gold FROM evalset.utterances {within(rows)}) POSITIONAL JOIN "
        f"(SELECT intent AS answer, {slots}::{_PLAIN} AS given FROM target.answers {within(rows)})"
    )
    return f"INSERT INTO target.scores SELECT {', '.join(SCORE_COLUMNS)} FROM ({judged(f'({paired})')})"
