"""An evaluation set opened for an audit: without runs, with many, and what is refused."""

from pathlib import Path

import pytest

from loaders.audit import audit
from loaders.errors import InputError
from loaders.schema import SCORE_COLUMNS
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import GOLD, V1, V3, build_warehouse


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(Path(build_warehouse(tmp_path_factory.mktemp("audit"))))


def test_no_run_is_needed(warehouse: Warehouse) -> None:
    with audit(warehouse, "tiny") as opened:
        held = opened.utterances().project("row, utterance_id, locale, text").fetchall()
        assert held == [(n, row["utterance_id"], row["locale"], row["text"]) for n, row in enumerate(GOLD)]
        assert (opened.prefixes, opened.runs) == ((), ())


def test_every_utterance_is_there_whatever_a_run_drops(warehouse: Warehouse) -> None:
    with audit(warehouse, "tiny", ["v1", "v3-drop"]) as opened:
        held = opened.utterances().project('"0_intent", "1_intent", "1_missing"').fetchall()
        assert opened.prefixes == ("0", "1")
        assert set(opened.utterances().columns) >= {f"1_{name}" for name in SCORE_COLUMNS if name.endswith("correct")}
    assert held == [(old and old[0], new[0] if new else None, new is None) for old, new in zip(V1, V3, strict=True)]


@pytest.mark.parametrize(
    ("evalset", "runs", "line"),
    [
        ("nosuch", [], "no evalset 'nosuch'"),
        ("tiny", ["nosuch"], "no run 'nosuch'"),
        ("tiny", ["v1", "v1"], "run 'v1' is named twice; it would agree with itself"),
    ],
)
def test_what_cannot_be_opened_is_told(warehouse: Warehouse, evalset: str, runs: list[str], line: str) -> None:
    with pytest.raises(InputError, match=line), audit(warehouse, evalset, runs):
        pass
