"""Utterances kept by what annotators said, on every engine, against a plain loop."""

import random

import polars as pl
import pytest

from analysis.adjudication import Key
from analysis.flips import count_flips
from analysis.frames import collect_rows
from analysis.selection import Selection, asks_verdict, select, with_standings
from analysis.standing import STANDINGS, Standing
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows

ROWS = random_rows(600)
SAID: dict[Key, Standing] = {
    (row["locale"], row["utterance_id"]): standing
    for row, standing in zip(ROWS, random.Random(9).choices([*STANDINGS, None], k=len(ROWS)), strict=True)
    if standing is not None
}
VALUES = [("gold_wrong",), ("gold_wrong", "unclear"), (None,), ("",), ("confirmed", None), tuple(STANDINGS)]


@pytest.mark.parametrize("values", VALUES)
def test_kept_rows_equal_a_plain_loop(frame_on: FrameOn, values: tuple[str | None, ...]) -> None:
    selection = with_standings(Selection("frame", ("negative_flip",), (("verdict", values),)), SAID)
    found = sorted(row["row"] for row in collect_rows(select(frame_on(ROWS), selection).select("row")))
    wanted = {value or None for value in values}
    expected = [
        row["row"]
        for row in ROWS
        if outcome_of(row, "frame") == "negative_flip" and SAID.get((row["locale"], row["utterance_id"])) in wanted
    ]
    assert found == expected != []


def test_before_any_verdict_none_has_one(frame_on: FrameOn) -> None:
    for values, n in ((("confirmed",), 0), ((None,), len(ROWS))):
        selection = with_standings(Selection(where=(("verdict", values),)), {})
        assert count_flips(frame_on(ROWS), selection) == n


def test_other_verdicts_are_another_selection() -> None:
    asked = Selection(where=(("verdict", ("confirmed",)),))
    assert with_standings(asked, SAID) != with_standings(asked, {})
    assert hash(with_standings(asked, SAID)) == hash(with_standings(asked, dict(reversed(SAID.items()))))


def test_a_column_of_that_name_stands_before_the_verdicts() -> None:
    frame = pl.DataFrame(ROWS).with_columns(verdict=pl.lit("mine"))
    asked = Selection(where=(("verdict", ("mine",)),))
    assert not asks_verdict(asked, frame.columns)
    assert count_flips(frame, asked) == len(ROWS)


def test_unknown_verdicts_and_missing_standings_are_refused() -> None:
    frame = pl.DataFrame(ROWS)
    with pytest.raises(ValueError, match="verdict cannot be 'wrong'; it is confirmed, gold_wrong"):
        select(frame, with_standings(Selection(where=(("verdict", ("wrong",)),)), SAID))
    with pytest.raises(ValueError, match="only lists of flips and exports can be filtered by verdict"):
        select(frame, Selection(where=(("verdict", ("confirmed",)),)))
