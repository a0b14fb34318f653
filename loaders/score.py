"""Writes a run: its answers, and once for all how each was judged against gold.

Slots are compared as they stand first; only where they differ (a fifth of a usual run) are they aligned.
"""

from concurrent.futures import ThreadPoolExecutor
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
    _pair_with_gold(con, aligned, "slots" if "slots" in present else "NULL")
    register_functions(con)
    con.execute(f"CREATE TABLE target.scores AS SELECT {', '.join(SCORE_COLUMNS)} FROM ({judged('paired')})")
    _drop_pairs(con, aligned)


def _pair_with_gold(con: duckdb.DuckDBPyConnection, aligned: Aligned, slots: str) -> None:
    """Make `paired`: the intents judged, both slot lists where they differ as they stand (null elsewhere).

    A positional join runs on one core, so a large run is paired in two halves at once.
    """

    def pair(part: int) -> None:
        first, past = aligned.parts[part]
        with con.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE paired_{part} AS SELECT missing, coalesce(intent = answer, false) AS intent_correct, "
                f"CASE WHEN intent <> answer THEN {answer_key('answer')} ELSE 0 END::UBIGINT AS intent_key, "
                "CASE WHEN gold IS DISTINCT FROM given THEN gold END AS gold, "
                "CASE WHEN gold IS DISTINCT FROM given THEN given END AS given FROM "
                f"(SELECT intent, slots::{_PLAIN} AS gold FROM evalset.utterances "
                f"WHERE rowid >= {first} AND rowid < {past}) POSITIONAL JOIN "
                f"(SELECT missing, intent AS answer, {slots}::{_PLAIN} AS given FROM {aligned.rows(part)})"
            )

    with ThreadPoolExecutor(len(aligned.parts)) as pool:
        list(pool.map(pair, range(len(aligned.parts))))
    parts = " UNION ALL ".join(f"FROM paired_{part}" for part in range(len(aligned.parts)))
    con.execute(f"CREATE VIEW paired AS {parts}")


def _drop_pairs(con: duckdb.DuckDBPyConnection, aligned: Aligned) -> None:
    con.execute("DROP VIEW paired")
    for part in range(len(aligned.parts)):
        con.execute(f"DROP TABLE paired_{part}")
