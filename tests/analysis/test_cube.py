"""Cells added up must say what counting anew says."""

from itertools import combinations
from pathlib import Path

import pytest

from analysis.breakdown import break_down_by
from analysis.cube import CUBE_COLUMNS, count_in_cells, is_of_cells, roll_up, values_in_cells
from analysis.filter_values import count_values
from analysis.flips import count_flips
from analysis.selection import Selection
from loaders.comparison import comparison
from loaders.schema import OUTCOMES, UTTERANCE_UNITS
from loaders.warehouse import Warehouse

BYS = [by for size in range(3) for by in combinations(CUBE_COLUMNS, size)]


@pytest.mark.parametrize("by", BYS, ids="-".join)
@pytest.mark.parametrize("weight", [None, "frequency"])
def test_rolled_up_cells_are_the_breakdown(sample_warehouse: Path, by: tuple[str, ...], weight: str | None) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        cells = break_down_by(opened.pairs(), UTTERANCE_UNITS, CUBE_COLUMNS, weight)
        assert roll_up(cells, by) == break_down_by(opened.pairs(), UTTERANCE_UNITS, by, weight)


def test_cells_count_selections_as_the_frame_does(sample_warehouse: Path) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        wheres = ((), (("locale", ("de-DE", "ja-JP")),), (("locale", ("de-DE",)), ("domain", ("timer", ""))))
        for unit in UTTERANCE_UNITS:
            cells = break_down_by(opened.pairs(), unit, CUBE_COLUMNS)
            for where in wheres:
                for outcomes in ((), *((outcome,) for outcome in OUTCOMES), OUTCOMES[1:3]):
                    selection = Selection(unit, outcomes, where)
                    assert is_of_cells(selection)
                    assert count_in_cells(cells, selection) == count_flips(opened.pairs(), selection)


@pytest.mark.parametrize("column", CUBE_COLUMNS)
def test_cells_count_the_values_of_a_column_as_the_frame_does(sample_warehouse: Path, column: str) -> None:
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        for unit in UTTERANCE_UNITS:
            cells = break_down_by(opened.pairs(), unit, CUBE_COLUMNS)
            for outcomes in ((), OUTCOMES[1:2], OUTCOMES[2:4], OUTCOMES):
                for most in (2, 99):
                    counted = count_values(opened.pairs(), column, unit, outcomes, most)
                    assert values_in_cells(cells, column, outcomes, most) == counted


def test_only_selections_of_whole_cells_are_of_cells() -> None:
    assert not is_of_cells(Selection(where=(("annotator", ("a1",)),)))
    assert not is_of_cells(Selection(search="timer"))
    assert not is_of_cells(Selection(causes=("slot_added",)))
