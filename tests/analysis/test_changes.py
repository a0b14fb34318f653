from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.changes import Change, describe, find_changes

slots = st.lists(
    st.tuples(st.sampled_from(["date", "time"]), st.sampled_from(["five", "FIVE", "six", "today"])), max_size=5
)
intents = st.sampled_from(["ask", "play", None])


def sentences(
    before: list[tuple[str, str]], after: list[tuple[str, str]], intents: tuple[str | None, str | None] = ("a", "a")
) -> list[str]:
    found = find_changes(intents[0], before, intents[1], after, str.casefold)
    return [describe(change) for change in found]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([], [], []),
        ([("time", "Five")], [("time", "five")], []),
        ([("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")], []),
        ([("time", "five am")], [("time", "five")], ["time: five am → five"]),
        ([("date", "heute")], [], ["date: heute → –"]),
        ([], [("date", "heute")], ["date: – → heute"]),
        ([("time", "five")], [("date", "five")], ["five: time → date"]),
        ([("n", "x"), ("n", "x")], [("n", "x")], ["n: x → –"]),
        ([("d", "monday"), ("d", "next week")], [("d", "next")], ["d: next week → next", "d: monday → –"]),
        (
            [("time", "five am"), ("date", "monday")],
            [("date", "five am")],
            ["five am: time → date", "date: monday → –"],
        ),
        ([("from", "a"), ("to", "b")], [("from", "b"), ("to", "a")], ["a: from → to", "b: to → from"]),
    ],
)
def test_slots_in_words(before: list[tuple[str, str]], after: list[tuple[str, str]], said: list[str]) -> None:
    assert sentences(before, after) == said


@pytest.mark.parametrize(
    ("intents", "said"),
    [
        (("weather_query", "general_quirky"), ["weather_query → general_quirky"]),
        (("weather_query", None), ["weather_query → –"]),
        ((None, "weather_query"), ["– → weather_query"]),
        ((None, None), []),
    ],
)
def test_intents_in_words(intents: tuple[str | None, str | None], said: list[str]) -> None:
    assert sentences([], [], intents) == said


@given(intents, slots, intents, slots)
def test_the_changes_lead_from_one_frame_to_the_other(
    intent_before: str | None,
    before: list[tuple[str, str]],
    intent_after: str | None,
    after: list[tuple[str, str]],
) -> None:
    found = find_changes(intent_before, before, intent_after, after, str.casefold)
    built = Counter((name, value.casefold()) for name, value in before)
    for change in found:
        built.subtract(side for side in _slots(change, change.before))
        built.update(side for side in _slots(change, change.after))
    assert +built == Counter((name, value.casefold()) for name, value in after)
    assert min(built.values(), default=0) >= 0
    assert (intent_before != intent_after) == any(change.kind == "intent_changed" for change in found)


def _slots(change: Change, side: str | None) -> list[tuple[str, str]]:
    if change.name is None or side is None:
        return []
    name, value = (side, change.name) if change.kind == "slot_renamed" else (change.name, side)
    return [(name, value.casefold())]


@given(slots)
def test_equal_frames_do_not_change(frame: list[tuple[str, str]]) -> None:
    assert find_changes("a", frame, "a", frame[::-1], str.casefold) == ()


def test_the_given_slots_stay_as_they_were() -> None:
    before, after = [("time", "five")], [("time", "six")]
    find_changes("a", before, "a", after, str.casefold)
    assert (before, after) == ([("time", "five")], [("time", "six")])


def test_values_as_long_as_a_line_are_compared() -> None:
    slots = [("body", "a" * 100_000), ("body", "b" * 100_000)]
    after = [("body", "b" * 99_999), ("body", "a" * 99_999)]
    found = find_changes("i", slots, "i", after, str.casefold)
    assert [(change.before or "")[:1] + (change.after or "")[:1] for change in found] == ["aa", "bb"]
