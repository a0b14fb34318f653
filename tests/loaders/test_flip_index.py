"""The flip index: the same rows as the pairs have, of all that some run got wrong."""

from pathlib import Path

import pytest

from analysis.flips import count_rows, page_rows
from analysis.selection import Selection
from loaders.comparison import comparison
from loaders.flip_index import build_index, indexed_pairs
from loaders.schema import OUTCOMES, UTTERANCE_UNITS
from loaders.warehouse import Warehouse


def test_every_outcome_but_both_right_is_listed_from_the_index_as_from_the_files(sample_warehouse: Path) -> None:
    shares: list[float] = []
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        build_index(opened, shares.append)
        index, pairs = indexed_pairs(opened), opened.pairs()
        for unit in UTTERANCE_UNITS:
            for outcome in OUTCOMES[1:]:
                selection = Selection(unit, (outcome,), (("locale", ("de-DE", "hi-IN")),))
                assert count_rows(index, selection) == count_rows(pairs, selection)
                for sort in ("row", "frequency", "confidence_drop"):
                    listed = page_rows(index, selection, sort, sort != "row", 3, 20)
                    assert listed == page_rows(pairs, selection, sort, sort != "row", 3, 20)
    assert shares[-1] == 1.0


def test_causes_are_told_from_the_index_as_from_the_files(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        build_index(opened, lambda _share: None)
        for cause in ("intent_changed", "slot_missing", "slot_added", "value_changed"):
            selection = Selection("frame", ("negative_flip",), causes=(cause,))
            assert count_rows(indexed_pairs(opened), selection) == count_rows(opened.pairs(), selection)


def test_ranges_together_are_the_pairs(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        ranges = opened.queries_of_ranges(1_000)
        rows = [row for query in ranges for row in opened.con.sql(f"SELECT row FROM ({query})").fetchall()]
        assert len(ranges) > 1
        assert rows == opened.pairs().select("row").order("row").fetchall()


@pytest.mark.parametrize("rows", [(), (7,), (2_000, 3, 1_999)])
def test_pairs_at_are_those_rows(sample_warehouse: Path, rows: tuple[int, ...]) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        wanted = opened.pairs().filter(f"row IN ({', '.join(map(str, rows)) or 'NULL'})").order("row").fetchall()
        assert opened.pairs_at(rows).order("row").fetchall() == wanted
