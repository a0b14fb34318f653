import pytest

from analysis.flips import count_flips, count_rows, fetch, page_rows
from analysis.frames import Row, UnknownColumn
from analysis.selection import Selection
from analysis.sort_keys import CONFIDENCE_DROP
from analysis.surprise import SURPRISE
from tests.analysis.bits import bits_of
from tests.analysis.conftest import FrameOn
from tests.analysis.scored import outcome_of, random_rows, slot_rows

ROWS = random_rows(200)
BROKE = Selection("frame", ("negative_flip",))
BROKEN = [row for row in ROWS if outcome_of(row, "frame") == "negative_flip"]


def key_of(row: Row, sort: str) -> object:
    if sort not in (CONFIDENCE_DROP, SURPRISE):
        return row[sort]
    before, after = row["baseline_confidence"], row["candidate_confidence"]
    if sort == SURPRISE:
        return bits_of(row, "frame")
    return None if before is None or after is None else before - after


def in_order(rows: list[Row], sort: str, descending: bool) -> list[int]:
    """Row numbers sorted by a plain loop: nulls last, ties by row."""
    known = [row for row in rows if key_of(row, sort) is not None]
    ordered = sorted(known, key=lambda row: key_of(row, sort), reverse=descending)  # type: ignore[arg-type, return-value]
    groups = dict.fromkeys(key_of(row, sort) for row in ordered)
    by_key = [sorted(row["row"] for row in known if key_of(row, sort) == key) for key in groups]
    return [number for group in by_key for number in group] + [row["row"] for row in rows if row not in known]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    "sort", ["row", "frequency", CONFIDENCE_DROP, SURPRISE, "locale", "domain", "baseline_confidence"]
)
def test_pages_follow_the_order(frame_on: FrameOn, sort: str, descending: bool) -> None:
    expected = in_order(BROKEN, sort, descending)
    frame = frame_on(ROWS)
    assert page_rows(frame, BROKE, sort, descending, 0, 5) == tuple(expected[:5])
    assert page_rows(frame, BROKE, sort, descending, 5, 7) == tuple(expected[5:12])
    assert page_rows(frame, BROKE, sort, descending, 0, 1000) == tuple(expected)


def test_a_page_behind_the_end_is_empty(frame_on: FrameOn) -> None:
    assert page_rows(frame_on(ROWS), BROKE, offset=1000) == ()
    assert page_rows(frame_on([], like=ROWS), BROKE) == ()
    assert page_rows(frame_on(ROWS), BROKE, limit=0) == ()


def test_flips_are_counted(frame_on: FrameOn) -> None:
    assert count_flips(frame_on(ROWS), BROKE) == count_rows(frame_on(ROWS), BROKE) == len(BROKEN)
    assert count_flips(frame_on([], like=ROWS), BROKE) == 0


@pytest.mark.parametrize("descending", [False, True])
def test_an_utterance_with_several_broken_slots_is_listed_once(frame_on: FrameOn, descending: bool) -> None:
    rows = slot_rows(ROWS)
    selection = Selection("slot", ("negative_flip", "both_correct"))
    chosen = [row for row in rows if outcome_of(row, "slot") in selection.outcomes]
    numbers = sorted({row["row"] for row in chosen})
    assert len(numbers) < len(chosen)
    assert count_flips(frame_on(rows), selection) == len(chosen)
    assert count_rows(frame_on(rows), selection) == len(numbers)
    first = max if descending else min
    keys = {n: first(row["slot_name"] for row in chosen if row["row"] == n) for n in numbers}
    ordered = sorted(numbers, key=lambda n: keys[n], reverse=descending)
    assert page_rows(frame_on(rows), selection, "slot_name", descending, limit=1000) == tuple(ordered)


def test_fetched_rows_keep_the_order_asked_for(frame_on: FrameOn) -> None:
    numbers = [7, 3, 3, 12]
    assert list(fetch(frame_on(ROWS), numbers)) == [ROWS[number] for number in numbers]
    assert fetch(frame_on(ROWS), [4], ["text"]) == ({"row": 4, "text": ROWS[4]["text"]},)
    assert fetch(frame_on(ROWS), []) == ()


def test_a_row_that_is_not_there_is_named(frame_on: FrameOn) -> None:
    with pytest.raises(LookupError, match="no row 777, 888"):
        fetch(frame_on(ROWS), [888, 1, 777])


def test_a_wrong_call_is_refused(frame_on: FrameOn) -> None:
    with pytest.raises(UnknownColumn, match="'traffic'"):
        page_rows(frame_on(ROWS), BROKE, sort="traffic")
    with pytest.raises(UnknownColumn, match="'baseline_confidence'"):
        page_rows(frame_on([{"row": 1}]), Selection(), sort=SURPRISE)
    with pytest.raises(ValueError, match="no surprise"):
        page_rows(frame_on(slot_rows(ROWS)), Selection("slot"), sort=SURPRISE)
    with pytest.raises(UnknownColumn, match="'colour'"):
        fetch(frame_on(ROWS), [1], ["colour"])
    with pytest.raises(ValueError, match="must not be negative"):
        page_rows(frame_on(ROWS), BROKE, offset=-1)
