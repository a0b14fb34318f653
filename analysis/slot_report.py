"""Slot by slot: what broke, how surely, and how much of SemER each name makes; one object for the page's parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.breakdown import Slice
from analysis.certainty import NOT_TESTED, Certainty, judge_slices
from analysis.counts import NO_UNITS
from analysis.metrics import accuracy_change
from analysis.slot_errors import SlotErrors, SlotSlice
from analysis.slot_metrics import n_slot_errors
from analysis.tests_of_change import ALPHA


@dataclass(frozen=True)
class ErrorParts:
    """The slot errors of one name by kind; together they are S + D + I of policy A.

    A gold slot is missed, or substituted by another value under its name, or renamed: its value was given under
    another name, where it counts as added.
    """

    n_missed: int
    n_added: int
    n_substituted: int
    n_renamed: int

    @property
    def n(self) -> int:
        """All of them."""
        return self.n_missed + self.n_added + self.n_substituted + self.n_renamed


def error_parts(errors: SlotErrors) -> ErrorParts:
    """Tell the errors of one slot name apart, in a breakdown by slot name.

    >>> error_parts(SlotErrors(n_slots=9, n_missed=5, n_spurious=4, n_substituted=1, n_renamed=2))
    ErrorParts(n_missed=2, n_added=3, n_substituted=1, n_renamed=2)
    """
    n_missed = errors.n_missed - errors.n_substituted - errors.n_renamed
    return ErrorParts(n_missed, errors.n_spurious - errors.n_substituted, errors.n_substituted, errors.n_renamed)


@dataclass(frozen=True)
class SlotRow:
    """One slot name: outcomes of its gold slots, their tests adjusted over all names, and the errors of both runs."""

    name: str
    slice: Slice
    certainty: Certainty
    errors: SlotSlice

    @property
    def change(self) -> int:
        """Gold slots fixed minus broken."""
        return self.slice.counts.n_positive_flips - self.slice.counts.n_negative_flips

    @property
    def verdict(self) -> str:
        """`worse` or `better` where the accuracy change is hardly chance, else nothing."""
        return verdict_of(self.slice, self.certainty)


def verdict_of(part: Slice, certainty: Certainty) -> str:
    """Return `worse` or `better` where the accuracy change, adjusted for its family, is hardly chance, else nothing."""
    if certainty.q_value is None or certainty.q_value > ALPHA:
        return ""
    return "worse" if (accuracy_change(part.counts) or 0) < 0 else "better"


@dataclass(frozen=True)
class SlotReport:
    """The names that lost most first; `whole` are the errors of everything, intents included."""

    rows: tuple[SlotRow, ...]
    whole: SlotSlice

    def semer_share(self, row: SlotRow) -> float | None:
        """Return how much of the candidate's SemER is errors of this name, in [0, 1]; None where it has no error.

        The rest is other slots and wrong intents.
        """
        candidate = self.whole.candidate
        n_errors = n_slot_errors(candidate) + candidate.n_intents_wrong
        return n_slot_errors(row.errors.candidate) / n_errors if n_errors else None


def report_slots(slices: Sequence[Slice], errors: Sequence[SlotSlice], whole: SlotSlice) -> SlotReport:
    """Put counts and errors by `slot_name` together.

    `slices` come from `break_down_by` of the slot pair frame, `errors` from `count_errors_of_slots`. A name that gold
    never has and a run gave has no units, and stands last. Ties stand in the order of the names.
    """
    judged = dict(zip((_name(part) for part in slices), zip(slices, judge_slices(slices), strict=True), strict=True))
    weight = slices[0].weight if slices else None
    rows = []
    for part in errors:
        name = _name(part)
        empty = (Slice("slot", part.values, NO_UNITS, 0, weight), NOT_TESTED)
        rows.append(SlotRow(name, *judged.get(name, empty), part))
    rows.sort(key=lambda row: (not row.slice.counts.n, row.change, -row.slice.counts.n_negative_flips, row.name))
    return SlotReport(tuple(rows), whole)


def _name(part: Slice | SlotSlice) -> str:
    return str(part.values["slot_name"])
