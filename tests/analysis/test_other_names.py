"""Other names of a slot equal a plain loop over gold and answer, and add up to what was counted as renamed."""

from collections import Counter

import polars as pl
import pytest

from analysis.frames import Row
from analysis.other_names import count_other_names
from analysis.parts import Parts
from analysis.value_changes import count_value_changes
from loaders.normalise import normalise
from loaders.schema import RENAMED
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import Slots, pair_row, slot_rows

NAMES = ("time", "date", "day")


def rows_of(*answers: tuple[Slots, Slots], weights: tuple[int, ...] = ()) -> list[Row]:
    """Each with gold and candidate; the baseline gives the gold."""
    return [
        pair_row(i, ("set", gold), ("set", gold), ("set", given), frequency=weights[i] if weights else 1)
        for i, (gold, given) in enumerate(answers)
    ]


def test_the_most_frequent_name_comes_first(frame_on: FrameOn) -> None:
    gold = [("time", "Five AM")]
    rows = rows_of(
        (gold, [("day", "five am")]),
        (gold, [("date", "five  am"), ("song", "x")]),
        (gold, [("date", "FIVE AM")]),
        (gold, [("time", "six")]),
        ([("date", "five am")], [("day", "five am")]),
    )
    assert count_other_names(frame_on(rows), "time", normalise) == {"Five AM": (("date", 2), ("day", 1))}
    rows = rows_of((gold, [("day", "five am")]), (gold, [("date", "five am")]), weights=(7, 3))
    assert count_other_names(frame_on(rows), "time", normalise, "frequency") == {"Five AM": (("day", 7), ("date", 3))}


def test_what_the_baseline_got_wrong_did_not_break(frame_on: FrameOn) -> None:
    gold, renamed = [("time", "five"), ("day", "six")], [("date", "five"), ("day", "six")]
    rows = [pair_row(0, ("set", gold), ("set", [("day", "six")]), ("set", renamed))]
    assert count_other_names(frame_on(rows), "time", normalise) == {}
    rows = [pair_row(0, ("set", gold), ("set", gold[:1]), ("set", renamed))]
    assert count_other_names(frame_on(rows), "time", normalise) == {"five": (("date", 1),)}


def test_of_two_slots_of_one_value_each_takes_a_name_of_its_own(frame_on: FrameOn) -> None:
    rows = rows_of(([("time", "one"), ("time", "one")], [("date", "one"), ("day", "one")]))
    assert count_other_names(frame_on(rows), "time", normalise) == {"one": (("date", 1), ("day", 1))}


def test_nothing_was_renamed(frame_on: FrameOn) -> None:
    rows = rows_of(([("time", "one")], [("time", "two")]))
    assert count_other_names(frame_on(rows), "time", normalise) == {}
    assert count_other_names(frame_on([], like=rows), "time", normalise) == {}


@pytest.mark.parametrize("weight", [None, "frequency"])
def test_the_names_add_up_to_what_was_renamed(weight: str | None) -> None:
    values = ("one", "One", "two")
    slots = [[(name, value)] for name in NAMES for value in values] + [[], [("time", "one"), ("day", "two")]]
    rows = rows_of(*((gold, given) for gold in slots for given in slots), weights=tuple(range(1, len(slots) ** 2 + 1)))
    parts = Parts(tuple(pl.DataFrame(rows[start::3], infer_schema_length=None) for start in range(3)))
    for name in NAMES:
        found = count_other_names(parts, name, normalise, weight)
        renamed: Counter[str] = Counter()
        for change in count_value_changes(pl.DataFrame(slot_rows(rows), infer_schema_length=None), name, weight=weight):
            if change.state == RENAMED:
                renamed[change.gold_value] += change.n
        assert {value: sum(n for _, n in names) for value, names in found.items()} == renamed
        assert renamed
