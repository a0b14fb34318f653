"""What became of a slot's values where the update broke them: `five am` → `five`, the most frequent first."""

from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from analysis.frames import Row, require_columns
from analysis.outcomes import columns_needed, has_outcome
from analysis.parts import Countable, add_up, in_parts
from analysis.weights import weight_of

_COLUMNS: Final = ("gold_value", "candidate_slot_state", "candidate_slot_answer")


@dataclass(frozen=True)
class ValueChange:
    """How often a gold value, which the baseline gave, became something else in the candidate.

    `candidate_value` is the normalised value given in its place; None where `state` is `MISSED` or `RENAMED`. `n` is
    the sum of the weight where one is given, `n_units` the plain number of slots; `row` is the first utterance.
    """

    gold_value: str
    candidate_value: str | None
    state: str
    n: int
    n_units: int
    row: int


def count_value_changes(
    slot_pairs: Countable, slot_name: str, locale: str | None = None, weight: str | None = None
) -> tuple[ValueChange, ...]:
    """Count what the negative flips of the slots of one name became, of all locales or one.

    The most frequent first, ties in the order of the values. Nothing broken gives nothing. Raises `UnknownColumn`.
    """
    keys = (*_COLUMNS, "_row")
    parts = in_parts(slot_pairs).map(lambda lazy: _count(lazy, slot_name, locale, weight))
    # The first row is no sum, so it is a key of each part, and the parts are merged here.
    found: dict[tuple[str | None, ...], Row] = {}
    for row in add_up(parts, keys):
        key = tuple(row[column] for column in _COLUMNS)
        before = found.get(key)
        found[key] = row if before is None else row | _merged(before, row)
    ranked = sorted(found.values(), key=lambda row: (-row["_n"], *(row[column] or "" for column in _COLUMNS)))
    return tuple(_change(row) for row in ranked)


def _merged(one: Row, other: Row) -> Row:
    sums = {name: one[name] + other[name] for name in ("_n", "_n_units")}
    return sums | {"_row": min(one["_row"], other["_row"])}


def _count(lazy: nw.LazyFrame[Any], slot_name: str, locale: str | None, weight: str | None) -> nw.LazyFrame[Any]:
    require_columns(lazy, ("row", "locale", "slot_name", *_COLUMNS, *columns_needed("slot")))
    broken = lazy.filter(nw.col("slot_name") == slot_name, has_outcome("slot", "negative_flip"))
    if locale is not None:
        broken = broken.filter(nw.col("locale") == locale)
    marked = broken.select(*_COLUMNS, _n=weight_of(broken, weight), _n_units=nw.lit(1), _row=nw.col("row"))
    grouped = marked.group_by(*_COLUMNS).agg(nw.col("_n", "_n_units").sum(), nw.col("_row").min())
    return grouped.with_columns(nw.col("_n", "_n_units", "_row").cast(nw.Int64))


def _change(row: Row) -> ValueChange:
    gold, state, value = (row[column] for column in _COLUMNS)
    return ValueChange(gold, value, state, row["_n"], row["_n_units"], row["_row"])
