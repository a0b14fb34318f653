"""Utterances that ask an annotator the same question, as one."""

import duckdb

from loaders import sql
from loaders.exchange import FOLDED_BY


def fold(pairs: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return one row for the pairs that are equal in all of `FOLDED_BY`, null equal to null.

    `row` is the first of them, `n_folded` how many they are, `n_traffic` the sum of their frequencies; an utterance
    without a frequency counts 1.
    """
    return pairs.aggregate(
        "min(row) AS row, count(*) AS n_folded, sum(coalesce(frequency, 1))::BIGINT AS n_traffic",
        ", ".join(map(sql.name, FOLDED_BY)),
    )
