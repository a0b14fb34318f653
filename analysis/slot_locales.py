"""All slots of each locale together: how accurate before and after, and whether the change could be chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.breakdown import Slice
from analysis.certainty import Certainty, judge_slices
from analysis.metrics import accuracy_change
from analysis.slot_report import verdict_of


@dataclass(frozen=True)
class LocaleSlots:
    """The gold slots of one locale, of every name; the tests are adjusted over all locales."""

    locale: str
    slice: Slice
    certainty: Certainty

    @property
    def verdict(self) -> str:
        """`worse` or `better` where the accuracy change is hardly chance, else nothing."""
        return verdict_of(self.slice, self.certainty)


def judge_locales(slices: Sequence[Slice]) -> tuple[LocaleSlots, ...]:
    """Return the locales, the largest loss of slot accuracy first, ties in the order of their names.

    `slices` come from `break_down_by` of the slot pair frame, by `locale` alone; none gives none. Weighted sums are
    not tested, so they have no verdict.
    """
    rows = [
        LocaleSlots(str(part.values["locale"]), part, certainty)
        for part, certainty in zip(slices, judge_slices(slices), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (accuracy_change(row.slice.counts) or 0.0, row.locale)))
