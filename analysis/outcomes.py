"""The outcome of a unit: what became of one answer from the baseline to the candidate.

With b and c for "baseline correct" and "candidate correct":

| outcome | when |
|---|---|
| `both_correct` | b and c |
| `negative_flip` | b and not c: the update broke it |
| `positive_flip` | c and not b: the update fixed it |
| `both_wrong_same` | neither, and both gave the same answer |
| `both_wrong_different` | neither, and the answers differ |

The same answer means: intents equal; slot multisets equal after normalisation; for the frame, both of
these; for one gold slot, the same value given in its place, or none by both. A missing prediction equals a missing
one only; of a single gold slot it gives no value, as an answer without that slot does.
"""

from collections.abc import Mapping
from typing import Any, Final

import narwhals as nw

from analysis.frames import Frame, as_lazy, require_columns
from loaders.schema import OUTCOMES, ROLES, UTTERANCE_UNITS, Outcome, Role, Unit, paired

OUTCOME_CODES: Final[dict[Outcome, int]] = {outcome: code for code, outcome in enumerate(OUTCOMES)}
"""Outcomes as small whole numbers, in the order of `loaders.schema.OUTCOMES`."""

_ANSWERS: Final[dict[Unit, str]] = {
    "frame": "frame_key",
    "intent": "intent",
    "slots": "slots_key",
    "slot": "slot_answer",
}
"""The column of a run that is equal, or null in both, where two wrong answers are the same."""


def outcome_column(unit: Unit) -> str:
    """Name of the column that holds the outcome of a unit.

    >>> outcome_column("slots")
    'slots_outcome'
    """
    return f"{unit}_outcome"


def columns_needed(unit: Unit) -> tuple[str, ...]:
    """Columns of a pair frame (for `slot`: of a slot pair frame) from which the outcome of a unit follows.

    >>> columns_needed("intent")
    ('baseline_intent_correct', 'candidate_intent_correct', 'baseline_intent', 'candidate_intent')
    """
    of_run = dict.fromkeys((f"{unit}_correct", _ANSWERS[unit]))
    return tuple(paired(role, column) for column in of_run for role in ROLES)


def correct(unit: Unit, role: Role) -> nw.Expr:
    """Was this unit right in this run? Never null."""
    return nw.col(paired(role, f"{unit}_correct"))


def same_answer(unit: Unit) -> nw.Expr:
    """Did both runs give the same answer? Of meaning only where both are wrong. Never null."""
    baseline, candidate = (nw.col(paired(role, _ANSWERS[unit])) for role in ROLES)
    return (baseline == candidate).fill_null(False) | (baseline.is_null() & candidate.is_null())


def has_outcome(unit: Unit, outcome: Outcome) -> nw.Expr:
    """Has the unit this outcome? A boolean that is never null, cheaper than comparing outcome names."""
    baseline, candidate = (correct(unit, role) for role in ROLES)
    match outcome:
        case "both_correct":
            return baseline & candidate
        case "negative_flip":
            return baseline & ~candidate
        case "positive_flip":
            return candidate & ~baseline
        case "both_wrong_same":
            return ~baseline & ~candidate & same_answer(unit)
        case "both_wrong_different":
            return ~baseline & ~candidate & ~same_answer(unit)


def outcome(unit: Unit) -> nw.Expr:
    """Return the outcome of a unit by name, one of `loaders.schema.OUTCOMES`."""
    return _labelled(unit, {name: name for name in OUTCOMES})


def outcome_code(unit: Unit) -> nw.Expr:
    """Return the outcome of a unit as its number in `OUTCOME_CODES`."""
    return _labelled(unit, OUTCOME_CODES)


def _labelled(unit: Unit, labels: Mapping[Outcome, str | int]) -> nw.Expr:
    expression = nw.lit(labels["both_wrong_different"])
    for name in ("both_wrong_same", "positive_flip", "negative_flip", "both_correct"):
        expression = nw.when(has_outcome(unit, name)).then(nw.lit(labels[name])).otherwise(expression)
    return expression


def outcome_of(row: Mapping[str, Any], unit: Unit) -> Outcome:
    """Return the outcome of one row of a pair frame (for `slot`: of a slot pair frame), as `outcome` finds it.

    >>> outcome_of({"baseline_intent_correct": True, "candidate_intent_correct": False}, "intent")
    'negative_flip'
    """
    before, after = (row[paired(role, f"{unit}_correct")] for role in ROLES)
    if before:
        return "both_correct" if after else "negative_flip"
    if after:
        return "positive_flip"
    baseline, candidate = (row[paired(role, _ANSWERS[unit])] for role in ROLES)
    return "both_wrong_same" if baseline == candidate else "both_wrong_different"


def add_outcomes(pairs: Frame) -> nw.LazyFrame[Any]:
    """Add `frame_outcome`, `intent_outcome` and `slots_outcome` to a pair frame.

    Raises `UnknownColumn` where the frame lacks a column of the scored runs.
    """
    lazy = as_lazy(pairs)
    for unit in UTTERANCE_UNITS:
        require_columns(lazy, columns_needed(unit))
    return lazy.with_columns(**{outcome_column(unit): outcome(unit) for unit in UTTERANCE_UNITS})


def add_slot_outcome(slot_pairs: Frame) -> nw.LazyFrame[Any]:
    """Add `slot_outcome` to a slot pair frame (one row a gold slot).

    Raises `UnknownColumn` where the frame lacks `{role}_slot_correct` or `{role}_slot_answer`.
    """
    lazy = as_lazy(slot_pairs)
    require_columns(lazy, columns_needed("slot"))
    return lazy.with_columns(**{outcome_column("slot"): outcome("slot")})
