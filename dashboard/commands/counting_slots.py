"""Counts single gold slots without unnesting those of utterances that one run got right, or both alike wrong.

Where a run has all slots right, what the other missed is what flipped; where both gave the same slots, both missed
the same. These numbers are stored. Only where both are wrong, and differently, the slots are looked at one by one: at
10 million utterances that is several times as fast.
"""

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from analysis.breakdown import Slice, break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.frames import Value, as_lazy
from analysis.outcomes import correct, has_outcome
from analysis.parts import Parts, add_up
from analysis.selection import select
from analysis.weights import weight_of
from dashboard.commands.asked import Asked
from loaders.schema import ROLES


def count_slots(pairs: Parts, slot_pairs: Parts, asked: Asked) -> tuple[Slice, ...]:
    """Count as `break_down_by(slot_pairs, "slot", ...)` does, errors and order included."""
    chosen = slot_pairs.map(lambda lazy: select(lazy, asked.selection("slot")))
    if not {*asked.by, *(asked.where or ()), "n_slots"} <= set(as_lazy(pairs.frames[0]).collect_schema().names()):
        return break_down_by(chosen, "slot", asked.by, asked.weight)
    differ = has_outcome("slots", "both_wrong_different")
    one_by_one = break_down_by(chosen.map(lambda lazy: lazy.filter(differ)), "slot", asked.by, asked.weight)
    kept = pairs.map(lambda lazy: select(lazy, asked.selection()).filter(~differ, nw.col("n_slots") > 0))
    return _merge((*one_by_one, *_count_by_number(kept, asked)), asked)


def _count_by_number(pairs: Parts, asked: Asked) -> Iterable[Slice]:
    def count(lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        baseline, candidate = (nw.col(f"{role}_n_slots_missed").cast(nw.Int64) for role in ROLES)
        # Who is right in all slots missed none; else the two missed the same.
        both = ~correct("slots", "baseline") & ~correct("slots", "candidate")
        n = {
            "_n": nw.col("n_slots").cast(nw.Int64),
            "_broke": nw.when(both).then(nw.lit(0)).otherwise(candidate),
            "_fixed": nw.when(both).then(nw.lit(0)).otherwise(baseline),
            "_same": nw.when(both).then(candidate).otherwise(nw.lit(0)),
        }
        numbers = {name: number * weight_of(lazy, asked.weight) for name, number in n.items()}
        marked = lazy.select(*asked.by, **numbers, _n_units=nw.col("n_slots").cast(nw.Int64))
        sums = nw.col(*numbers, "_n_units").sum()
        grouped = marked.group_by(*asked.by).agg(sums) if asked.by else marked.select(sums)
        return grouped.with_columns(nw.col(*numbers, "_n_units").cast(nw.Int64))

    for row in add_up(pairs.map(count), asked.by):
        n, broke, fixed, same = (row[name] or 0 for name in ("_n", "_broke", "_fixed", "_same"))
        counts = FlipCounts(n, n - broke - fixed - same, broke, fixed, same, 0)
        yield Slice("slot", {column: row[column] for column in asked.by}, counts, row["_n_units"] or 0)


def _merge(parts: Iterable[Slice], asked: Asked) -> tuple[Slice, ...]:
    merged: dict[tuple[Value, ...], Slice] = {}
    for part in parts:
        key = tuple(part.values[column] for column in asked.by)
        other = merged.get(key, Slice("slot", part.values, NO_UNITS, 0))
        counts = other.counts + part.counts
        merged[key] = Slice("slot", part.values, counts, other.n_units + part.n_units, asked.weight)
    return tuple(merged[key] for key in sorted(merged, key=lambda key: [(value is None, value) for value in key]))
