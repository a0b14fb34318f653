"""Changes of values equal a plain loop over the slots, on every engine, whole and in parts."""

from collections import defaultdict

import polars as pl
import pytest

from analysis.frames import Row
from analysis.parts import Parts
from analysis.value_changes import ValueChange, count_value_changes
from loaders.schema import MISSED, RENAMED
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import random_rows, slot_rows

ROWS = slot_rows(random_rows(400))


def by_a_plain_loop(rows: list[Row], name: str, locale: str | None, weight: str | None) -> dict[tuple[str, ...], Row]:
    found: defaultdict[tuple[str, ...], Row] = defaultdict(lambda: {"n": 0, "n_units": 0, "rows": []})
    for row in rows:
        broke = row["baseline_slot_correct"] and not row["candidate_slot_correct"]
        if broke and row["slot_name"] == name and locale in (None, row["locale"]):
            change = found[row["gold_value"], row["candidate_slot_state"], row["candidate_slot_answer"] or ""]
            change["n"] += row[weight] if weight else 1
            change["n_units"] += 1
            change["rows"].append(row["row"])
    return found


def check(found: tuple[ValueChange, ...], wanted: dict[tuple[str, ...], Row]) -> None:
    assert {(one.gold_value, one.state, one.candidate_value or ""): (one.n, one.n_units, one.row) for one in found} == {
        key: (value["n"], value["n_units"], min(value["rows"])) for key, value in wanted.items()
    }
    assert [one.n for one in found] == sorted((value["n"] for value in wanted.values()), reverse=True)
    assert all((one.candidate_value is None) == (one.state in (MISSED, RENAMED)) for one in found)


@pytest.mark.parametrize("weight", [None, "frequency"])
@pytest.mark.parametrize("locale", [None, "de-DE"])
def test_changes_equal_a_plain_loop(frame_on: FrameOn, locale: str | None, weight: str | None) -> None:
    wanted = by_a_plain_loop(ROWS, "time", locale, weight)
    check(count_value_changes(frame_on(ROWS), "time", locale, weight), wanted)
    assert len(wanted) >= 3


def test_parts_are_merged() -> None:
    parts = Parts(tuple(pl.DataFrame(ROWS[start::3], infer_schema_length=None) for start in range(3)))
    check(count_value_changes(parts, "date"), by_a_plain_loop(ROWS, "date", None, None))


def test_ties_stand_in_the_order_of_the_values(frame_on: FrameOn) -> None:
    found = count_value_changes(frame_on(ROWS), "date")
    assert list(found) == sorted(found, key=lambda one: (-one.n, one.gold_value, one.state, one.candidate_value or ""))


def test_a_name_without_a_broken_slot_has_no_change(frame_on: FrameOn) -> None:
    assert count_value_changes(frame_on(ROWS), "no such slot") == ()
    assert count_value_changes(frame_on([], like=ROWS), "time") == ()


def test_a_change_says_what_it_was(frame_on: FrameOn) -> None:
    (row,) = [row for row in ROWS if row["slot_name"] == "time"][:1]
    broken = row | {
        "row": 5,
        "gold_value": "five am",
        "baseline_slot_correct": True,
        "candidate_slot_correct": False,
        "candidate_slot_state": "b",
        "candidate_slot_answer": "five",
    }
    assert count_value_changes(frame_on([broken]), "time") == (ValueChange("five am", "five", "b", 1, 1, 5),)
