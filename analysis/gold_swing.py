"""Flips near the boundary against flips by a large swing: how far the confidence in the right answer moved.

p(gold) is what a run gave the gold intent: its confidence where it answered that intent, else the score of the gold
intent in its n-best list. The swing of a flip is |p_baseline(gold) - p_candidate(gold)|: at most 0.1 the flip is near
the boundary, from 0.5 on it is a large swing (after the split in amazon-science/regression-constraint-model-upgrade).

A change of the answers' own confidence would not do: a candidate as sure of a wrong intent as the baseline was of the
right one shifted by nothing and swung all the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw

from analysis.confidence_bins import TOLERANCE
from analysis.frames import Frame, Row, Value, as_lazy, collect_rows, in_arrow, require_columns
from analysis.outcomes import has_outcome
from analysis.weights import weight_of
from loaders.schema import ROLES, Outcome, Role, Unit, paired

NEAR_BOUNDARY: Final = 0.1
LARGE_SWING: Final = 0.5

MOST_GUESSES: Final = 10
"""How much of an n-best list is searched for the gold intent."""

FLIPS: Final[tuple[Outcome, Outcome]] = ("negative_flip", "positive_flip")

SWING_PARTS: Final = ("n_near_boundary", "n_between", "n_large_swing", "n_unknown", "n_intent_kept")
"""Names of the parts in which `SwingCounts` counts the flips."""


@dataclass(frozen=True)
class SwingCounts:
    """The flips of one outcome in one slice; the five parts add up to `n`, weighted where a weight is given.

    `n_intent_kept`    the intent did not flip with the unit: slots alone did, of which p(gold) says nothing
    `n_unknown`        no confidence, or a wrong answer without the gold intent in its n-best list
    `n_near_boundary`  swing <= 0.1
    `n_between`        more than that, and less than a large swing
    `n_large_swing`    swing >= 0.5
    """

    outcome: Outcome
    values: Mapping[str, Value]
    n: int
    n_intent_kept: int
    n_unknown: int
    n_near_boundary: int
    n_between: int
    n_large_swing: int


def count_swings(
    pairs: Frame, unit: Unit = "frame", by: Sequence[str] = (), weight: str | None = None
) -> tuple[SwingCounts, ...]:
    """Count the flips of a unit by their swing in each slice, in one query.

    The order is that of the values, nulls last, then negative before positive; what no flip has is left out. `weight`
    names a column of whole numbers that are summed instead of counting 1. pandas keeps n-best lists as Python
    objects, so its frames go through Arrow. Raises `UnknownColumn`, and ValueError for the unit `slot` or a weight
    without whole numbers.
    """
    if unit == "slot":
        raise ValueError("a gold slot has no intent of its own; use the unit frame, intent or slots")
    by = tuple(dict.fromkeys(by))
    lazy = as_lazy(pairs)
    needed = (*by, *([] if weight is None else [weight]), *swing_columns(unit))
    require_columns(lazy, needed)
    flips = lazy.filter(_is_flip(unit))
    flips = keep_lists(flips.select(*dict.fromkeys(needed)))
    # Prefixed, for `by` may name any column.
    keys = ["_broke", *(f"_by_{column}" for column in by)]
    renamed = [nw.col(column).alias(f"_by_{column}") for column in by]
    marked = flips.select(
        *renamed, _broke=has_outcome(unit, "negative_flip"), _part=swing_part(unit), _n=weight_of(flips, weight)
    )
    counted = marked.group_by(*keys, "_part").agg(nw.col("_n").sum())
    return _gathered(collect_rows(counted.with_columns(nw.col("_n").cast(nw.Int64))), by)


def swing_columns(unit: Unit) -> tuple[str, ...]:
    """Columns of a pair frame from which `swing_part` follows."""
    of_run = dict.fromkeys(("confidence", "nbest", "intent_correct", f"{unit}_correct"))
    return ("intent", *(paired(role, column) for role in ROLES for column in of_run))


def keep_lists(lazy: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return the frame with its n-best lists as lists; those that pandas keeps as Python objects go through Arrow."""
    columns = [paired(role, "nbest") for role in ROLES]
    if all(isinstance(lazy.collect_schema()[column], nw.List) for column in columns):
        return lazy
    # Where all lists are empty or null, Python objects do not tell what they hold.
    guesses = nw.List(nw.Struct({"intent": nw.String, "score": nw.Float64}))
    return in_arrow(lazy).with_columns(nw.col(column).cast(guesses) for column in columns)


def _is_flip(unit: Unit) -> nw.Expr:
    return has_outcome(unit, "negative_flip") | has_outcome(unit, "positive_flip")


def swing_part(unit: Unit) -> nw.Expr:
    """Return the name of the part that an utterance is counted in, one of `SWING_PARTS`; null where it did not flip."""
    baseline, candidate = (_gold_confidence(role) for role in ROLES)
    swing = (baseline - candidate).abs()
    part = nw.when(swing <= NEAR_BOUNDARY + TOLERANCE).then(nw.lit("n_near_boundary")).otherwise(nw.lit("n_between"))
    part = nw.when(swing >= LARGE_SWING - TOLERANCE).then(nw.lit("n_large_swing")).otherwise(part)
    part = nw.when(swing.is_null()).then(nw.lit("n_unknown")).otherwise(part)
    part = nw.when(_with_its_intent(unit)).then(part).otherwise(nw.lit("n_intent_kept"))
    return nw.when(_is_flip(unit)).then(part)


def _with_its_intent(unit: Unit) -> nw.Expr:
    """Did the intent flip too, and the same way?"""
    broke, fixed = (has_outcome(unit, outcome) & has_outcome("intent", outcome) for outcome in FLIPS)
    return broke | fixed


def _gold_confidence(role: Role) -> nw.Expr:
    """Return what a run gave the gold intent; null where that is not known."""
    nbest = nw.col(paired(role, "nbest"))
    scores = []
    for place in range(MOST_GUESSES):
        # Polars refuses a place beyond the end of a list, but not one in a null.
        guess = nw.when(nbest.list.len() > place).then(nbest).list.get(place).struct
        scores.append(nw.when(guess.field("intent") == nw.col("intent")).then(guess.field("score")))
    given = nw.col(paired(role, "confidence"))
    return nw.when(nw.col(paired(role, "intent_correct"))).then(given).otherwise(nw.coalesce(*scores))


def _gathered(rows: list[Row], by: tuple[str, ...]) -> tuple[SwingCounts, ...]:
    groups: dict[tuple[Value, ...], dict[str, int]] = {}
    for row in rows:
        key = (not row["_broke"], *(row[f"_by_{column}"] for column in by))
        groups.setdefault(key, dict.fromkeys(SWING_PARTS, 0))[row["_part"]] = row["_n"]
    ordered = sorted(groups, key=lambda key: ([(value is None, value) for value in key[1:]], key[0]))
    return tuple(
        SwingCounts(
            FLIPS[bool(key[0])], dict(zip(by, key[1:], strict=True)), n=sum(groups[key].values()), **groups[key]
        )
        for key in ordered
    )
