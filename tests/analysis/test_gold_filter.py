"""Utterances kept by whether their gold is suspect, on every engine, against a plain loop."""

import polars as pl
import pytest

from analysis.flips import count_flips
from analysis.frames import collect_rows
from analysis.selection import Selection, asks_gold, select, with_suspects
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows, slot_rows

ROWS = random_rows(600)
SUSPECTS = frozenset(range(0, 600, 7))
VALUES = [("suspect",), ("clean",), ("suspect", "clean"), ("suspect", ""), (None,)]


@pytest.mark.parametrize("values", VALUES)
def test_kept_rows_equal_a_plain_loop(frame_on: FrameOn, values: tuple[str | None, ...]) -> None:
    selection = with_suspects(Selection("frame", ("negative_flip",), (("gold", values),)), SUSPECTS)
    found = sorted(row["row"] for row in collect_rows(select(frame_on(ROWS), selection).select("row")))
    expected = [
        row["row"]
        for row in ROWS
        if outcome_of(row, "frame") == "negative_flip" and ("suspect" if row["row"] in SUSPECTS else "clean") in values
    ]
    assert found == expected
    assert bool(found) == (values != (None,))


def test_each_slot_goes_with_its_utterance(frame_on: FrameOn) -> None:
    slots = slot_rows(ROWS)
    for value in ("suspect", "clean"):
        selection = with_suspects(Selection("slot", where=(("gold", (value,)),)), SUSPECTS)
        assert count_flips(frame_on(slots), selection) == sum(
            (row["row"] in SUSPECTS) == (value == "suspect") for row in slots
        )


def test_without_suspects_every_gold_is_clean(frame_on: FrameOn) -> None:
    for value, n in (("suspect", 0), ("clean", len(ROWS))):
        assert count_flips(frame_on(ROWS), with_suspects(Selection(where=(("gold", (value,)),)), ())) == n


def test_other_suspects_are_another_selection() -> None:
    asked = Selection(where=(("gold", ("suspect",)),))
    assert with_suspects(asked, [1, 2]) != with_suspects(asked, [1])
    assert hash(with_suspects(asked, [2, 1])) == hash(with_suspects(asked, (1, 2)))


def test_a_column_of_that_name_stands_before_the_audit() -> None:
    frame = pl.DataFrame(ROWS).with_columns(gold=pl.lit("mine"))
    asked = Selection(where=(("gold", ("mine",)),))
    assert not asks_gold(asked, frame.columns)
    assert asks_gold(asked, ROWS[0])
    assert count_flips(frame, asked) == len(ROWS)


def test_unknown_values_and_missing_suspects_are_refused() -> None:
    frame = pl.DataFrame(ROWS)
    with pytest.raises(ValueError, match="gold cannot be 'wrong'; it is suspect, clean or nothing"):
        select(frame, with_suspects(Selection(where=(("gold", ("wrong",)),)), SUSPECTS))
    with pytest.raises(ValueError, match="only lists of flips and exports can be filtered by gold"):
        select(frame, Selection(where=(("gold", ("clean",)),)))
