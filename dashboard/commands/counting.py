"""Counts for `flipscope compare`: each unit overall and in each slice, from as few scans as can be."""

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw

from analysis.breakdown import Slice, break_down_by
from analysis.counts import NO_UNITS
from analysis.derived import DERIVED
from analysis.flips import count_flips
from analysis.frames import as_lazy
from analysis.parts import Parts
from analysis.selection import Selection, select
from dashboard.commands.asked import Asked
from dashboard.commands.counting_slots import count_slots
from dashboard.commands.known_values import check_known
from dashboard.commands.plain_columns import check_plain
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.schema import Unit


@dataclass(frozen=True)
class Counted:
    """`overall` has one slice a unit, `slices` those of all `by` columns together; empty without `by`."""

    overall: tuple[Slice, ...]
    slices: tuple[Slice, ...]
    n_utterances: int


def count(comparison: Comparison, asked: Asked) -> Counted:
    """Count every unit that is asked for, the units in the order asked.

    Raises `InputError` for a column that only single slots have, beside another unit, and for a column of lists;
    `UnknownColumn` and ValueError as the analysis does.
    """
    _check_columns(comparison, asked)
    of_utterances = tuple(unit for unit in asked.units if unit != "slot")
    pairs, slot_pairs = Parts(comparison.pairs_in_parts()), Parts(comparison.slot_pairs_in_parts())
    found: list[Slice] = []
    if of_utterances:
        found.extend(break_down_by(_selected(pairs, asked.selection()), of_utterances, asked.by, asked.weight))
        n_utterances = sum(part.n_units for part in found if part.unit == of_utterances[0])
    else:
        n_utterances = _count_utterances(comparison, asked)
    if "slot" in asked.units:
        found.extend(count_slots(pairs, slot_pairs, asked))
    by_unit = {unit: [part for part in found if part.unit == unit] for unit in dict.fromkeys(asked.units)}
    overall = tuple(_sum(unit, parts, asked.weight) for unit, parts in by_unit.items())
    slices = tuple(part for parts in by_unit.values() for part in parts) if asked.by else ()
    return Counted(overall, slices, n_utterances)


def _sum(unit: Unit, parts: Sequence[Slice], weight: str | None) -> Slice:
    counts = sum((part.counts for part in parts), NO_UNITS)
    return Slice(unit, {}, counts, sum(part.n_units for part in parts), weight)


def _selected(frame: Parts, selection: Selection) -> Parts:
    return frame.map(lambda lazy: select(lazy, selection))


def _count_utterances(comparison: Comparison, asked: Asked) -> int:
    """Count the utterances of which single slots are counted, also those without a slot."""
    pairs, slot_pairs = as_lazy(comparison.pairs()), as_lazy(comparison.slot_pairs())
    if set(asked.where or ()) <= {*pairs.collect_schema().names(), *DERIVED}:
        return count_flips(pairs, asked.selection())
    rows = select(slot_pairs, asked.selection("slot")).select("row").unique()
    return int(rows.select(nw.len().alias("n")).collect().item())


def _check_columns(comparison: Comparison, asked: Asked) -> None:
    columns = as_lazy(comparison.pairs()).collect_schema().names()
    of_slots = as_lazy(comparison.slot_pairs()).collect_schema().names()
    for option, names in (("--by", asked.by), ("--where", tuple(asked.where or ()))):
        check_plain(comparison.pairs(), option, names)
        for name in names:
            if name in of_slots and name not in columns and set(asked.units) != {"slot"}:
                raise InputError(f"{option} {name}: a column of single slots; ask for it with --unit slot alone")
    frame = comparison.slot_pairs() if set(asked.where or ()) - {*columns} else comparison.pairs()
    check_known(frame, (asked.where or {}).items())
