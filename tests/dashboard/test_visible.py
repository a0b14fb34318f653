"""Text of others is shown, never obeyed, and never torn."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures.visible import is_control, named_controls, shortened, visible

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("character", [*BIDI, "\u200b", "\ufeff", "\x00", "\x1b", "\n", "\u2028"])
def test_a_control_character_becomes_a_token_with_its_name(character: str) -> None:
    shown = visible(f"a{character}b")
    assert character not in shown
    assert '<span class="control" dir="ltr" title=' in shown
    assert character not in named_controls(f"a{character}b")


@pytest.mark.parametrize("text", ["👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می‌خواهم", "क्‍ष", "été", "a b", "１２"])
def test_what_writes_a_word_or_an_emoji_stays(text: str) -> None:
    assert visible(text) == text
    assert named_controls(text) == text


@given(st.text())
def test_no_character_that_turns_the_direction_and_no_markup_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(map(is_control, shown))
    assert not any(unicodedata.bidirectional(one) in ("RLO", "LRO", "RLE", "LRE", "PDF") for one in shown)
    assert shown.count("<") == 2 * sum(map(is_control, text))


def test_a_long_text_is_cut_between_characters_and_says_how_long_it_was() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("ae\u0301b", 2) == "ae\u0301… (4 characters)"
