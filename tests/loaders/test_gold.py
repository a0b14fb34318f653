"""A set whose gold alone is judged: the utterances of the set beside runs that answered nothing."""

from contextlib import closing
from pathlib import Path

import pytest

from loaders.comparison import comparison
from loaders.errors import InputError
from loaders.gold import open_exported, open_gold
from loaders.judgement import gold_of, pair_of
from loaders.warehouse import Warehouse


def test_it_has_the_rows_and_columns_of_a_comparison_without_answers(sample_warehouse: Path) -> None:
    warehouse = Warehouse(sample_warehouse)
    with closing(open_gold(warehouse, "sample").con) as con, comparison(warehouse, "v1", "v2") as opened:
        gold = con.table("pairs")
        assert gold.columns == opened.pairs().columns
        kept = "row, locale, utterance_id, text, intent, slots"
        assert gold.project(kept).fetchall() == opened.pairs().project(kept).fetchall()
        said = gold.aggregate("count(baseline_intent), count(candidate_slots), bool_and(baseline_missing)").fetchall()
        assert said == [(0, 0, True)]


def test_what_is_said_of_it_belongs_to_no_run(sample_warehouse: Path) -> None:
    warehouse = Warehouse(sample_warehouse)
    opened = open_gold(warehouse, "sample")
    with closing(opened.con):
        assert pair_of(opened) == gold_of(warehouse.evalset("sample"))
        assert pair_of(opened).is_gold
        assert opened.pairs_at([5, 2]).project("row").order("row").fetchall() == [(2,), (5,)]
    with (
        closing(open_exported(warehouse, "sample", "", "").con),
        closing(open_exported(warehouse, "sample", "v1", "v2").con) as con,
    ):
        assert con.table("pairs").aggregate("count(baseline_intent)").fetchall() != [(0,)]
    with comparison(warehouse, "v1", "v2") as pair:
        assert not pair_of(pair).is_gold


def test_an_unknown_set_is_refused(sample_warehouse: Path) -> None:
    with pytest.raises(InputError, match="no evalset 'nosuch'"):
        open_gold(Warehouse(sample_warehouse), "nosuch")
