"""An excerpt keeps what matters in view and adds up to the whole text."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.excerpt import cut_out, first_difference
from analysis.graphemes import is_border
from analysis.marking import Segment, mark_against_gold
from analysis.placement import Slot

PIECES = st.lists(st.text(st.sampled_from("ab कि👩‍👩‍👧e\u0301"), min_size=1, max_size=30), min_size=1, max_size=6)


@given(PIECES, st.integers(0, 200), st.integers(1, 60))
def test_an_excerpt_is_a_stretch_of_the_text_with_the_focus_in_it(pieces: list[str], focus: int, most: int) -> None:
    text = "".join(pieces)
    focus = min(focus, len(text) - 1)
    cut = cut_out(tuple(map(Segment, pieces)), focus, most)
    kept = "".join(segment.text for segment in cut.segments)
    assert text[cut.n_before : len(text) - cut.n_after] == kept
    assert cut.n_before <= focus < len(text) - cut.n_after
    assert len(kept) >= min(most, len(text))
    assert is_border(text, cut.n_before)
    assert is_border(text, cut.n_before + len(kept))


def test_names_and_states_stay_with_their_pieces() -> None:
    segments = (Segment("x" * 100), Segment("y" * 10, "time", "lost"), Segment("z" * 100))
    cut = cut_out(segments, 100, 30)
    assert cut.segments == (Segment("x" * 10), Segment("y" * 10, "time", "lost"), Segment("z" * 10))
    assert (cut.n_before, cut.n_after) == (90, 90)


def test_the_first_difference_comes_before_the_first_slot() -> None:
    text = "wake me at five in the kitchen"
    gold = [Slot("time", "five"), Slot("room", "kitchen")]
    marking = mark_against_gold(text, [Slot("time", "five")], gold, str.casefold)
    assert first_difference(marking.segments) == text.index("kitchen")
    assert first_difference(mark_against_gold(text, gold, gold, str.casefold).segments) == text.index("five")
    assert first_difference((Segment("nothing"),)) == 0
