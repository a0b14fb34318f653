from hypothesis import given
from hypothesis import strategies as st

from analysis.graphemes import is_border
from analysis.marking import Marking, Segment, compare_with_gold, mark, mark_against_gold
from analysis.placement import Slot

names = st.sampled_from(["date", "time"])
texts = st.text(alphabet="ab é\u0301क्ि👍🏽", max_size=15)
offsets = st.one_of(st.none(), st.integers(-1, 16))
slot_lists = st.lists(st.builds(Slot, names, st.text(alphabet="ab é", max_size=3), offsets, offsets), max_size=4)


def lanes(marking: Marking) -> list[tuple[str, str | None, str | None]]:
    return [(segment.text, segment.slot, segment.state) for segment in marking.segments]


def test_slots_are_marked_in_place() -> None:
    found = mark("wake me at five am tomorrow", [Slot("date", "tomorrow"), Slot("time", "five am", 11, 18)])
    assert found == Marking(
        (
            Segment("wake me at "),
            Segment("five am", "time"),
            Segment(" "),
            Segment("tomorrow", "date"),
        ),
        (),
    )


def test_a_text_without_slots_is_one_segment() -> None:
    assert mark("hello", []).segments == (Segment("hello"),)
    assert mark("", []).segments == ()


def test_slots_that_are_not_there_are_reported() -> None:
    song = Slot("song", "creep")
    assert mark("play it", [song]) == Marking((Segment("play it"),), ((song, None),))


def test_a_lost_part_is_what_the_answer_leaves_open() -> None:
    text = "welcher wochentag ist der erste april"
    found = mark_against_gold(text, [Slot("date", "april")], [Slot("date", "erste april")], str.casefold)
    assert lanes(found) == [
        ("welcher wochentag ist der ", None, None),
        ("erste", "date", "lost"),
        (" ", None, None),
        ("april", "date", "extra"),
    ]
    assert found.unplaced == ()


def test_a_renamed_slot_is_extra_and_the_lost_one_has_no_place_left() -> None:
    gold = Slot("time", "five")
    found = mark_against_gold("at five", [Slot("date", "five")], [gold], str.casefold)
    assert lanes(found) == [("at ", None, None), ("five", "date", "extra")]
    assert found.unplaced == ((gold, "lost"),)


def test_same_slots_and_lost_slots() -> None:
    gold = [Slot("weather", "kalt", 4, 8), Slot("date", "heute", 16, 21)]
    found = mark_against_gold("wie kalt ist es heute", [Slot("weather", "KALT")], gold, str.casefold)
    assert [(text, state) for text, _, state in lanes(found) if state] == [("kalt", "same"), ("heute", "lost")]


def test_a_missing_prediction_loses_every_slot() -> None:
    found = mark_against_gold("at five", [], [Slot("time", "five")], str.casefold)
    assert lanes(found) == [("at ", None, None), ("five", "time", "lost")]


def test_duplicates_count() -> None:
    five = Slot("time", "five")
    assert compare_with_gold([five, five], [five], str.casefold) == (("same", "extra"), ())
    assert compare_with_gold([five], [five, five], str.casefold) == (("same",), (five,))


def test_of_equal_gold_slots_the_one_in_the_same_place_is_met() -> None:
    first, second = Slot("time", "five", 0, 4), Slot("time", "five", 8, 12)
    assert compare_with_gold([second], [first, second], str.casefold) == (("same",), (first,))


@given(texts, slot_lists, slot_lists)
def test_segments_give_the_text_again_and_tear_nothing(text: str, slots: list[Slot], gold: list[Slot]) -> None:
    found = mark_against_gold(text, slots, gold, str.casefold)
    assert "".join(segment.text for segment in found.segments) == text
    cuts = [len("".join(s.text for s in found.segments[:i])) for i in range(len(found.segments))]
    assert all(is_border(text, cut) for cut in cuts)
    assert all(segment.text for segment in found.segments)


@given(texts, slot_lists)
def test_every_slot_is_marked_or_reported(text: str, slots: list[Slot]) -> None:
    found = mark(text, slots)
    assert sum(segment.slot is not None for segment in found.segments) + len(found.unplaced) == len(slots)
