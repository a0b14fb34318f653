"""`flipscope revise` and `flipscope revisions`: corrected gold from a file or from verdicts, and what it changes."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from dashboard.cli import main
from dashboard.components.manifests import manifest_html
from loaders.comparison import comparison
from loaders.exchange import text_sha
from loaders.formats.slots import Slot
from loaders.judgement import Judgement, pair_of
from loaders.judgements import record
from loaders.schema import Verdict
from loaders.warehouse import Warehouse
from tests.dashboard.cli_data import GOLD, build_warehouse, read_csv, write_jsonl
from tests.dashboard.opened_page import text_of

Captured = pytest.CaptureFixture[str]

CORRECTIONS: Final[list[dict[str, Any]]] = [
    {"id": "u1", "locale": "de-DE", "right": "stop"},
    {"id": "u1", "locale": "en-US", "right": "set", "slots": [{"name": "time", "value": "five"}]},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_warehouse(tmp_path_factory.mktemp("built"))


@pytest.fixture
def warehouse(built: str, tmp_path: Path) -> str:
    """A copy of its own for each test: verdicts and revisions stay in it."""
    return str(shutil.copytree(built, tmp_path / "warehouse"))


def run(capsys: Captured, warehouse: str, *args: str, code: int = 0) -> str:
    capsys.readouterr()
    assert main([*args, "--warehouse", warehouse]) == code
    captured = capsys.readouterr()
    return captured.err if code else captured.out


def revise_from_file(tmp_path: Path, warehouse: str, capsys: Captured, *args: str) -> str:
    file = write_jsonl(tmp_path / "labels.jsonl", CORRECTIONS)
    mapped = ("--column", "utterance_id=id", "--column", "intent=right")
    return run(capsys, warehouse, "revise", "tiny", "--name", "tiny-2", "--corrections", file, *mapped, *args)


def test_a_revision_says_what_it_made_and_what_to_ask_next(tmp_path: Path, warehouse: str, capsys: Captured) -> None:
    said = revise_from_file(tmp_path, warehouse, capsys)
    assert "evalset tiny-2 made from tiny, fingerprint " in said
    assert "2 utterances with other gold, of 7" in said
    assert said.count("scored anew") == 4
    for line in said.splitlines()[-2:]:
        assert main([*line.partition("flipscope ")[2].split(), "--warehouse", warehouse]) == 0
    listed = json.loads(run(capsys, warehouse, "list", "--format", "json"))
    parents = {one["name"]: one["parent"] and one["parent"]["name"] for one in listed["runs"]}
    assert parents["v2@tiny-2"] == "v2"
    assert parents["v2"] is None
    (line,) = (line for line in run(capsys, warehouse, "list").splitlines() if line.split()[:1] == ["tiny-2"])
    assert " tiny " in line


def test_the_data_page_names_what_a_revision_was_made_from(tmp_path: Path, warehouse: str, capsys: Captured) -> None:
    revise_from_file(tmp_path, warehouse, capsys)
    store = Warehouse(Path(warehouse))
    for manifest, parent in (
        (store.evalset("tiny-2"), store.evalset("tiny")),
        (store.run("v2@tiny-2"), store.run("v2")),
    ):
        told = text_of(manifest_html(manifest))
        assert f"Made from {parent.name} {parent.fingerprint} Fingerprint {manifest.fingerprint}" in told
        assert "Made from" not in manifest_html(parent)


def test_one_run_alone_can_be_scored_anew(tmp_path: Path, warehouse: str, capsys: Captured) -> None:
    said = revise_from_file(tmp_path, warehouse, capsys, "--run", "v2")
    assert said.count("scored anew") == 1
    assert "run v2@tiny-2 scored anew" in said


def test_what_the_labels_changed_is_told_in_every_format(tmp_path: Path, warehouse: str, capsys: Captured) -> None:
    revise_from_file(tmp_path, warehouse, capsys)
    asked = ("revisions", "tiny", "tiny-2", "--baseline", "v1", "--candidate", "v2")
    told: dict[str, Any] = json.loads(run(capsys, warehouse, *asked, "--format", "json"))
    meta, whole = told["meta"], told["rows"][0]
    assert (meta["parent_new"]["name"], meta["baseline_new"], meta["candidate_new"]) == (
        "tiny",
        "v1@tiny-2",
        "v2@tiny-2",
    )
    assert meta["gold_moves"] == [{"old_intent": "set", "new_intent": "stop", "n": 1}]
    # By the old gold both runs flip at all but "stop it" and "play Queen"; the two corrected ones are fixed instead.
    expected = {"n": 7, "n_changed": 2, "n_intent_changed": 1, "n_slots_changed": 1, "n_domain_changed": 0}
    assert {name: whole[name] for name in expected} == expected
    assert (whole["n_negative_flips_old"], whole["n_vanished"], whole["n_appeared"], whole["n_negative_flips_new"]) == (
        4,
        2,
        0,
        2,
    )
    assert read_csv(run(capsys, warehouse, *asked, "--format", "csv"))[0]["nfr_new"] == str(2 / 7)
    table = run(capsys, warehouse, *asked)
    assert "NFR 57.14 → 28.57 %: 4 flips, 2 gone, 0 new, 2 now" in table
    assert "| de-DE | 4 | 1 | 1 | 0 |" in run(capsys, warehouse, *asked, "--format", "markdown")
    bare = run(capsys, warehouse, "revisions", "tiny", "tiny-2")
    assert "add --baseline and --candidate to see what that does to NFR" in bare


def test_gold_that_annotators_agree_on_makes_a_revision(warehouse: str, capsys: Captured) -> None:
    store = Warehouse(Path(warehouse))
    texts = {(row["locale"], row["utterance_id"]): row["text"] for row in GOLD}

    def judge(candidate: str, key: tuple[str, str], annotator: str, verdict: Verdict, **new: Any) -> None:
        with comparison(store, "v1", candidate) as opened:
            pair = pair_of(opened)
        record(store.path, [Judgement(pair, *key, text_sha(texts[key]), annotator, verdict, **new)])

    bonn = (Slot("place", "Bonn", 17, 21),)
    judge("v2", ("de-DE", "u1"), "Ann", "gold_wrong", new_intent="stop")
    judge("v2", ("en-US", "u1"), "Ann", "gold_wrong", new_intent="x")
    judge("v2", ("en-US", "u1"), "Bo", "candidate_wrong")
    judge("v2", ("de-DE", "u5"), "Ann", "gold_wrong", new_slots=bonn)
    judge("v3", ("de-DE", "u5"), "Bo", "gold_wrong", new_slots=bonn)
    # Ann's last word on it, in another pair, stands.
    judge("v2", ("de-DE", "u4"), "Ann", "gold_wrong", new_intent="y")
    judge("v3", ("de-DE", "u4"), "Ann", "both_acceptable")
    said = run(capsys, warehouse, "revise", "tiny", "--name", "agreed", "--from-verdicts")
    assert "2 utterances with other gold, of 7" in said
    corrections = store.evalset("agreed").options["corrections"]
    assert corrections == {"n_utterances": 2, "from": "verdicts", "n_judgements": 3, "runs": ["v1", "v2", "v3"]}
    told = json.loads(run(capsys, warehouse, "revisions", "tiny", "agreed", "--format", "json"))
    assert (told["rows"][0]["n_intent_changed"], told["rows"][0]["n_slots_changed"]) == (1, 1)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["revise", "tiny", "--name", "x"], "give one of --corrections FILE and --from-verdicts"),
        (["revise", "tiny", "--name", "x", "--from-verdicts", "--corrections", "f"], "give one of --corrections"),
        (["revise", "tiny", "--name", "x", "--from-verdicts", "--column", "a=b"], "leave it out with --from-verdicts"),
        (["revise", "tiny", "--name", "x", "--from-verdicts"], "none says what gold should be"),
        (["revise", "none", "--name", "x", "--from-verdicts"], "no evalset 'none'"),
        (["revise", "tiny", "--name", "tiny", "--from-verdicts"], "evalset 'tiny' exists already"),
        (["revise", "tiny", "--name", "x", "--corrections", "/nowhere.csv"], "/nowhere.csv"),
        (["revisions", "tiny", "tiny"], "have the same content"),
        (["revisions", "tiny", "tiny", "--baseline", "v1"], "give both --baseline and --candidate"),
    ],
)
def test_a_wrong_call_is_one_clear_line(warehouse: str, capsys: Captured, args: list[str], expected: str) -> None:
    said = run(capsys, warehouse, *args, code=2)
    assert expected in said
    assert len(said.splitlines()) == 1
