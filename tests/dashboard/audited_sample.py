"""The sample's flips with its gold audited, and a second route to what follows from that."""

from concurrent.futures import wait
from pathlib import Path

import pytest

from analysis.frames import Row, as_lazy, collect_rows
from dashboard.components import audit_jobs
from dashboard.components.session import WAREHOUSE_VARIABLE
from dashboard.suspect_golds import find_suspect_golds
from loaders.comparison import comparison
from loaders.warehouse import Warehouse

_COLUMNS = ("row", "locale", "utterance_id", "text", "baseline_frame_correct", "candidate_frame_correct")


def wait_for_audit(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app run over a warehouse, its pages finding the audit of v1 and v2 done."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        found = audit_jobs.audit_job(Warehouse(warehouse), opened.evalset, opened.baseline, opened.candidate)
        wait([found.future])
    assert found.ranking is not None


def without_audit(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app run over a warehouse whose gold nobody asked to audit."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    monkeypatch.setattr(audit_jobs, "AT_ONCE", 0)


def broken_of(warehouse: Path) -> list[Row]:
    """What broke from v1 to v2, in order, each row with `suspect`."""
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        suspects = set(find_suspect_golds(Warehouse(warehouse), opened.evalset))
        rows = collect_rows(as_lazy(opened.pairs()).select(*_COLUMNS).sort("row"))
    broken = [row for row in rows if row["baseline_frame_correct"] and not row["candidate_frame_correct"]]
    return [{**row, "suspect": row["row"] in suspects} for row in broken]
