import pytest

from analysis.placement import Slot, Span, find, occurrences, place


def spans(text: str, *values: str) -> list[str | None]:
    placed = place(text, [Slot("x", value) for value in values])
    return [None if span is None else text[slice(*span)] for span in placed]


def test_offsets_are_trusted() -> None:
    assert place("five at five", [Slot("x", "five", 8, 12)]) == (Span(8, 12),)


@pytest.mark.parametrize(("start", "end"), [(None, None), (3, None), (9, 99), (4, 4), (-2, 3), (5, 2)])
def test_without_usable_offsets_the_value_is_searched(start: int | None, end: int | None) -> None:
    assert place("at five", [Slot("x", "five", start, end)]) == (Span(3, 7),)


def test_equal_values_take_different_places() -> None:
    assert place("five five", [Slot("x", "five")] * 3) == (Span(0, 4), Span(5, 9), None)


def test_searched_values_leave_given_places_alone() -> None:
    assert place("five five", [Slot("x", "five"), Slot("y", "five", 0, 4)]) == (Span(5, 9), Span(0, 4))


def test_of_two_slots_in_one_place_the_first_is_shown() -> None:
    slots = [Slot("x", "new york", 3, 11), Slot("y", "in new", 0, 6)]
    assert place("in new york", slots) == (None, Span(0, 6))


def test_case_and_white_space_do_not_hide_a_value() -> None:
    assert spans("Wake me at FIVE \t am", "five am") == ["FIVE \t am"]


def test_whole_words_come_first_but_parts_of_words_are_found() -> None:
    assert [span.start for span in occurrences("name at 5 am", "am")] == [10, 1]
    assert spans("四月一日は何曜日", "一日") == ["一日"]
    assert spans("कला कल", "कल") == ["कल"]


def test_a_place_is_widened_to_whole_clusters() -> None:
    assert spans("cafe\u0301 now", "cafe") == ["cafe\u0301"]
    assert spans("👍🏽 ok", "👍") == ["👍🏽"]


@pytest.mark.parametrize("value", ["", "  ", "absent"])
def test_what_is_not_there_is_not_placed(value: str) -> None:
    assert spans("some text", value) == [None]
    assert spans("", value) == [None]


def test_parts_that_nothing_takes() -> None:
    text = "the first of april please"
    date = Slot("date", "first of april")
    assert find(text, date, []) == (Span(4, 18),)
    assert find(text, date, [Span(10, 12)]) == (Span(4, 9), Span(13, 18))
    assert find(text, date, [Span(0, 18)]) == ()
    assert find(text, Slot("date", "may"), []) == ()


def test_a_taken_occurrence_gives_way_to_a_later_one() -> None:
    assert find("five or five", Slot("x", "five"), [Span(0, 4)]) == (Span(8, 12),)
