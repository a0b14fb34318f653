"""The values that a column can be filtered by, those with the most flips first, a few of however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from analysis.derived import HAS_SLOT, SLOT_NAMES, is_derived
from analysis.frames import Frame, Value, as_lazy, collect_rows, require_columns
from analysis.outcomes import columns_needed, has_outcome
from analysis.text_search import words_pattern
from loaders.schema import Outcome, Unit


@dataclass(frozen=True, slots=True)
class ValueCount:
    """A value of a column, null left out, and how many units with it have one of the outcomes."""

    value: Value
    n: int


def count_values(
    pairs: Frame, column: str, unit: Unit, outcomes: Sequence[Outcome], most: int, containing: str = ""
) -> tuple[ValueCount, ...]:
    """Return the first `most` values by how many units have one of the outcomes, all of them where none is given.

    Values that none has count 0; those of one count stand in their order. `containing` keeps values with these words,
    whatever their case. `has_slot` stands for the names of the slots, of which an utterance has several.

    Raises `UnknownColumn`, and NotImplementedError for `has_slot` on an engine that does not unnest lists (pandas).
    """
    lazy = as_lazy(pairs)
    of_slots = is_derived(column, lazy.collect_schema().names()) and column == HAS_SLOT
    held = SLOT_NAMES if of_slots else column
    require_columns(lazy, (held, *(columns_needed(unit) if outcomes else ())))
    chosen = [has_outcome(unit, outcome) for outcome in outcomes]
    counts = nw.any_horizontal(*chosen, ignore_nulls=False) if chosen else nw.lit(True)
    marked = lazy.select(_value=nw.col(held), _n=counts.cast(nw.Int64))
    if of_slots:
        marked = marked.explode("_value")
    marked = _containing(marked.drop_nulls("_value"), containing)
    counted = marked.group_by("_value").agg(nw.col("_n").sum()).with_columns(nw.col("_n").cast(nw.Int64))
    ordered = counted.sort("_n", "_value", descending=[True, False]).head(most)
    return tuple(ValueCount(row["_value"], row["_n"]) for row in collect_rows(ordered))


def _containing(lazy: nw.LazyFrame[Any], words: str) -> nw.LazyFrame[Any]:
    if not words:
        return lazy
    return lazy.filter(nw.col("_value").cast(nw.String).str.contains(words_pattern(words)))
