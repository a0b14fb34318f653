"""The page Annotation while there are no suspects: nothing audited yet, running, stopped, failed, or no two runs."""

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest
import streamlit as st

from dashboard.components import audit_jobs
from dashboard.components.audit_jobs import audit_job, stop_audit
from dashboard.components.audit_progress import duration_of
from loaders.warehouse import Warehouse
from tests.dashboard.opened_page import html_of, open_page, text_of
from tests.dashboard.opened_suspects import ENGLISH, FRENCH, compared, labels_of, over, wait_for_suspects
from tests.dashboard.suspects_warehouse import write_suspects


@pytest.fixture
def labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    return over(write_suspects(tmp_path), monkeypatch)


@pytest.fixture
def no_audit_yet() -> Iterator[None]:
    """Nobody looked for suspects before this test, and what it finds is not kept."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.parametrize("runs", [0, 1])
def test_without_two_runs_the_command_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int) -> None:
    over(write_suspects(tmp_path, runs=runs), monkeypatch)
    app = open_page("annotation")
    assert "flipscope audit labels" in " ".join(one.value for one in app.code)


@pytest.mark.usefixtures("no_audit_yet")
def test_a_large_set_is_asked_for_with_an_honest_duration(labels: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_jobs, "AT_ONCE", 1)
    app = open_page("annotation")
    assert app.title[0].value == "Is it the model, or the label?"
    assert "27 utterances it takes about **4 seconds**" in app.markdown[0].value
    app.button[0].click()
    wait_for_suspects(app.run())
    assert set(labels_of(app)) == {ENGLISH, FRENCH}


@pytest.mark.usefixtures("no_audit_yet")
def test_an_audit_that_runs_says_its_step_and_stays_stopped(labels: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    going, begun = threading.Event(), threading.Event()

    def slow(*arguments: object, progress: object, **_more: object) -> tuple[()]:
        assert callable(progress)
        progress("near duplicates")
        begun.set()
        going.wait(60)
        progress("the next step")
        return ()

    monkeypatch.setattr(audit_jobs, "find_suspects", slow)
    comparison = compared(labels)
    job = audit_job(labels, comparison.evalset, comparison.baseline, comparison.candidate)
    assert begun.wait(60)
    app = open_page("annotation")
    assert app.title[0].value == "Is it the model, or the label?"
    progress = app.get("progress")[0].proto
    assert "Looking for golds that may be wrong" in str(progress)
    assert "near duplicates…" in text_of(html_of(app))
    stop_audit(labels, comparison)
    going.set()
    wait([job.future])
    app.run()
    assert "The audit of this set was stopped." in app.markdown[0].value
    app = open_page("overview")
    assert audit_jobs.current_audit(labels, comparison) is None


@pytest.mark.usefixtures("no_audit_yet")
def test_an_audit_that_failed_says_why_and_can_be_tried_again(
    labels: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(audit_jobs, "rank", fail)
        comparison = compared(labels)
        wait([audit_job(labels, comparison.evalset, comparison.baseline, comparison.candidate).future])
        app = open_page("annotation")
    assert "The audit failed: no space left" in app.error[0].value
    app.button[0].click()
    wait_for_suspects(app.run())
    assert set(labels_of(app)) == {ENGLISH, FRENCH}


def test_a_duration_is_told_in_round_numbers() -> None:
    assert (duration_of(100), duration_of(200_000)) == ("4 seconds", "54 seconds")
