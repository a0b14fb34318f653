"""The normaliser of slot values."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.normalise import ALREADY_NORMAL, normalise
from tests.loaders.judging import VALUES

ANY_TEXT = st.text() | VALUES


@given(ANY_TEXT)
def test_it_is_idempotent(value: str) -> None:
    assert normalise(normalise(value)) == normalise(value)


@given(st.from_regex(re.compile(ALREADY_NORMAL), fullmatch=True))
def test_what_is_already_normal_stays_by_the_long_way_too(value: str) -> None:
    folded = unicodedata.normalize("NFC", value).casefold()
    assert normalise(value) == value == " ".join(folded.split())


@given(ANY_TEXT)
def test_the_form_of_unicode_does_not_matter(value: str) -> None:
    assert normalise(unicodedata.normalize("NFD", value)) == normalise(unicodedata.normalize("NFC", value))


@given(ANY_TEXT, st.sampled_from([" ", "\t", "\n", "\u00a0", "\u2003", "\u3000", "\u200b", "\r\n", "  "]))
def test_white_space_around_does_not_matter(value: str, space: str) -> None:
    assert normalise(space + value + space) == normalise(value)


@given(ANY_TEXT)
def test_no_separator_of_keys_is_left(value: str) -> None:
    assert not set(normalise(value)) & set("\x1c\x1d\x1e\x1f\u200b\t\n")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("ΟΔΟΣ", "οδος"),
        ("οδός", "ΟΔΌΣ"),
        ("Gro\u0308ße", "GRÖSSE"),
        ("five\u00a0 am", "Five AM"),
        ("\ufb01ve", "FIVE"),
        ("five\u200bam", "five am"),
    ],
)
def test_the_same_word_written_differently_is_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5", "five"), ("cafe", "café"), ("five-am", "five am"), ("ı", "i"), ("5.0", "5"), ("½", "1/2")],
)
def test_another_word_stays_another(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)
