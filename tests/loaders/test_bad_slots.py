"""Slots that contradict the text or themselves."""

from collections.abc import Callable, Sequence

import pytest

from tests.loaders.tiny import ANSWERS, UTTERANCES, Desk, Record, changed, delimited, jsonl, parquet, refusal

Writer = Callable[[Sequence[Record]], bytes]
each_format = pytest.mark.parametrize(("write", "line"), [(jsonl, 1), (delimited, 2), (parquet, 1)])
EMOJI = {**UTTERANCES[1], "text": "😀 five am"}
FAR = 2**63 - 1


def slot(start: int | None = None, end: int | None = None, name: str = "time", value: str = "five am") -> Record:
    return {"name": name, "value": value, "start": start, "end": end}


@each_format
@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        (3, 10, "3:10 is other text, not 'five am'; count code points, end exclusive"),
        (2, 8, "2:8 is other text"),
        (0, 7, "0:7 is other text"),
        (900, 907, "900:907 is other text"),
        (5_000_000_000, 5_000_000_007, "5000000000:5000000007 is other text"),
        (FAR - 7, FAR, "is other text"),
        (2, None, "give start and end (after it), or neither"),
        (None, 9, "give start and end (after it), or neither"),
        (9, 2, "give start and end (after it), or neither"),
        (2, 2, "give start and end (after it), or neither"),
        (-1, 7, "give start and end (after it), or neither"),
        (-FAR, FAR, "give start and end (after it), or neither"),
    ],
    ids=str,
)
def test_offsets_that_do_not_match(
    desk: Desk, write: Writer, line: int, start: int | None, end: int | None, problem: str
) -> None:
    content = write([{**EMOJI, "slots": [slot(start, end)]}])
    message = refusal(lambda: desk.add_evalset(content, "gold"), desk)
    if FAR in (start, end) and write is not parquet:
        assert f"gold line {line}, column 'slots': " in message
    else:
        assert f"gold line {line}, column 'slots': slot time: " in message
        assert problem in message


@each_format
@pytest.mark.parametrize(("start", "end"), [(2, 9), (None, None)])
def test_offsets_in_code_points_and_no_offsets_are_right(
    desk: Desk, write: Writer, line: int, start: int | None, end: int | None
) -> None:
    desk.add_evalset(write([{**EMOJI, "slots": [slot(start, end)]}]))
    assert desk.utterances("slots") == [([slot(start, end)],)]


@pytest.mark.parametrize("text", ["e\u0301 five am", "👩‍👩‍👧 five am", "\r\nfive am", "한 five am"])
def test_offsets_count_code_points_not_what_is_seen_as_one(desk: Desk, text: str) -> None:
    start = text.index("five")
    desk.add_evalset([{**EMOJI, "text": text, "slots": [slot(start, start + 7)]}])
    assert desk.utterances("n_slots") == [(1,)]


@each_format
@pytest.mark.parametrize(("start", "end"), [(0, 8), (5_000_000_000, 5_000_000_007), (FAR - 8, FAR - 1)])
def test_offsets_of_a_run_fit_the_length_of_the_value(
    desk_with_gold: Desk, write: Writer, line: int, start: int, end: int
) -> None:
    content = write(changed(ANSWERS, slots=[slot(start, end)]))
    message = refusal(lambda: desk_with_gold.add_run(content, file="answers"), desk_with_gold)
    assert f"answers line {line}, column 'slots': " in message


@each_format
@pytest.mark.parametrize("odd", ["a\x1eb", "a\x1fb", "\x1f"])
@pytest.mark.parametrize("part", ["name", "value"])
def test_control_characters_that_part_keys_are_rejected(
    desk_with_gold: Desk, write: Writer, line: int, part: str, odd: str
) -> None:
    content = write(changed(ANSWERS, slots=[{**slot(), part: odd}]))
    message = refusal(lambda: desk_with_gold.add_run(content, file="answers"), desk_with_gold)
    assert f"answers line {line}, column 'slots': a slot without a plain name or value" in message


@each_format
def test_a_slot_without_a_name_is_rejected(desk: Desk, write: Writer, line: int) -> None:
    content = write(changed(UTTERANCES, slots=[slot(name="")]))
    assert f"gold line {line}, column 'slots': a slot without" in refusal(
        lambda: desk.add_evalset(content, "gold"), desk
    )


def test_the_first_broken_slot_is_named(desk: Desk) -> None:
    good, bad = slot(11, 18), slot(0, 7, name="date")
    message = refusal(lambda: desk.add_evalset(changed(UTTERANCES, slots=[good, bad, bad])), desk)
    assert "slot date: its offsets do not match the value: 0:7 is other text" in message


def test_an_empty_value_is_a_value(desk_with_gold: Desk) -> None:
    desk_with_gold.add_run(changed(ANSWERS, slots=[slot(value="")]))
    assert desk_with_gold.scores("slots_correct, n_slots_missed, n_slots_spurious")[0] == (False, 1, 1)
