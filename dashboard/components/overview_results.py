"""What the Overview computes beyond counts, kept between reruns as `dashboard.cache` does: by fingerprint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from analysis.bootstrap import SEED
from analysis.frames import Row
from analysis.intervals import Interval
from analysis.parts import Parts
from analysis.slice_search import MAX_DEPTH, SliceSearch
from analysis.slot_errors import SlotSlice, count_slot_errors
from analysis.slot_metrics import relative_change, semer
from dashboard.cache import key_of
from dashboard.commands.asked import Asked, Resampling
from dashboard.commands.compare_bootstrap import resample
from dashboard.components.slice_jobs import Query, columns_to_search, search_job
from loaders.comparison import Comparison
from loaders.schema import Unit

MOST_SEARCHED: Final = 200_000
"""Slices are searched without being asked for where there are no more pairs than these: a second or two."""

MOST_RESAMPLED: Final = 2_000_000
"""SemER has its interval on the page up to so many pairs; beyond, `compare --bootstrap` gives it."""

_MAX_RESULTS: Final = 128


@dataclass(frozen=True, slots=True)
class SemerChange:
    """SemER of both runs, candidate minus baseline with its 95 % interval, and by what share it fell."""

    baseline: float | None
    candidate: float | None
    interval: Interval | None

    @property
    def change(self) -> float | None:
        """Candidate minus baseline: below 0 is better."""
        return None if self.baseline is None or self.candidate is None else self.candidate - self.baseline

    @property
    def relative(self) -> float | None:
        """By what share the error rate fell: above 0 is better."""
        return relative_change(self.baseline, self.candidate)


def slot_errors(comparison: Comparison, by: Sequence[str], weight: str | None) -> tuple[SlotSlice, ...]:
    """Return the slot errors of both runs by these columns; nobody looks at new insertions."""
    return _slot_errors(comparison, key_of(comparison), tuple(by), weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _slot_errors(
    _comparison: Comparison, key: tuple[str, ...], by: tuple[str, ...], weight: str | None
) -> tuple[SlotSlice, ...]:
    return count_slot_errors(Parts(_comparison.pairs_in_parts()), None, by, weight)


def semer_change(comparison: Comparison, weight: str | None) -> SemerChange:
    """Return SemER of both runs; weighted, or of very many pairs, without an interval."""
    (whole,) = slot_errors(comparison, (), weight)
    resampled = weight is None and whole.baseline.n_items <= MOST_RESAMPLED
    row = _resampled_slots(comparison, key_of(comparison)) if resampled else {}
    low, high = row.get("semer_change_low"), row.get("semer_change_high")
    interval = None if low is None or high is None else Interval(low, high)
    return SemerChange(semer(whole.baseline), semer(whole.candidate), interval)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _resampled_slots(_comparison: Comparison, key: tuple[str, ...]) -> Row:
    resampling = Resampling(SEED)
    return resample(_comparison, Asked(("slot",), resampling=resampling), resampling).get(("slot", ()), {})


def found_slices(comparison: Comparison, unit: Unit) -> SliceSearch | None:
    """Return the slices that broke far more than the rest, as `flipscope slices` finds them; None of too many pairs."""
    if comparison.evalset.n_utterances > MOST_SEARCHED:
        return None
    with st.spinner("Searching slices…", show_time=True):
        columns, _ = columns_to_search(comparison)
        return search_job(comparison, Query(unit, columns, MAX_DEPTH)).future.result()
