"""Counts single gold slots by stored numbers, and looks at them one by one only where these do not tell.

Where a run has all slots right, what the other missed is what flipped. Where both gave the same slots, both missed the
same. Where one gave nothing in the place of any gold slot, what the other found is what flipped, and of what it missed,
it put another value in the place of so many. At 10 million utterances that is several times as fast.
"""

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from analysis.breakdown import Slice, break_down_by
from analysis.counts import NO_UNITS, FlipCounts
from analysis.derived import DERIVED
from analysis.frames import Row, Value, as_lazy
from analysis.outcomes import has_outcome
from analysis.parts import Parts, add_up
from analysis.selection import select
from analysis.weights import weight_of
from dashboard.commands.asked import Asked
from loaders.schema import ROLES, Role, paired


def count_slots(pairs: Parts, slot_pairs: Parts, asked: Asked) -> tuple[Slice, ...]:
    """Count as `break_down_by(slot_pairs, "slot", ...)` does, errors and order included."""
    chosen = slot_pairs.map(lambda lazy: select(lazy, asked.selection("slot")))
    if not {*asked.by, *(asked.where or ()), "n_slots"} <= {
        *as_lazy(pairs.frames[0]).collect_schema().names(),
        *DERIVED,
    }:
        return break_down_by(chosen, "slot", asked.by, asked.weight)
    kept = pairs.map(lambda lazy: select(lazy, asked.selection()).filter(nw.col("n_slots") > 0))
    rows = add_up(kept.map(lambda lazy: _count(lazy, asked)), asked.by)
    slices = [_slice(row, asked) for row in rows]
    if any(row["_unclear"] for row in rows):
        slices += break_down_by(chosen.map(lambda lazy: lazy.filter(_unclear())), "slot", asked.by, asked.weight)
    return _merge(slices, asked)


def _number(role: Role, name: str) -> nw.Expr:
    return nw.col(paired(role, name)).cast(nw.Int64)


def _gave_nothing(role: Role) -> nw.Expr:
    """Has the run no gold slot, and no other value in the place of one?"""
    return (_number(role, "n_slots_missed") == nw.col("n_slots")) & (_number(role, "n_slots_substituted") == 0)


def _unclear() -> nw.Expr:
    none = (~_gave_nothing(role) for role in ROLES)
    return nw.all_horizontal(has_outcome("slots", "both_wrong_different"), *none, ignore_nulls=False)


def _count(lazy: nw.LazyFrame[Any], asked: Asked) -> nw.LazyFrame[Any]:
    n, (before, after) = nw.col("n_slots").cast(nw.Int64), (_number(role, "n_slots_missed") for role in ROLES)
    same, differ = (has_outcome("slots", outcome) for outcome in ("both_wrong_same", "both_wrong_different"))
    nothing_before, nothing_after = (differ & _gave_nothing(role) for role in ROLES)
    other = _number("baseline", "n_slots_substituted") + _number("candidate", "n_slots_substituted")
    fixed = nw.when(same | nothing_after).then(nw.lit(0)).when(nothing_before).then(n - after).otherwise(before)
    broke = nw.when(same | nothing_before).then(nw.lit(0)).when(nothing_after).then(n - before).otherwise(after)
    missed = nw.when(same | nothing_before).then(after).when(nothing_after).then(before).otherwise(nw.lit(0))
    different = nw.when(nothing_before | nothing_after).then(other).otherwise(nw.lit(0))
    sums = {"_n": n, "_broke": broke, "_fixed": fixed, "_missed": missed, "_different": different}
    weight, clear = weight_of(lazy, asked.weight), ~_unclear()
    weighed = {name: nw.when(clear).then(number * weight).otherwise(nw.lit(0)) for name, number in sums.items()}
    n_units = nw.when(clear).then(n).otherwise(nw.lit(0))
    marked = lazy.select(*asked.by, **weighed, _n_units=n_units, _unclear=(~clear).cast(nw.Int64))
    total = nw.col(*sums, "_n_units", "_unclear").sum()
    grouped = marked.group_by(*asked.by).agg(total) if asked.by else marked.select(total)
    return grouped.with_columns(nw.col(*sums, "_n_units", "_unclear").cast(nw.Int64))


def _slice(row: Row, asked: Asked) -> Slice:
    names = ("_n", "_broke", "_fixed", "_missed", "_different")
    n, broke, fixed, missed, different = (row[name] or 0 for name in names)
    counts = FlipCounts(n, n - broke - fixed - missed, broke, fixed, missed - different, different)
    return Slice("slot", {column: row[column] for column in asked.by}, counts, row["_n_units"] or 0)


def _merge(parts: Iterable[Slice], asked: Asked) -> tuple[Slice, ...]:
    merged: dict[tuple[Value, ...], Slice] = {}
    for part in parts:
        key = tuple(part.values[column] for column in asked.by)
        other = merged.get(key, Slice("slot", part.values, NO_UNITS, 0))
        counts = other.counts + part.counts
        merged[key] = Slice("slot", part.values, counts, other.n_units + part.n_units, asked.weight)
    return tuple(merged[key] for key in sorted(merged, key=lambda key: [(value is None, value) for value in key]))
