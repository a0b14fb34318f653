"""Cells counted once, from which the counts of coarser slices, and of most selections, are sums.

Counting the cells of locale x domain x intent takes one scan; what a dashboard asks afterwards is then added up from
some hundred cells in a millisecond.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from analysis.breakdown import Slice
from analysis.filter_values import ValueCount
from analysis.frames import Value
from analysis.rows import COUNT_NAMES
from analysis.selection import Selection
from loaders.schema import OUTCOMES, Outcome

CUBE_COLUMNS: Final = ("locale", "domain", "intent")
"""Columns of the cells that are worth counting once: what pages break down and filter by most."""


def roll_up(cells: Sequence[Slice], by: Sequence[str]) -> tuple[Slice, ...]:
    """Return the slices by some of the cells' columns, as `break_down_by` would count and order them.

    The cells are those of one breakdown, of one unit or several; of no cell there is no slice, but without `by` one
    of nothing for each unit has to come from `break_down_by` itself.
    """
    by = tuple(dict.fromkeys(by))
    sums: dict[tuple[str, tuple[Value, ...]], Slice] = {}
    for cell in cells:
        key = (cell.unit, tuple(cell.values[column] for column in by))
        before = sums.get(key)
        counts = cell.counts if before is None else before.counts + cell.counts
        n_units = cell.n_units + (0 if before is None else before.n_units)
        sums[key] = Slice(cell.unit, dict(zip(by, key[1], strict=True)), counts, n_units, cell.weight)
    units = list(dict.fromkeys(unit for unit, _ in sums))
    ordered = sorted(sums, key=lambda key: (units.index(key[0]), [(value is None, value) for value in key[1]]))
    return tuple(sums[key] for key in ordered)


def is_of_cells(selection: Selection) -> bool:
    """Is the selection one of whole cells and of outcomes, so that `count_in_cells` can count it?"""
    within = all(column in CUBE_COLUMNS for column, _ in selection.where)
    return within and replace(selection, outcomes=(), where=()) == Selection(selection.unit)


def count_in_cells(cells: Sequence[Slice], selection: Selection) -> int:
    """Count the selected units from unweighted cells of the selection's unit, as `count_flips` does from the frame."""
    names = [COUNT_NAMES[outcome] for outcome in dict.fromkeys(selection.outcomes or OUTCOMES)]
    wanted = [(column, {value or None for value in values}) for column, values in selection.where if values]
    kept = (cell for cell in cells if all(cell.values[column] in values for column, values in wanted))
    return sum(getattr(cell.counts, name) for cell in kept for name in names)


def values_in_cells(
    cells: Sequence[Slice], column: str, outcomes: Sequence[Outcome], most: int
) -> tuple[ValueCount, ...]:
    """Return the values of one of the cells' columns from unweighted cells of one unit, as `count_values` does."""
    names = [COUNT_NAMES[outcome] for outcome in dict.fromkeys(outcomes or OUTCOMES)]
    slices = (part for part in roll_up(cells, (column,)) if part.values[column] is not None)
    counts = [ValueCount(part.values[column], sum(getattr(part.counts, name) for name in names)) for part in slices]
    # The slices stand in the order of their values, which sorting keeps among equals.
    return tuple(sorted(counts, key=lambda one: -one.n)[:most])
