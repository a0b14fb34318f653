"""Slots counted as found, missed, spurious, substituted or renamed, per slice: what SemER and slot F1 are made of.

At the grain of utterances all of it is stored, so any breakdown is one GROUP BY over narrow numbers. By slot name the
gold slots come from the slot pair frame, the spurious ones from the spurious pair frame.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, Final

import narwhals as nw

from analysis.frames import Row, Value, require_columns
from analysis.parts import Countable, add_up, in_parts
from analysis.weights import weight_of
from loaders.schema import MOVED, RENAMED, REPLACED, ROLES, Role, paired


@dataclass(frozen=True)
class SlotErrors:
    """What one run made of the slots; sums of weight where one is given. Adds up over disjoint slices.

    `n_items` counts the intents, one an utterance; it is 0 in a breakdown by slot name, where an intent has no place.
    `n_substituted` pairs of a missed and a spurious slot have one name, `n_renamed` further pairs have one value.
    """

    n_items: int = 0
    n_intents_wrong: int = 0
    n_slots: int = 0
    n_missed: int = 0
    n_spurious: int = 0
    n_substituted: int = 0
    n_renamed: int = 0

    def __add__(self, other: "SlotErrors") -> "SlotErrors":
        """Return the errors of both slices together."""
        return SlotErrors(*(mine + others for mine, others in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True)
class SlotSlice:
    """The slot errors of both runs in one slice; `values` is empty for everything together.

    `n_new_insertions`: spurious slots of the candidate that the baseline did not give; None where nobody looked.
    """

    values: Mapping[str, Value]
    baseline: SlotErrors
    candidate: SlotErrors
    n_new_insertions: int | None


_SUMS: Final = ("n_slots_missed", "n_slots_spurious", "n_slots_substituted", "n_slots_renamed")


def count_slot_errors(
    pairs: Countable, spurious: "Countable | None" = None, by: Sequence[str] = (), weight: str | None = None
) -> tuple[SlotSlice, ...]:
    """Count the slot errors of both runs in each slice of utterances, in the order of the values, nulls last.

    `pairs` is a pair frame, `spurious` the spurious pair frame of the same utterances: where both runs gave spurious
    slots, and different ones, it tells which are new. Without it there are no new insertions. No `by`
    gives one slice of everything, even of nothing. Raises `UnknownColumn`, and ValueError where the weight holds no
    whole numbers.
    """
    by = tuple(dict.fromkeys(by))
    rows = add_up(in_parts(pairs).map(lambda lazy: _of_utterances(lazy, by, weight)), by)
    if spurious is None:
        return tuple(_slice(row, by, None) for row in rows)
    if not any(row["_unclear"] for row in rows):
        return tuple(_slice(row, by, row["_new"] or 0) for row in rows)
    both = in_parts(spurious).map(lambda lazy: _new_where_both(lazy, by, weight))
    new = {_key(row, by): row["_new"] or 0 for row in add_up(both, by)}
    return tuple(_slice(row, by, (row["_new"] or 0) + new.get(_key(row, by), 0)) for row in rows)


def _of_utterances(lazy: nw.LazyFrame[Any], by: tuple[str, ...], weight: str | None) -> nw.LazyFrame[Any]:
    of_runs = [paired(role, column) for role in ROLES for column in ("intent_correct", *_SUMS, "slots_key")]
    require_columns(lazy, (*by, "n_slots", *of_runs))
    w = weight_of(lazy, weight)
    sums = {"_n_items": w, "_n_slots": nw.col("n_slots").cast(nw.Int64).fill_null(0) * w}
    for role in ROLES:
        sums[f"_{role}_n_intents_wrong"] = (~nw.col(paired(role, "intent_correct"))).cast(nw.Int64) * w
        for column in _SUMS:
            sums[f"_{role}_{column}"] = nw.col(paired(role, column)).cast(nw.Int64) * w
    alone = nw.col("baseline_n_slots_spurious") == 0
    sums["_new"] = nw.when(alone).then(nw.col("candidate_n_slots_spurious").cast(nw.Int64) * w).otherwise(nw.lit(0))
    sums["_unclear"] = _both_gave_others().cast(nw.Int64)
    return _grouped(lazy.select(*by, **sums), by)


def _new_where_both(lazy: nw.LazyFrame[Any], by: tuple[str, ...], weight: str | None) -> nw.LazyFrame[Any]:
    require_columns(lazy, (*by, *(paired(role, "slots_key") for role in ROLES)))
    lazy = lazy.filter(_both_gave_others(), nw.col("candidate_n_given") > nw.col("baseline_n_given"))
    new = (nw.col("candidate_n_given") - nw.col("baseline_n_given")).cast(nw.Int64)
    return _grouped(lazy.select(*by, _new=new * weight_of(lazy, weight)), by)


def _both_gave_others() -> nw.Expr:
    """Did both runs give spurious slots, and not all the same? Else the numbers tell what is new."""
    gave = (nw.col(paired(role, "n_slots_spurious")) > 0 for role in ROLES)
    differ = nw.col("baseline_slots_key") != nw.col("candidate_slots_key")
    return nw.all_horizontal(*gave, differ, ignore_nulls=False)


def _grouped(lazy: nw.LazyFrame[Any], by: tuple[str, ...]) -> nw.LazyFrame[Any]:
    sums = [name for name in lazy.collect_schema().names() if name not in by]
    grouped = lazy.group_by(*by).agg(nw.col(*sums).sum()) if by else lazy.select(nw.col(*sums).sum())
    return grouped.with_columns(nw.col(*sums).cast(nw.Int64))


def _key(row: Row, by: tuple[str, ...]) -> tuple[Value, ...]:
    return tuple(row[column] for column in by)


def _slice(row: Row, by: tuple[str, ...], n_new: int | None) -> SlotSlice:
    def errors(role: Role) -> SlotErrors:
        names = ("_n_items", f"_{role}_n_intents_wrong", "_n_slots", *(f"_{role}_{column}" for column in _SUMS))
        return SlotErrors(*(row[name] or 0 for name in names))

    values = {column: row[column] for column in by}
    return SlotSlice(values, errors("baseline"), errors("candidate"), n_new)


def count_errors_of_slots(
    slot_pairs: Countable, spurious: Countable, by: Sequence[str] = ("slot_name",), weight: str | None = None
) -> tuple[SlotSlice, ...]:
    """Count the slot errors of both runs by columns of single slots, such as `slot_name`.

    A name that gold never has and a run gave is a slice too, without gold slots. Raises as `count_slot_errors` does.
    """
    by = tuple(dict.fromkeys(by))
    of_gold = add_up(in_parts(slot_pairs).map(lambda lazy: _of_gold(lazy, by, weight)), by)
    of_spurious = add_up(in_parts(spurious).map(lambda lazy: _of_spurious(lazy, by, weight)), by)
    gold, given = ({_key(row, by): row for row in rows} for rows in (of_gold, of_spurious))
    keys = sorted({*gold, *given}, key=lambda key: [(value is None, value) for value in key])
    return tuple(_merged(dict(zip(by, key, strict=True)), gold.get(key, {}), given.get(key, {})) for key in keys)


def _of_gold(lazy: nw.LazyFrame[Any], by: tuple[str, ...], weight: str | None) -> nw.LazyFrame[Any]:
    require_columns(lazy, (*by, *(paired(role, "slot_state") for role in ROLES)))
    w = weight_of(lazy, weight)
    sums = {"_n_slots": w}
    for role in ROLES:
        state = nw.col(paired(role, "slot_state"))
        marks = {
            "missed": ~nw.col(paired(role, "slot_correct")),
            "substituted": state.is_in((MOVED, REPLACED)),
            "renamed": state == RENAMED,
        }
        sums |= {f"_{role}_{name}": mark.cast(nw.Int64) * w for name, mark in marks.items()}
    return _grouped(lazy.select(*by, **sums), by)


def _of_spurious(lazy: nw.LazyFrame[Any], by: tuple[str, ...], weight: str | None) -> nw.LazyFrame[Any]:
    require_columns(lazy, (*by, *(paired(role, "n_given") for role in ROLES)))
    w, given = weight_of(lazy, weight), [nw.col(paired(role, "n_given")).cast(nw.Int64) for role in ROLES]
    new = nw.when(given[1] > given[0]).then(given[1] - given[0]).otherwise(nw.lit(0))
    return _grouped(lazy.select(*by, _baseline=given[0] * w, _candidate=given[1] * w, _new=new * w), by)


def _merged(values: Mapping[str, Value], gold: Row, given: Row) -> SlotSlice:
    def errors(role: Role) -> SlotErrors:
        missed, substituted, renamed = (
            gold.get(f"_{role}_{name}") or 0 for name in ("missed", "substituted", "renamed")
        )
        return SlotErrors(0, 0, gold.get("_n_slots") or 0, missed, given.get(f"_{role}") or 0, substituted, renamed)

    return SlotSlice(values, errors("baseline"), errors("candidate"), given.get("_new") or 0)
