"""An audit on a thread of its own finds what one in front of it does, is made once, and can be stopped."""

from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest
import streamlit as st

from analysis.annotation.audit import find_suspects
from analysis.annotation.ranking import rank
from dashboard.components import audit_jobs
from dashboard.components.audit_jobs import (
    ask_for,
    audit_job,
    current_audit,
    stop_audit,
    suspects_at_once,
    was_stopped,
)
from loaders.audit import audit
from loaders.comparison import Comparison, open_comparison
from loaders.normalise import normalise
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import write_warehouse


@pytest.fixture
def compared(tmp_path: Path) -> Iterator[tuple[Warehouse, Comparison]]:
    st.cache_resource.clear()

    warehouse = Warehouse(write_warehouse(tmp_path))
    comparison = open_comparison(warehouse, "v1", "v2")
    yield warehouse, comparison
    st.cache_resource.clear()


def test_finds_what_an_audit_in_front_of_the_reader_finds(compared: tuple[Warehouse, Comparison]) -> None:
    warehouse, comparison = compared
    job = audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate)
    wait([job.future])
    with audit(warehouse, comparison.evalset.name, ("v1", "v2")) as opened:
        found = find_suspects(opened.utterances(), normalise, opened.prefixes)
    expected = rank(found, comparison.evalset.n_utterances)
    assert job.ranking is not None
    assert job.ranking.rows.tolist() == expected.rows.tolist()
    assert job.ranking.scores.tolist() == expected.scores.tolist()
    assert job.steps[0] == "reading"
    assert len(job.steps) == len(set(job.steps)) > 3


def test_is_made_once_for_all_who_ask(compared: tuple[Warehouse, Comparison]) -> None:
    warehouse, comparison = compared
    job = ask_for(warehouse, comparison)
    assert audit_job(warehouse, comparison.evalset, comparison.baseline, comparison.candidate) is job
    wait([job.future])
    assert suspects_at_once(warehouse, comparison) is job.ranking is not None


def test_one_that_was_stopped_has_no_suspects_and_is_made_anew(compared: tuple[Warehouse, Comparison]) -> None:
    warehouse, comparison = compared
    job = audit_job(warehouse, comparison.evalset)
    job.stop()
    wait([job.future])
    again = audit_job(warehouse, comparison.evalset)
    assert again is not job
    wait([again.future])
    assert again.ranking is not None


def test_a_large_set_waits_until_it_is_asked_for(
    compared: tuple[Warehouse, Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, comparison = compared
    monkeypatch.setattr(audit_jobs, "AT_ONCE", comparison.evalset.n_utterances - 1)
    assert suspects_at_once(warehouse, comparison) is None
    job = ask_for(warehouse, comparison)
    wait([job.future])
    assert suspects_at_once(warehouse, comparison) is job.ranking is not None


def test_one_that_was_stopped_is_started_again_by_nobody_but_who_asks(
    compared: tuple[Warehouse, Comparison],
) -> None:
    warehouse, comparison = compared
    job = current_audit(warehouse, comparison)
    assert job is not None
    assert not was_stopped(comparison)
    stop_audit(warehouse, comparison)
    wait([job.future])
    assert was_stopped(comparison)
    # What the Overview asks at each of its runs.
    assert suspects_at_once(warehouse, comparison) is None
    assert current_audit(warehouse, comparison) is None
    again = ask_for(warehouse, comparison)
    assert again is not job
    wait([again.future])
    assert not was_stopped(comparison)
    assert suspects_at_once(warehouse, comparison) is again.ranking is not None


def test_one_that_failed_stays_so_until_it_is_asked_for(
    compared: tuple[Warehouse, Comparison], monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, comparison = compared

    def fail(*_arguments: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr(audit_jobs, "rank", fail)
    job = current_audit(warehouse, comparison)
    assert job is not None
    wait([job.future])
    assert current_audit(warehouse, comparison) is job
    monkeypatch.undo()
    assert suspects_at_once(warehouse, comparison) is None
    again = ask_for(warehouse, comparison)
    wait([again.future])
    assert suspects_at_once(warehouse, comparison) is again.ranking is not None
