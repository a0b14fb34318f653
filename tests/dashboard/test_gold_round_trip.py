"""Golds go to annotators in every format, without any run, and what they say of them comes home."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.judged import read_said_of_gold
from loaders.formats.slots import Slot
from loaders.judgement import Judgement
from tests.dashboard.test_verdicts_round_trip import TOOLS
from tests.loaders.tiny import Desk
from tests.loaders.verdicts.returned import GOLD, Returned, make_returned

N_ITEMS = len(GOLD) - 1
"""Two utterances are the same text with the same gold."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_returned(Desk(tmp_path_factory.mktemp("golds"))).warehouse


@pytest.fixture
def returned(made: Path, tmp_path: Path) -> Returned:
    desk = Desk(tmp_path)
    shutil.copytree(made, desk.warehouse.path)
    return Returned(desk)


def send(returned: Returned, tool: str, *options: str) -> Path:
    sent = returned.desk.folder / f"golds.{TOOLS[tool][0]}"
    arguments = ("audit-sample", evalset_of(returned), "--tool", tool, "--export", str(sent), *options)
    assert main([*arguments, "--warehouse", str(returned.warehouse)]) == 0
    return sent


def evalset_of(returned: Returned) -> str:
    (manifest,) = (one for one in returned.desk.warehouse.path.glob("evalsets/*"))
    return manifest.stem


def there_and_back(returned: Returned, tool: str, answers: Mapping[str, str]) -> dict[str, Judgement]:
    sent = send(returned, tool)
    back = returned.desk.folder / f"back.{TOOLS[tool][0]}"
    back.write_bytes(TOOLS[tool][1](sent, answers))
    report = returned.take(str(back), annotator="ann", names={"ann": "Ann"})
    assert [str(one) for one in report.rejections] == []
    fingerprint = returned.desk.warehouse.evalset(evalset_of(returned)).fingerprint
    said = read_said_of_gold(returned.warehouse, fingerprint)
    return {key[1]: one for key, (one,) in said.items()}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("verdict", ["gold_right", "gold_wrong", "unclear"])
def test_a_verdict_on_the_gold_comes_home_for_every_utterance(returned: Returned, tool: str, verdict: str) -> None:
    found = there_and_back(returned, tool, {"verdict": verdict})
    assert sorted(found) == [str(row["utterance_id"]) for row in GOLD]
    assert {(one.annotator, one.verdict, one.derived, one.pair.is_gold) for one in found.values()} == {
        ("Ann", verdict, False, True)
    }
    assert {found["2"].folded_into, found["3"].folded_into} in ({"2", None}, {"3", None})


@pytest.mark.parametrize("tool", TOOLS)
def test_what_nobody_touched_says_nothing(returned: Returned, tool: str) -> None:
    assert there_and_back(returned, tool, {}) == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_intent_alone_says_that_gold_is_wrong_where_it_differs(returned: Returned, tool: str) -> None:
    found = there_and_back(returned, tool, {"true_intent": "stop"})
    verdicts = {key: (one.verdict, one.derived) for key, one in found.items()}
    # Gold has no slots in these, so the same intent is all of it; of play the artist is not said.
    assert verdicts == {
        **dict.fromkeys(("1", "4", "5"), ("gold_wrong", True)),
        **dict.fromkeys(("2", "3", "6"), ("gold_right", True)),
    }
    assert {one.new_intent for one in found.values()} == {"stop"}


@pytest.mark.parametrize("tool", TOOLS)
def test_an_item_shows_the_gold_and_nothing_of_runs(returned: Returned, tool: str) -> None:
    sent = send(returned, tool)
    manifest = json.loads(sent.with_name("golds.manifest.json").read_text("utf-8"))
    assert (manifest["baseline"], manifest["candidate"]) == ({"name": "", "fingerprint": ""},) * 2
    assert manifest["counts"]["n_items"] == N_ITEMS
    again = returned.desk.folder / f"again.{TOOLS[tool][0]}"
    arguments = ("export", "--from-manifest", str(sent.with_name("golds.manifest.json")), "-o", str(again))
    assert main([*arguments, "--warehouse", str(returned.warehouse)]) == 0
    assert again.read_bytes() == sent.read_bytes()


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_the_rows_of_a_table_have_the_gold_and_come_in_the_order_drawn(returned: Returned) -> None:
    rows = rows_of(send(returned, "jsonl"))
    assert set(rows[0]) >= {"gold_intent", "gold_slots", "verdict", "true_intent", "true_slots", "domain", "item_id"}
    assert not {name for name in rows[0] if "baseline" in name or "candidate" in name or name == "flip_type"}
    folder = returned.desk.folder
    assert main(["audit-sample", evalset_of(returned), "--format", "json", "--warehouse", str(returned.warehouse)]) == 0
    assert len(rows) == N_ITEMS
    assert [row["n_folded"] for row in rows if row["text"] == "halt" and row["gold_intent"] == "stop"] == [2]
    assert folder.exists()


def test_a_corrected_slot_comes_home_and_makes_a_revision(
    returned: Returned, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = send(returned, "jsonl")
    rows = rows_of(sent)
    for row in rows:
        if row["utterance_id"] == "1":
            row |= {"verdict": "gold_wrong", "true_slots": "🎵 spiel adele 🎵 [song : laut]"}
        row["annotator"] = "Ann"
    back = returned.desk.folder / "back.jsonl"
    back.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    assert returned.take(str(back)).n_new == 1
    fingerprint = returned.desk.warehouse.evalset(evalset_of(returned)).fingerprint
    ((one,),) = read_said_of_gold(returned.warehouse, fingerprint).values()
    assert one.new_slots == (Slot("song", "laut", 16, 20),)
    arguments = ("revise", evalset_of(returned), "--name", "mended", "--from-verdicts")
    assert main([*arguments, "--warehouse", str(returned.warehouse)]) == 0
    assert "1 utterance with other gold, of 6" in capsys.readouterr().out
