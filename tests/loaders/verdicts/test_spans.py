"""Offsets in code points, UTF-16 units, or characters as read: each decided by itself, held against Python's slices."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.graphemes import is_border
from loaders.formats.slots import Slot
from loaders.verdicts.answer import Span
from loaders.verdicts.spans import AmbiguousSpanError, settle_spans

TEXT = "play 🎵 adele"


def settle(text: str, start: int, end: int, said: str | None = None, graphemes: bool = False) -> tuple[int, int, str]:
    (slot,) = settle_spans([Span(start, end, "x", said)], text, is_border, graphemes=graphemes)
    assert slot.start is not None
    assert slot.end is not None
    assert slot.value == text[slot.start : slot.end]
    return slot.start, slot.end, slot.value


@pytest.mark.parametrize(("start", "end"), [(7, 12), (8, 13)])
def test_the_text_that_comes_along_decides(start: int, end: int) -> None:
    assert settle(TEXT, start, end, "adele") == (7, 12, "adele")


def test_without_a_text_the_reading_that_cuts_no_word_is_taken() -> None:
    assert settle(TEXT, 7, 12) == (7, 12, "adele")
    assert settle(TEXT, 8, 13) == (7, 12, "adele")


def test_two_readings_that_cut_nothing_are_ambiguous() -> None:
    with pytest.raises(AmbiguousSpanError, match="it may be 'b' or 'a'"):
        settle("🎵🎵 a b", 5, 6)
    assert settle("🎵🎵 a b", 5, 6, "b") == (5, 6, "b")
    # Before the first such character both readings are the same.
    assert settle(TEXT, 0, 4) == (0, 4, "play")


def test_half_of_a_surrogate_pair_is_no_place() -> None:
    assert settle("a🎵", 1, 2) == (1, 2, "🎵")
    assert settle("a🎵", 1, 3) == (1, 2, "🎵")


def test_characters_as_read_are_counted_where_code_points_would_cut_one() -> None:
    text = "e\u0301e\u0301 a"
    # Code points 1 to 2 are an accent alone; the second character that a reader sees is at 2 to 4.
    assert settle(text, 1, 2, graphemes=True) == (2, 4, "e\u0301")
    assert settle(text, 2, 4, graphemes=True) == (2, 4, "e\u0301")
    assert settle(text, 1, 2) == (1, 2, "\u0301")


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 2), (0, 99), (10**30, 10**30 + 1)])
def test_what_is_in_no_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not in the text, counted in any way"):
        settle("stop", start, end)


@given(st.text(st.sampled_from("ab 🎵é"), min_size=1, max_size=12), st.data())
def test_a_stretch_counted_in_utf_16_comes_back_as_python_slices_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    units = [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)]
    wanted = text[start:end]
    # The same offsets may give the same text in code points, elsewhere.
    assume(text[units[0] : units[1]] != wanted or units == [start, end])
    assert settle(text, units[0], units[1], wanted) == (start, end, wanted)
    assert settle(text, start, end, wanted) == (start, end, wanted)


def test_slots_stand_in_the_order_of_the_text() -> None:
    spans = [Span(7, 12, "artist", "adele"), Span(0, 4, "verb", "play")]
    assert settle_spans(spans, TEXT, is_border) == (Slot("verb", "play", 0, 4), Slot("artist", "adele", 7, 12))
