"""Filters on derived columns keep what a plain loop keeps, on every engine; a found slice is its own filter."""

import random
from collections.abc import Callable

import pytest

from analysis.bands import add_frequency_band, find_band_limits
from analysis.derived import DERIVED, LENGTHS, SWINGS, is_derived
from analysis.flips import count_flips
from analysis.frames import Row, UnknownColumn, as_lazy, collect_rows
from analysis.gold_swing import FLIPS, count_swings
from analysis.selection import Condition, Selection, select, with_band_limits
from loaders.schema import UTTERANCE_UNITS, Unit
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import random_rows, slot_rows


def with_lists(row: Row, rng: random.Random) -> Row:
    """The row with the names of its slots, an n-best list for each run, and a text of some length."""
    lists = {
        f"{role}_nbest": rng.choice(
            [None, [], [{"intent": rng.choice(["play", "stop"]), "score": rng.choice([0.125, 0.5, 0.9])}]]
        )
        for role in ("baseline", "candidate")
    }
    names = sorted({slot["name"] for slot in row["slots"]})
    return row | lists | {"slot_names": names, "text": "ö" * rng.choice([0, 10, 11, 20, 40, 41, 80, 81, 200])}


RNG = random.Random(3)
ROWS = [with_lists(row, RNG) for row in random_rows(300)]


def length_of(row: Row) -> str:
    n = len(row["text"])
    return next((band for most, band in zip((10, 20, 40, 80), LENGTHS, strict=False) if n <= most), LENGTHS[-1])


@pytest.mark.parametrize(
    ("condition", "keeps"),
    [
        (("has_slot", ("time",)), lambda row: "time" in row["slot_names"]),
        (("has_slot", ("time", "date")), lambda row: row["slot_names"] == ["date", "time"]),
        (("has_slot", ("",)), lambda row: not row["slots"]),
        (("has_slot", ("", "time")), lambda row: False),
        (("has_slot", ("x",)), lambda row: False),
        (("length", (LENGTHS[1],)), lambda row: length_of(row) == LENGTHS[1]),
        (("length", (LENGTHS[0], LENGTHS[4])), lambda row: length_of(row) in (LENGTHS[0], LENGTHS[4])),
        (("length", ("",)), lambda row: False),
    ],
)
def test_what_follows_from_other_columns_is_kept(
    frame_on: FrameOn, condition: Condition, keeps: Callable[[Row], bool]
) -> None:
    found = collect_rows(select(frame_on(ROWS), Selection(where=(condition,))))
    assert [row["row"] for row in found] == [row["row"] for row in ROWS if keeps(row)]


@pytest.mark.parametrize("bands", [("head",), ("torso", "tail")])
def test_bands_are_those_of_the_whole(frame_on: FrameOn, bands: tuple[str, ...]) -> None:
    frame = frame_on(ROWS)
    banded = collect_rows(add_frequency_band(frame))
    expected = [row["row"] for row in banded if row["frequency_band"] in bands and row["locale"] == "de-DE"]
    selection = Selection(where=(("frequency_band", bands), ("locale", ("de-DE",))))
    with pytest.raises(ValueError, match="bands are those of all utterances"):
        select(frame, selection)
    fixed = with_band_limits(selection, frame)
    assert [row["row"] for row in collect_rows(select(frame, fixed))] == expected
    assert fixed.band_limits == find_band_limits(frame)
    part = frame_on([row for row in ROWS if row["row"] % 3 == 0])
    assert [row["row"] for row in collect_rows(select(part, fixed))] == [row for row in expected if row % 3 == 0]
    assert fixed == selection


def test_limits_are_asked_for_only_where_bands_are(frame_on: FrameOn) -> None:
    assert with_band_limits(Selection(), frame_on(ROWS)).band_limits is None


@pytest.mark.parametrize("unit", UTTERANCE_UNITS)
def test_swings_are_as_many_as_are_counted(frame_on: FrameOn, unit: Unit) -> None:
    frame = frame_on(ROWS)
    counted = {swing.outcome: swing for swing in count_swings(frame, unit)}
    for outcome in FLIPS:
        for swing in SWINGS:
            selection = Selection(unit, (outcome,), (("swing", (swing,)),))
            assert count_flips(frame, selection) == getattr(counted[outcome], f"n_{swing}")
    unflipped = count_flips(frame, Selection(unit, where=(("swing", ("",)),)))
    assert unflipped == len(ROWS) - sum(swing.n for swing in counted.values())


def test_a_column_of_that_name_stands_before(frame_on: FrameOn) -> None:
    rows = [row | {"length": "long" if row["row"] % 2 else "short"} for row in ROWS]
    found = collect_rows(select(frame_on(rows), Selection(where=(("length", ("long",)),))))
    assert [row["row"] for row in found] == [row["row"] for row in rows if row["row"] % 2]
    assert not is_derived("length", rows[0])
    assert [name for name in DERIVED if is_derived(name, ROWS[0])] == list(DERIVED)


@pytest.mark.parametrize(("column", "value"), [("length", "long"), ("frequency_band", "body"), ("swing", "wide")])
def test_a_value_that_cannot_be_is_refused(frame_on: FrameOn, column: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"{column} cannot be '{value}'; it is "):
        select(frame_on(ROWS), Selection(where=((column, (value,)),)))


def test_what_it_follows_from_must_be_there(frame_on: FrameOn) -> None:
    with pytest.raises(UnknownColumn, match="'slot_names'"):
        select(frame_on([{"row": 1}]), Selection(where=(("has_slot", ("time",)),)))
    with pytest.raises(UnknownColumn, match="'intent'"):
        select(frame_on([{"row": 1}]), Selection(where=(("swing", ("between",)),)))
    with pytest.raises(ValueError, match="a gold slot has no swing"):
        select(frame_on(slot_rows(ROWS)), Selection("slot", where=(("swing", ("between",)),)))


def test_slots_of_an_utterance_are_kept_together(frame_on: FrameOn) -> None:
    rows = slot_rows(ROWS)
    found = collect_rows(select(as_lazy(frame_on(rows)), Selection("slot", where=(("has_slot", ("date",)),))))
    assert [row["row"] for row in found] == [row["row"] for row in rows if "date" in row["slot_names"]]
