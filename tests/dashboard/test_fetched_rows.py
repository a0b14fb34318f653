"""Rows that were read before are the rows of the files, in the order asked for now."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from dashboard.cache import key_of
from dashboard.fetched_rows import fetched_rows
from loaders.comparison import Comparison, comparison
from loaders.warehouse import Warehouse


def test_rows_are_those_of_the_files_whatever_was_asked_before(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[int]] = []
    from_files = Comparison.pairs_at

    def noted(opened: Comparison, rows: Sequence[int]) -> duckdb.DuckDBPyRelation:
        read.append(list(rows))
        return from_files(opened, rows)

    monkeypatch.setattr(Comparison, "pairs_at", noted)
    monkeypatch.setattr("dashboard.fetched_rows.MOST_ROWS", 4)
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        key = (*key_of(opened), "a key of this test alone")
        ids = dict(opened.pairs().select("row", "utterance_id").fetchall())
        for asked in ((9, 2_000, 3), (3, 9), (2_000, 7, 3), (1, 2, 4, 5, 6), (9,), ()):
            rows = fetched_rows(opened, key, asked)
            assert [(row["row"], row["utterance_id"]) for row in rows] == [(row, ids[row]) for row in asked]
        with pytest.raises(LookupError, match="no row 999999"):
            fetched_rows(opened, key, (9, 999_999))
    assert read == [[9, 2_000, 3], [7], [1, 2, 4, 5, 6], [9], [999_999]]
