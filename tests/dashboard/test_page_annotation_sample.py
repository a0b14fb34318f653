"""How many labels are wrong? A sample is drawn and judged on the page Annotation, and its estimate is the command's."""

import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.cli import main
from dashboard.components import audit_sample_draw, audit_sample_judging, written_notes
from dashboard.components.session import WAREHOUSE_VARIABLE
from loaders.audit_samples import read_sample
from loaders.notes import FILE_NAME
from loaders.warehouse import Warehouse
from tests.dashboard.opened_page import html_of, text_of
from tests.dashboard.opened_suspects import open_suspects
from tests.dashboard.suspects_warehouse import golds, write_suspects

N_GOLDS = len(golds())
QUESTION = "How many labels are wrong?"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suspects(tmp_path_factory.mktemp("labels"))


@pytest.fixture
def warehouse(written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    path = tmp_path / "warehouse"
    shutil.copytree(written, path)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(path))
    return Warehouse(path)


def draw(app: AppTest, size: int, seed: int = 0) -> None:
    next(one for one in app.number_input if "sample_size" in str(one.key)).set_value(size)
    next(one for one in app.number_input if "sample_seed" in str(one.key)).set_value(seed)
    app.button("FormSubmitter:sample_form-Draw").click().run()
    assert not app.exception


def judge(app: AppTest, verdict: str) -> None:
    app.button(f"judge_{verdict}").click().run()
    assert not app.exception


def shown(app: AppTest) -> str:
    return text_of(html_of(app))


def place(app: AppTest) -> str:
    """The number of the label that is to be judged, of how many."""
    return shown(app).partition("Is this label right?")[2].strip().split(" #")[0].split(" · ")[0]


def test_the_way_to_the_sample_and_back(warehouse: Warehouse) -> None:
    app = open_suspects()
    assert app.button("sample_open").label == f"{QUESTION} Draw a sample and judge it"
    app.button("sample_open").click().run()
    assert QUESTION in shown(app)
    assert "Only people can tell." in shown(app)
    app.button("sample_back").click().run()
    assert "Is it the model, or the label?" in shown(app)
    assert "sample" not in app.query_params


def test_draw_judge_estimate(warehouse: Warehouse, capsys: pytest.CaptureFixture[str]) -> None:
    app = open_suspects(sample="last")
    draw(app, 12)
    sample = read_sample(warehouse.path, warehouse.evalset("labels").fingerprint)
    assert sample is not None
    assert (len(sample.drawn), sample.seed, sample.runs, sum(sample.sizes)) == (12, 0, ("v1", "v2"), N_GOLDS)
    assert "0 of 12 drawn utterances judged right or wrong, 0 unclear, 12 still open (seed 0)" in shown(app)
    assert place(app).startswith("1 of 12")
    app.text_input("gold_name").input("Ann")
    judge(app, "gold_wrong")
    assert place(app).startswith("2 of 12")
    judge(app, "unclear")
    app.button("gold_undo").click().run()
    assert place(app).startswith("2 of 12")
    while place(app):
        judge(app, "gold_right")
    assert "✓ All drawn labels are judged." in shown(app)

    capsys.readouterr()
    assert main(["audit-sample", "labels", "--format", "json", "--warehouse", str(warehouse.path)]) == 0
    meta = json.loads(capsys.readouterr().out)["meta"]
    assert (meta["n_judged"], meta["n_open"], meta["strata"][0]["n_wrong"]) == (12, 0, 1)
    assert f"{QUESTION} About {meta['n_wrong']:,.0f} of {N_GOLDS}" in shown(app)
    assert f"{100 * meta['share_wrong']:.1f} % about {meta['n_wrong']:,.0f} of {N_GOLDS}" in shown(app)
    low, high = meta["n_wrong_low"], meta["n_wrong_high"]
    assert f"{low:,.0f} to {high:,.0f}" in shown(app)
    app.button("sample_back").click().run()
    assert app.button("sample_open").label.startswith(f"About {meta['n_wrong']:,.0f} of {N_GOLDS} labels are wrong")


def test_a_sample_grows_and_another_seed_is_another(warehouse: Warehouse) -> None:
    app = open_suspects(sample="last")
    draw(app, 5)
    fingerprint = warehouse.evalset("labels").fingerprint
    small = read_sample(warehouse.path, fingerprint, 0)
    draw(app, 9)
    large = read_sample(warehouse.path, fingerprint, 0)
    assert small is not None
    assert large is not None
    assert large.drawn[:5] == small.drawn
    draw(app, 4, seed=3)
    assert "4 still open (seed 3)" in shown(app)
    assert app.query_params["sample"] == "3"
    assert "9 still open (seed 0)" in shown(open_suspects(sample="0"))
    assert "4 still open (seed 3)" in shown(open_suspects(sample="nonsense"))
    assert not open_suspects(sample="nonsense").warning


def test_what_speaks_against_a_label_is_not_told_before_it_is_judged(warehouse: Warehouse) -> None:
    app = open_suspects(sample="last")
    draw(app, 3)
    assert "Why it is suspect" not in shown(app)
    assert not [one for one in app.button if one.key == "judge_accept"]
    assert "Gold · " in shown(app)


def test_who_may_only_look_draws_and_judges_nothing(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_suspects(sample="last")
    for module in (audit_sample_draw, audit_sample_judging, written_notes):
        monkeypatch.setattr(module, "may_write", lambda: False)
    draw(app, 5)
    assert not (warehouse.path / FILE_NAME).exists()
    assert any("You may look, but not draw one" in one.value for one in app.caption)


def test_who_may_only_look_sees_the_estimate(warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(open_suspects(sample="last"), 5)
    for module in (audit_sample_draw, audit_sample_judging, written_notes):
        monkeypatch.setattr(module, "may_write", lambda: False)
    app = open_suspects(sample="last")
    assert "5 still open" in shown(app)
    assert not [one for one in app.button if str(one.key).startswith("judge_")]
    assert any("You may look, but not judge" in one.value for one in app.caption)


def test_damaged_notes_are_said(warehouse: Warehouse) -> None:
    (warehouse.path / FILE_NAME).write_bytes(b"no database" * 100)
    for link in ({}, {"sample": "last"}):
        app = open_suspects(**link)
        assert "is damaged" in app.error[0].value
