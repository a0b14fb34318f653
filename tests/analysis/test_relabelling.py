"""Relabelled utterances by a plain loop, and the same numbers that both comparisons give by themselves."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest

from analysis.breakdown import break_down_by
from analysis.frames import Row, UnknownColumn
from analysis.metrics import accuracy_baseline, accuracy_candidate, nfi, nfr
from analysis.relabelling import LabelChanges, as_row, count_relabelled, gold_moves
from loaders.comparison import comparison
from loaders.corrections import CorrectionFile
from loaders.revision import revise
from loaders.revisions import revisions
from loaders.schema import REVISION_SIDES, ROLES, UTTERANCE_UNITS, relabelled
from tests.loaders.tiny import Desk, jsonl, silent

INTENTS = ("a", "b", "c")


def some_rows(n: int, seed: int) -> list[Row]:
    chance = random.Random(seed)
    rows = []
    for row in range(n):
        old, new = chance.choice(INTENTS), chance.choice(INTENTS)
        judged = {
            relabelled(side, role, unit): chance.random() < 0.6
            for side in REVISION_SIDES
            for role in ROLES
            for unit in UTTERANCE_UNITS
        }
        changed = {"intent_changed": old != new, "slots_changed": chance.random() < 0.2, "domain_changed": False}
        locale = chance.choice(["de-DE", "en-US"])
        rows.append({"row": row, "locale": locale, "old_intent": old, "new_intent": new, **changed, **judged})
    return rows


ROWS = some_rows(300, 3)


@pytest.fixture(params=["duckdb", "pandas", "polars", "polars lazy"])
def on_engine(request: pytest.FixtureRequest) -> Iterator[Callable[[list[Row]], Any]]:
    """Put rows on every engine, their types as they are."""
    con = duckdb.connect()

    def put(rows: list[Row]) -> Any:
        table = pa.Table.from_pylist(rows)
        ways: dict[str, Callable[[], Any]] = {
            "duckdb": lambda: con.from_arrow(table),
            "pandas": table.to_pandas,
            "polars": lambda: pl.from_arrow(table),
        }
        return ways.get(request.param, lambda: pl.DataFrame(table).lazy())()

    yield put
    con.close()


def flip(row: Row, side: Any) -> bool:
    return row[relabelled(side, "baseline", "intent")] and not row[relabelled(side, "candidate", "intent")]


def test_counts_equal_a_plain_loop(on_engine: Any) -> None:
    whole, *by_locale = count_relabelled(on_engine(ROWS), "intent")
    assert [part.locale for part in by_locale] == ["de-DE", "en-US"]
    for part in (whole, *by_locale):
        rows = [row for row in ROWS if part.locale in (None, row["locale"])]
        assert part.labels == LabelChanges(
            len(rows),
            sum(row["intent_changed"] or row["slots_changed"] for row in rows),
            sum(row["intent_changed"] for row in rows),
            sum(row["slots_changed"] for row in rows),
            0,
        )
        effect = part.effect
        assert effect is not None
        assert effect.n_kept == sum(flip(row, "old") and flip(row, "new") for row in rows)
        assert effect.n_vanished == sum(flip(row, "old") and not flip(row, "new") for row in rows)
        assert effect.n_appeared == sum(flip(row, "new") and not flip(row, "old") for row in rows)
        for side, counts in zip(REVISION_SIDES, (effect.old, effect.new), strict=True):
            right = [sum(row[relabelled(side, role, "intent")] for row in rows) for role in ROLES]
            assert [counts.n_baseline_correct, counts.n_candidate_correct] == right
            assert counts.n_negative_flips == sum(flip(row, side) for row in rows)
        assert effect.old.n_negative_flips - effect.n_vanished + effect.n_appeared == effect.new.n_negative_flips
    assert sum((part.labels for part in by_locale), LabelChanges(0, 0, 0, 0, 0)) == whole.labels


def test_gold_moves_equal_a_plain_count(on_engine: Any) -> None:
    moves = gold_moves(on_engine(ROWS), 100)
    counted = Counter((row["old_intent"], row["new_intent"]) for row in ROWS if row["intent_changed"])
    assert {(move.old_intent, move.new_intent): move.n for move in moves} == counted
    assert [-move.n for move in moves] == sorted(-move.n for move in moves)
    assert gold_moves(on_engine(ROWS), 2) == moves[:2]


def test_both_sides_are_what_each_comparison_says(tmp_path: Path) -> None:
    chance = random.Random(11)
    gold = [
        {"utterance_id": str(n), "locale": chance.choice(["x", "y"]) * 2, "domain": "d", "intent": chance.choice("ab")}
        | {"text": "play it", "slots": chance.choice([[], [{"name": "s", "value": "it"}]])}
        for n in range(60)
    ]
    keys = ("utterance_id", "locale")
    answers = [
        [{key: row[key] for key in keys} | {"intent": chance.choice("ab"), "slots": row["slots"]} for row in gold]
        for _ in range(2)
    ]
    corrections = [{key: row[key] for key in keys} | {"intent": "b", "slots": []} for row in gold[::4]]
    desk = Desk(tmp_path)
    desk.add_evalset(gold)
    for name, said in zip(("v1", "v2"), answers, strict=True):
        desk.add_run(said, name)
    file = CorrectionFile(Path(desk.file("c.jsonl", jsonl(corrections))))
    revise(desk.warehouse, "e", "e2", file, silent)
    with revisions(desk.warehouse, "e", "e2", ("v1", "v2")) as opened:
        found = {unit: count_relabelled(opened.utterances(), unit) for unit in UTTERANCE_UNITS}
        touched = opened.utterances().filter("intent_changed OR slots_changed").project("row").fetchall()
        rows = opened.utterances().fetchall()
        names = opened.utterances().columns
    for side, runs in zip(REVISION_SIDES, (("v1", "v2"), ("v1@e2", "v2@e2")), strict=True):
        with comparison(desk.warehouse, *runs) as pair:
            for unit in UTTERANCE_UNITS:
                slices = (*break_down_by(pair.pairs(), unit), *break_down_by(pair.pairs(), unit, ["locale"]))
                for part, one in zip(found[unit], slices, strict=True):
                    row = as_row(part)
                    assert row[f"nfr_{side}"] == nfr(one.counts)
                    assert row[f"nfi_{side}"] == nfi(one.counts)
                    assert row[f"accuracy_baseline_{side}"] == accuracy_baseline(one.counts)
                    assert row[f"accuracy_candidate_{side}"] == accuracy_candidate(one.counts)
                    assert json.dumps(row)
    changed_rows = {row for (row,) in touched}
    for values in rows:
        row = dict(zip(names, values, strict=True))
        if row["row"] not in changed_rows:
            for role in ROLES:
                assert row[relabelled("old", role, "frame")] == row[relabelled("new", role, "frame")]


def test_labels_alone_need_no_runs_and_a_unit_does(on_engine: Any) -> None:
    bare = [{name: value for name, value in row.items() if not name.endswith("_correct")} for row in ROWS]
    whole, *_ = count_relabelled(on_engine(bare))
    assert whole.effect is None
    assert as_row(whole) == vars_of(whole.labels)
    with pytest.raises(UnknownColumn):
        count_relabelled(on_engine(bare), "frame")
    with pytest.raises(ValueError, match="two golds have other slots"):
        count_relabelled(on_engine(ROWS), "slot")


def vars_of(labels: LabelChanges) -> Row:
    return {name: getattr(labels, name) for name in ("n", "n_changed", "n_intent_changed", "n_slots_changed")} | {
        "n_domain_changed": labels.n_domain_changed
    }
