"""Audits of an evaluation set's labels run on a thread of their own, so that no page waits for one.

All sessions share an audit; it is kept by the fingerprints of the set and the runs it asks, so it is never stale. It
can be stopped, which ends it for all who wait for it: no page starts it again before somebody asks for it.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Final

import streamlit as st

from analysis.annotation.audit import find_suspects
from analysis.annotation.ranking import Ranking, rank
from analysis.annotation.suspect_table import SuspectTable, tabulate
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

    future: Future[SuspectTable]
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
    def table(self) -> SuspectTable | None:
        """The suspects where it is done, without waiting; None where it is not, was stopped or failed."""
        done = self.future.done() and not self.future.cancelled() and self.future.exception() is None
        return self.future.result() if done else None

    @property
    def ranking(self) -> Ranking | None:
        """Their order, likewise."""
        return self.table.ranking if self.table else None

    @property
    def seconds(self) -> int:
        """How long ago it was asked for."""
        return round(monotonic() - self.started)


def audit_job(warehouse: Warehouse, evalset: EvalsetManifest, *runs: RunManifest) -> AuditJob:
    """Return the audit of a set, started by whoever asks first; one that is being stopped is made anew."""
    arguments = _arguments(warehouse, evalset, runs)
    job = _job(*arguments)
    if job.stopping.is_set():
        _job.clear(*arguments)
        return _job(*arguments)
    return job


def current_audit(warehouse: Warehouse, comparison: Comparison) -> AuditJob | None:
    """Return the audit of a comparison's evaluation set, asking its two runs; a small set's is started meanwhile.

    None where it has to be asked for, `ask_for`: of a set of more than `AT_ONCE` utterances, and once it was stopped.
    One that failed stays so until it is asked for anew.
    """
    if not _wanted().get(key_of(comparison), comparison.evalset.n_utterances <= AT_ONCE):
        return None
    return audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate)


def suspects_at_once(warehouse: Warehouse, comparison: Comparison) -> Ranking | None:
    """Return the suspects of a comparison's evaluation set if they are known, None while they are not.

    A small set's are found meanwhile, as `current_audit` says.
    """
    job = current_audit(warehouse, comparison)
    return job.ranking if job else None


def ask_for(warehouse: Warehouse, comparison: Comparison) -> AuditJob:
    """Start the audit of a comparison's evaluation set whatever its size, also after it was stopped or failed."""
    _wanted()[key_of(comparison)] = True
    job = audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate)
    if job.future.done() and job.table is None:
        arguments = _arguments(warehouse, comparison.evalset, (comparison.baseline, comparison.candidate))
        _job.clear(*arguments)
        return _job(*arguments)
    return job


def stop_audit(warehouse: Warehouse, comparison: Comparison) -> None:
    """Stop the audit of a comparison's evaluation set for all who wait for it; nothing starts it but `ask_for`."""
    job = current_audit(warehouse, comparison)
    _wanted()[key_of(comparison)] = False
    if job is not None:
        job.stop()


def was_stopped(comparison: Comparison) -> bool:
    """Did somebody stop the audit of this comparison's evaluation set, and nobody ask for it since?"""
    return _wanted().get(key_of(comparison)) is False


@st.cache_resource(show_spinner=False)
def _wanted() -> dict[tuple[str, ...], bool]:
    return {}


Arguments = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def _arguments(warehouse: Warehouse, evalset: EvalsetManifest, runs: Sequence[RunManifest]) -> Arguments:
    key = (evalset.fingerprint, *(run.fingerprint for run in runs))
    return str(warehouse.path), evalset.name, tuple(run.name for run in runs), key


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


def _audit(warehouse: Path, evalset: str, runs: tuple[str, ...], begin: Callable[[str], None]) -> SuspectTable:
    with audit(Warehouse(warehouse), evalset, runs) as opened:
        found = find_suspects(opened.utterances(), normalise, opened.prefixes, progress=begin)
        ranking = rank(found, opened.evalset.n_utterances)
        begin("what is likelier")
        return tabulate(opened.utterances(), ranking)
