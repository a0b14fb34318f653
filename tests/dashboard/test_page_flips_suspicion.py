"""What speaks against a gold before it is audited, on the page over the sample data, whose wrong golds are known."""

import json
from pathlib import Path

import pytest

import sample_data
from analysis.frames import Row, as_lazy, collect_rows
from loaders.comparison import comparison
from loaders.warehouse import Warehouse
from tests.dashboard.audited_sample import without_audit
from tests.dashboard.opened_page import html_of, open_page, text_of


@pytest.fixture(scope="module")
def planted(sample_warehouse: Path) -> dict[str, Row]:
    """The first planted error of each kind, as a row."""
    with comparison(Warehouse(sample_warehouse), "v1", "v2") as opened:
        columns = ("row", "locale", "utterance_id", "intent", "baseline_intent", "candidate_intent")
        rows = {(r["locale"], r["utterance_id"]): r for r in collect_rows(as_lazy(opened.pairs()).select(*columns))}
    errors = map(json.loads, sample_data.PLANTED_ERRORS.read_text(encoding="utf-8").splitlines())
    return {error["kind"]: rows[error["locale"], error["utterance_id"]] for error in errors}


def test_the_same_text_with_another_gold_is_counted(
    planted: dict[str, Row], sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_audit(sample_warehouse, monkeypatch)
    row = planted["duplicate_conflict"]
    said = text_of(html_of(open_page("flips", outcome="all", row=str(row["row"]))))
    assert "Is the gold right?" in said
    assert f"The same text has another gold in {row['locale']}" in said
    assert "This gold stands there once." in said


def test_agreement_is_flagged_in_the_list_and_told_in_full(
    sample_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_audit(sample_warehouse, monkeypatch)
    html = html_of(open_page("flips", outcome="both_wrong_same"))
    assert html.count("⚐ runs agree") == 25
    assert "Both runs give the same answer, and it is not the gold" in text_of(html)
    assert "⚐" not in html_of(open_page("flips", outcome="both_correct"))
