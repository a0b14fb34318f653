"""The Overview says what is left of NFR once flips were judged, as the command line does, and nothing before."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.judgement import Judgement, pair_of
from loaders.judgements import record
from loaders.notes import FILE_NAME
from loaders.warehouse import Warehouse
from tests.dashboard.flips_warehouse import GOLD, write_warehouse
from tests.dashboard.opened_page import open_page

VIEW = {"baseline": "v1", "candidate": "v2"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warehouse(tmp_path_factory.mktemp("adjudicated"))


@pytest.fixture
def warehouse(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "warehouse"
    shutil.copytree(built, path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return path


def judge(warehouse: Path, *rows: int) -> None:
    with comparison(Warehouse(warehouse), "v1", "v2") as opened:
        pair = pair_of(opened)
    said = [
        Judgement(
            *(pair, GOLD[row]["locale"], GOLD[row]["utterance_id"], text_sha(GOLD[row]["text"]), "Ann", "gold_wrong")
        )
        for row in rows
    ]
    record(warehouse, said)


def captions(app: AppTest) -> list[str]:
    return [str(caption.value) for caption in app.caption if " raw, " in str(caption.value)]


def test_nothing_is_said_before_the_first_verdict(warehouse: Path) -> None:
    assert captions(open_page("overview")) == []


@pytest.mark.parametrize(("count", "weight"), [("utterances", []), ("traffic", ["--weight", "frequency"])])
def test_the_sentence_is_that_of_the_command_line(
    warehouse: Path, capsys: pytest.CaptureFixture[str], count: str, weight: list[str]
) -> None:
    judge(warehouse, *range(15, 25))
    (said,) = captions(open_page("overview", **VIEW, count=count))
    assert main(["adjudicate", "v1", "v2", "--warehouse", str(warehouse), *weight]) == 0
    assert said.strip("*") in capsys.readouterr().out
    assert main(["adjudicate", "v1", "v2", "--warehouse", str(warehouse), *weight, "--format", "json"]) == 0
    row = json.loads(capsys.readouterr().out)["rows"][0]
    # All ten are gold's fault: what nobody judged is left, if none of it is.
    left = row["nfr"] * (1 - row["share_judged"])
    assert f"at most {100 * left:.2f} % after 10 of {row['n_negative_flips']} flips" in said


def test_a_further_verdict_shows_at_the_next_run(warehouse: Path) -> None:
    judge(warehouse, 15)
    app = open_page("overview", **VIEW)
    assert "after 1 of" in captions(app)[0]
    judge(warehouse, 16)
    app.run()
    assert "after 2 of" in captions(app)[0]


def test_damaged_notes_leave_the_overview_standing(warehouse: Path) -> None:
    (warehouse / FILE_NAME).write_bytes(b"no database" * 100)
    app = open_page("overview", **VIEW)
    assert "is damaged" in app.error[0].value
