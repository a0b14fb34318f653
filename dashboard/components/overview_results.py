"""What the Overview computes beyond counts, kept between reruns as `dashboard.cache` does: by fingerprint."""

from collections.abc import Sequence
from concurrent.futures import CancelledError
from typing import Final

import streamlit as st

from analysis import slot_resampling
from analysis.parts import Parts
from analysis.slice_search import MAX_DEPTH, SliceSearch
from analysis.slot_errors import SlotSlice, count_slot_errors
from analysis.slot_resampling import SemerChange
from dashboard.cache import key_of
from dashboard.components.slice_jobs import Query, columns_to_search, search_job
from loaders.comparison import Comparison
from loaders.schema import Unit

MOST_SEARCHED: Final = 200_000
"""Slices are searched without being asked for where there are no more pairs than these: a second or two."""

MOST_RESAMPLED: Final = 2_000_000
"""SemER has its interval on the page up to so many pairs; beyond, `compare --bootstrap` gives it."""

_MAX_RESULTS: Final = 128


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
    return _semer_change(comparison, key_of(comparison), weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _semer_change(_comparison: Comparison, key: tuple[str, ...], weight: str | None) -> SemerChange:
    return slot_resampling.semer_change(Parts(_comparison.pairs_in_parts()), weight, MOST_RESAMPLED)


def found_slices(comparison: Comparison, unit: Unit) -> SliceSearch | None:
    """Return the slices that broke far more than the rest, as `flipscope slices` finds them; None of too many pairs."""
    if comparison.evalset.n_utterances > MOST_SEARCHED:
        return None
    columns, _ = columns_to_search(comparison)
    query = Query(unit, columns, MAX_DEPTH)
    with st.spinner("Searching slices…", show_time=True):
        while True:
            try:
                return search_job(comparison, query).future.result()
            except CancelledError:
                # Somebody stopped it on the page Slices; here it is wanted.
                continue
