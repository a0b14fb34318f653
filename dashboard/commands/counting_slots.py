"""Counts single gold slots without unnesting those that nobody got wrong.

Most utterances have all slots right in both runs; there every gold slot is `both_correct`, and their number is known.
At 10 million utterances that is three times as fast as unnesting all of them.
"""

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from analysis.breakdown import Slice, break_down_by
from analysis.counts import NO_UNITS
from analysis.frames import Value
from analysis.outcomes import has_outcome
from analysis.selection import select
from dashboard.commands.asked import Asked


def count_slots(pairs: nw.LazyFrame[Any], slot_pairs: nw.LazyFrame[Any], asked: Asked) -> tuple[Slice, ...]:
    """Count as `break_down_by(slot_pairs, "slot", ...)` does, errors and order included."""
    chosen = select(slot_pairs, asked.selection("slot"))
    if not {*asked.by, *(asked.where or ()), "n_slots"} <= set(pairs.collect_schema().names()):
        return break_down_by(chosen, "slot", asked.by, asked.weight)
    right = has_outcome("slots", "both_correct")
    wrong_somewhere = break_down_by(chosen.filter(~right), "slot", asked.by, asked.weight)
    all_right = _count_all_right(select(pairs, asked.selection()).filter(right, nw.col("n_slots") > 0), asked)
    return _merge((*wrong_somewhere, *all_right), asked)


def _count_all_right(pairs: nw.LazyFrame[Any], asked: Asked) -> Iterable[Slice]:
    plain = break_down_by(pairs, "slots", asked.by, "n_slots")
    weighted = plain
    if asked.weight is not None:
        weight = nw.col(asked.weight).cast(nw.Int64).fill_null(1) * nw.col("n_slots")
        weighted = break_down_by(pairs.with_columns(_slots_weight=weight), "slots", asked.by, "_slots_weight")
    return (Slice("slot", one.values, one.counts, n.counts.n) for one, n in zip(weighted, plain, strict=True))


def _merge(parts: Iterable[Slice], asked: Asked) -> tuple[Slice, ...]:
    merged: dict[tuple[Value, ...], Slice] = {}
    for part in parts:
        key = tuple(part.values[column] for column in asked.by)
        other = merged.get(key, Slice("slot", part.values, NO_UNITS, 0))
        counts = other.counts + part.counts
        merged[key] = Slice("slot", part.values, counts, other.n_units + part.n_units, asked.weight)
    return tuple(merged[key] for key in sorted(merged, key=lambda key: [(value is None, value) for value in key]))
