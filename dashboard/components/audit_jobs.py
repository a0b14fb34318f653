"""Audits of an evaluation set's labels run on a thread of their own, so that no page waits for one.

All sessions share an audit; it is kept by the fingerprints of the set and the runs it asks, so it is never stale. It
can be stopped, which ends it for all who wait for it: whoever still wants it asks anew.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Final

import streamlit as st

from analysis.annotation.audit import find_suspects
from analysis.annotation.ranking import Ranking, rank
from dashboard.cache import key_of
from loaders.audit import audit
from loaders.comparison import Comparison
from loaders.manifest import EvalsetManifest, RunManifest
from loaders.normalise import normalise
from loaders.warehouse import Warehouse

AT_ONCE: Final = 100_000
"""Up to so many utterances are audited without being asked for."""

_MOST_KEPT: Final = 8
_PATIENCE: Final = 0.4


@dataclass(frozen=True, slots=True)
class AuditJob:
    """An audit that is waiting, running or done; `steps` names those begun, `started` reads the monotonic clock."""

    future: Future[Ranking]
    stopping: Event
    started: float
    steps: list[str] = field(default_factory=list)

    def done_soon(self) -> bool:
        """Is it done? Waits a moment: most audits that were asked for before are."""
        return bool(wait([self.future], timeout=_PATIENCE).done)

    def stop(self) -> None:
        """End it: at once where it waits, else at its next step; its result is `CancelledError`."""
        self.stopping.set()
        self.future.cancel()

    @property
    def ranking(self) -> Ranking | None:
        """The suspects where it is done, without waiting; None where it is not, was stopped or failed."""
        done = self.future.done() and not self.future.cancelled() and self.future.exception() is None
        return self.future.result() if done else None

    @property
    def seconds(self) -> int:
        """How long ago it was asked for."""
        return round(monotonic() - self.started)


def audit_job(warehouse: Warehouse, evalset: EvalsetManifest, *runs: RunManifest) -> AuditJob:
    """Return the audit of a set, started by whoever asks first.

    One that is being stopped is made anew. So is one that failed, once its failure was told.
    """
    key = (evalset.fingerprint, *(run.fingerprint for run in runs))
    names = tuple(run.name for run in runs)
    job = _job(str(warehouse.path), evalset.name, names, key)
    if job.stopping.is_set():
        _job.clear(str(warehouse.path), evalset.name, names, key)
        return _job(str(warehouse.path), evalset.name, names, key)
    if job.future.done() and job.future.exception() is not None:
        _job.clear(str(warehouse.path), evalset.name, names, key)
    return job


def suspects_at_once(warehouse: Warehouse, comparison: Comparison) -> Ranking | None:
    """Return the suspects of a comparison's evaluation set if they are known; a small set's are found meanwhile.

    None while they are not known. A set of more than `AT_ONCE` utterances has to be asked for: `audit_job`.
    """
    if comparison.evalset.n_utterances > AT_ONCE and key_of(comparison) not in _asked_for():
        return None
    return audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate).ranking


def ask_for(warehouse: Warehouse, comparison: Comparison) -> AuditJob:
    """Start the audit of a comparison's evaluation set whatever its size, and remember that it was asked for."""
    _asked_for().add(key_of(comparison))
    return audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate)


@st.cache_resource(show_spinner=False)
def _asked_for() -> set[tuple[str, ...]]:
    return set()


@st.cache_resource(max_entries=_MOST_KEPT, show_spinner=False)
def _job(warehouse: str, evalset: str, runs: tuple[str, ...], key: tuple[str, ...]) -> AuditJob:
    stopping, steps = Event(), list[str]()

    def begin(step: str) -> None:
        if stopping.is_set():
            raise CancelledError
        steps.append(step)

    return AuditJob(_pool().submit(_audit, Path(warehouse), evalset, runs, begin), stopping, monotonic(), steps)


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    # One at a time: an audit takes a core, and memory for the whole gold.
    return ThreadPoolExecutor(1, thread_name_prefix="audit")


def _audit(warehouse: Path, evalset: str, runs: tuple[str, ...], begin: Callable[[str], None]) -> Ranking:
    with audit(Warehouse(warehouse), evalset, runs) as opened:
        found = find_suspects(opened.utterances(), normalise, opened.prefixes, progress=begin)
        return rank(found, opened.evalset.n_utterances)
