"""Frames of a notebook give what files in a warehouse give: the same judgements, pairs and reasons to refuse."""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis import Compared, compare
from analysis.frames import UnknownColumn, as_lazy, collect_rows
from loaders.comparison import comparison
from loaders.schema import ROLES, SCORE_COLUMNS, MissingPolicy, paired
from tests.loaders.judging import FRAMES, Frame
from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, changed, without

ENGINES: dict[str, Callable[[Sequence[Record]], Any]] = {
    "pandas": pd.DataFrame,
    "polars": lambda rows: pl.DataFrame(rows, infer_schema_length=None),
    "polars lazy": lambda rows: pl.DataFrame(rows, infer_schema_length=None).lazy(),
    "arrow": lambda rows: pa.Table.from_pylist(list(rows)),
}
SCORES = [paired(role, column) for role in ROLES for column in SCORE_COLUMNS]
COLUMNS = ("utterance_id", "locale", "n_slots", "slot_names", *SCORES)


def on(engine: str, rows: Sequence[Record]) -> Any:
    return ENGINES[engine](rows)


def frames(engine: str, gold: Sequence[Record], *runs: Sequence[Record], **options: Any) -> Compared:
    return compare(on(engine, gold), *(on(engine, run) for run in runs), **options)


def rows_of(frame: Any, columns: Sequence[str]) -> list[dict[str, Any]]:
    rows = collect_rows(as_lazy(frame).sort("row").select(*columns))
    # The names of the slots are a set.
    return [row | {"slot_names": sorted(row["slot_names"])} if "slot_names" in row else row for row in rows]


def loaded(gold: Sequence[Record], *runs: Sequence[Record]) -> list[dict[str, Any]]:
    """Return ids and scores as the warehouse has them: its own SQL is the second route."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.add_evalset(gold)
        for name, run in zip(("v1", "v2"), runs, strict=True):
            desk.add_run(run, name)
        with comparison(desk.warehouse, "v1", "v2") as opened:
            return rows_of(opened.pairs(), COLUMNS)


def records(of: Sequence[Frame | None], *, is_gold: bool = False) -> list[Record]:
    more = {"domain": "d", "text": "t"} if is_gold else {}
    return [
        {"utterance_id": str(n), "locale": "en-US", "intent": one.intent, "slots": list(one.slots), **more}
        for n, one in enumerate(of)
        if one is not None
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_every_score_equals_that_of_the_warehouse(engine: str) -> None:
    @given(st.lists(st.tuples(FRAMES, st.none() | FRAMES, st.none() | FRAMES), min_size=40, max_size=80))
    @settings(
        max_examples=4,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    def check(drawn: list[tuple[Frame, Frame | None, Frame | None]]) -> None:
        drawn.append((Frame("a", [{"name": "x", "value": "y"}]),) * 3)
        gold, baseline, candidate = (list(part) for part in zip(*drawn, strict=True))
        made = records(gold, is_gold=True), records(baseline), records(candidate)
        found = frames(engine, *made)
        assert rows_of(found.pairs, COLUMNS) == loaded(*made)

    check()


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_meet_by_key_and_what_does_not_is_counted(engine: str) -> None:
    stranger = {"utterance_id": "9", "locale": "en-US", "intent": "x", "slots": []}
    again = {**ANSWERS[0], "intent": "alarm_stop"}
    found = frames(engine, UTTERANCES, ANSWERS[::-1], [ANSWERS[0], stranger, again])
    assert vars_of(found.baseline) == (3, 3, 0, 0, 0)
    assert vars_of(found.candidate) == (3, 1, 2, 1, 1)
    rows = rows_of(found.pairs, ("utterance_id", "baseline_frame_correct", "candidate_missing", "candidate_intent"))
    assert [tuple(row.values()) for row in rows] == [
        ("1", True, False, "alarm_set"),
        ("2", False, True, None),
        ("3", False, True, None),
    ]


def vars_of(matching: Any) -> tuple[int, ...]:
    return (
        matching.n_rows,
        matching.n_matched,
        matching.n_missing,
        matching.n_unknown,
        matching.n_duplicates,
    )


@pytest.mark.parametrize(("missing", "n"), [("error", 3), ("drop", 1)])
def test_a_missing_prediction_is_wrong_or_left_out(missing: MissingPolicy, n: int) -> None:
    found = frames("polars", UTTERANCES, ANSWERS, ANSWERS[:1], missing=missing)
    assert (len(found.pairs), found.n_dropped) == (n, 3 - n)


def test_what_a_scientist_has_is_enough() -> None:
    narrow = without(UTTERANCES, "domain", "text")
    found = frames("pandas", narrow, without(ANSWERS, "locale"), without(ANSWERS, "slots"))
    rows = rows_of(found.pairs, ("domain", "frequency", "baseline_slots_correct", "candidate_slots_correct"))
    assert [tuple(row.values()) for row in rows] == [
        (None, 1, True, False),
        (None, 1, False, False),
        (None, 1, True, True),
    ]
    assert isinstance(found.pairs, pd.DataFrame)
    assert len(found.slot_pairs) == 3


def test_a_number_as_id_is_the_text_of_it_and_further_columns_stay() -> None:
    gold = [{**row, "utterance_id": int(row["utterance_id"]), "device": "car"} for row in UTTERANCES]
    found = frames("polars", gold, ANSWERS, ANSWERS)
    assert found.baseline.n_matched == 3
    assert found.pairs["device"].to_list() == ["car"] * 3


@pytest.mark.parametrize(
    ("gold", "run", "said"),
    [
        ([], ANSWERS, "has no rows"),
        ([*UTTERANCES, UTTERANCES[0]], ANSWERS, "'1' of en-US is there twice"),
        (changed(UTTERANCES, intent=None), ANSWERS, "gold, row 0: has no intent"),
        (UTTERANCES, changed(ANSWERS, intent=""), "baseline, row 0: has no intent"),
        (UTTERANCES, [{**row, "slots": json.dumps(row["slots"])} for row in ANSWERS], "parse them first"),
        (UTTERANCES, [{**row, "slots": [{"name": "time", "value": None}]} for row in ANSWERS], "lacks a name"),
        ([{**row, "utterance_id": "1", "locale": f"l-{n}"} for n, row in enumerate(UTTERANCES)],
         without(ANSWERS, "locale"), "ids repeat across locales"),
        ([{**row, "row": 1} for row in UTTERANCES], ANSWERS, "may not be named 'row'"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(gold: Sequence[Record], run: Sequence[Record], said: str) -> None:
    frame = on("polars", gold or UTTERANCES)
    with pytest.raises(ValueError, match=said):
        compare(frame.head(len(gold)), on("polars", run), on("polars", ANSWERS))


def test_a_column_that_is_needed_is_named() -> None:
    with pytest.raises(UnknownColumn, match="intent"):
        frames("pandas", without(UTTERANCES, "intent"), ANSWERS, ANSWERS)
