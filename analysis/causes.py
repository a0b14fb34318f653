"""Why an utterance flipped: what the run that is wrong did otherwise than gold. One flip may have several causes.

The causes of a negative flip are the candidate's errors, those of a positive flip the baseline's, which are gone; of
an utterance that both runs get wrong, the candidate's.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

import narwhals as nw

from analysis.frames import Frame, as_lazy, require_columns
from analysis.outcomes import correct
from loaders.schema import MISSED, MOVED, RENAMED, REPLACED, ROLES, Role, Unit, paired

Cause = Literal[
    "no_answer", "intent_changed", "slot_missing", "slot_added", "slot_renamed", "boundary_moved", "value_changed"
]
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
"""`no_answer`: the prediction is missing, and nothing else is said of it. `intent_changed`: the intent is wrong.
`slot_renamed`: a gold slot's value under another name. `boundary_moved`: a value that is part of gold's, or the other
way. `value_changed`: another value under the name. `slot_missing`, `slot_added`: none of these."""

_STATES: Final[dict[Cause, str]] = {
    "slot_missing": MISSED,
    "slot_renamed": RENAMED,
    "boundary_moved": MOVED,
    "value_changed": REPLACED,
}
_OF_RUN: Final = (
    "missing",
    "intent_correct",
    "slots_correct",
    "slot_states",
    "n_slots_spurious",
    "n_slots_substituted",
    "n_slots_renamed",
)
CAUSE_COLUMNS: Final = tuple(paired(role, column) for role in ROLES for column in ("frame_correct", *_OF_RUN))
"""Columns of a pair frame from which the causes follow."""


def has_cause(cause: Cause, unit: Unit = "frame") -> nw.Expr:
    """Has the utterance this cause? Never null; false where the frame is right in both runs.

    Judged by `unit`, the baseline is looked at where it is wrong and the candidate right, the candidate elsewhere.
    """
    baseline_only = correct(unit, "candidate") & ~correct(unit, "baseline")
    of_baseline, of_candidate = (_error_of(role, cause) for role in ROLES)
    return (baseline_only & of_baseline) | (~baseline_only & of_candidate)


def _error_of(role: Role, cause: Cause) -> nw.Expr:
    missing = nw.col(paired(role, "missing"))
    if cause == "no_answer":
        return missing
    if cause == "intent_changed":
        return ~missing & ~nw.col(paired(role, "intent_correct"))
    if cause == "slot_added":
        unpaired = nw.col(paired(role, "n_slots_substituted")) + nw.col(paired(role, "n_slots_renamed"))
        return ~missing & (nw.col(paired(role, "n_slots_spurious")) > unpaired)
    states = nw.col(paired(role, "slot_states")).str.contains(_STATES[cause], literal=True)
    return ~missing & states.fill_null(False)


def add_causes(pairs: Frame) -> nw.LazyFrame[Any]:
    """Add a boolean column `cause_{cause}` for every cause to a pair frame."""
    lazy = as_lazy(pairs)
    require_columns(lazy, CAUSE_COLUMNS)
    return lazy.with_columns(**{f"cause_{cause}": has_cause(cause) for cause in CAUSES})


def judged_role(row: Mapping[str, Any], unit: Unit = "frame") -> Role:
    """Return the run whose error is told for an utterance: the baseline where the candidate put it right."""
    fixed = row[paired("candidate", f"{unit}_correct")] and not row[paired("baseline", f"{unit}_correct")]
    return "baseline" if fixed else "candidate"


def causes_of(row: Mapping[str, Any], unit: Unit = "frame") -> tuple[Cause, ...]:
    """Return the causes of one row of a pair frame, in the order of `CAUSES`: those that `has_cause` finds."""
    role = judged_role(row, unit)
    if row[paired(role, "missing")]:
        return ("no_answer",)
    states = row[paired(role, "slot_states")] or ""
    spurious, substituted, renamed = (row[paired(role, column)] for column in _OF_RUN[-3:])
    found = {cause for cause, state in _STATES.items() if state in states}
    if not row[paired(role, "intent_correct")]:
        found.add("intent_changed")
    if spurious > substituted + renamed:
        found.add("slot_added")
    return tuple(cause for cause in CAUSES if cause in found)


def slots_with_cause(row: Mapping[str, Any], cause: Cause, role: Role) -> frozenset[str]:
    """Return the names of the gold slots that a run got wrong in this way; empty for causes without a gold slot."""
    states = row[paired(role, "slot_states")] or ""
    names = (slot["name"] for slot in row["slots"] or ())
    return frozenset(name for name, state in zip(names, states, strict=False) if state == _STATES.get(cause))
