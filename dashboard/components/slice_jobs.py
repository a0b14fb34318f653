"""Searches for slices run on threads of their own, so that no page waits for one; by fingerprint, so never stale.

A search can be stopped, which ends it for all who wait for it: whoever still wants it asks anew.
"""

from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event
from time import monotonic
from typing import Final

import duckdb
import streamlit as st

from analysis.slice_features import left_out_columns
from analysis.slice_search import SliceSearch, find_slices
from dashboard.cache import key_of
from dashboard.slice_pairs import pairs_with_bands, searched_columns
from loaders.comparison import Comparison
from loaders.schema import Unit

AT_ONCE: Final = 1_000_000
"""Up to so many utterances are searched without being asked for."""

SECONDS_A_MILLION: Final = 7
"""How long a million utterances take, roughly: `benchmarks/slice_search.py`."""

_MAX_RESULTS: Final = 64
_AT_A_TIME: Final = 2
_PATIENCE: Final = 0.4


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched: judged by a unit, in these columns, up to so many conditions."""

    unit: Unit
    columns: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Job:
    """A search that is waiting, running or done over a `comparison` of its own; `started` reads the monotonic clock."""

    comparison: Comparison
    future: Future[SliceSearch]
    stopping: Event
    started: float

    def done_soon(self) -> bool:
        """Is it done? Waits a moment: most searches take no longer, and then no progress need be shown."""
        return bool(wait([self.future], timeout=_PATIENCE).done)

    def stop(self) -> None:
        """End it: at once where it waits or reads, at its next step where it counts; its result is `CancelledError`."""
        self.stopping.set()
        self.future.cancel()
        self.comparison.interrupt()

    @property
    def seconds(self) -> int:
        """How long ago it was asked for."""
        return round(monotonic() - self.started)


def search_job(comparison: Comparison, query: Query) -> Job:
    """Return the search, started by whoever asks first; all sessions share it.

    One that is being stopped is made anew. So is one that failed, once its failure was told.
    """
    job = _job(comparison, key_of(comparison), query)
    if job.stopping.is_set():
        _job.clear(comparison, key_of(comparison), query)
        return _job(comparison, key_of(comparison), query)
    if job.future.done() and job.future.exception() is not None:
        _job.clear(comparison, key_of(comparison), query)
    return job


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _job(_comparison: Comparison, key: tuple[str, ...], query: Query) -> Job:
    own, stopping = _comparison.cursor(), Event()
    return Job(own, _pool().submit(_search, own, query, stopping), stopping, monotonic())


def columns_to_search(comparison: Comparison) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that are searched by default, and those left out, for they hold JSON documents."""
    return _columns_to_search(comparison, key_of(comparison))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _columns_to_search(_comparison: Comparison, key: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return searched_columns(_comparison), left_out_columns(_comparison.pairs())


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="slices")


def _search(comparison: Comparison, query: Query, stopping: Event) -> SliceSearch:
    def go_on_unless_stopped() -> None:
        if stopping.is_set():
            raise CancelledError

    try:
        return find_slices(
            pairs_with_bands(comparison), query.unit, query.columns, query.depth, at_step=go_on_unless_stopped
        )
    except duckdb.InterruptException:
        raise CancelledError from None
