"""The normaliser of slot values."""

import re
import unicodedata

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.normalise import already_normal, normal_in_lower_case, normalise
from tests.loaders.judging import VALUES

ANY_TEXT = st.text() | VALUES


def by_the_long_way(value: str) -> str:
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).casefold())
    return " ".join(folded.replace("\u200b", " ").split())


@given(ANY_TEXT)
def test_it_is_idempotent(value: str) -> None:
    assert normalise(normalise(value)) == normalise(value)


@given(st.from_regex(re.compile(already_normal()), fullmatch=True))
def test_what_is_said_to_be_normal_stays_by_the_long_way_too(value: str) -> None:
    assert by_the_long_way(value) == value == normalise(value)


def test_every_pair_of_a_character_and_another_said_to_be_normal_is_normal() -> None:
    normal = re.compile(already_normal())
    before = "aäßαက가각ก็क"
    for point in range(0x20, 0x11000):
        for text in (chr(point), *(letter + chr(point) for letter in before)):
            assert not normal.fullmatch(text) or by_the_long_way(text) == text


def test_duckdb_reads_the_pattern_as_python_does() -> None:
    normal = re.compile(already_normal())
    texts = [chr(point) for point in range(0x11000) if not 0xD800 <= point < 0xE000]
    texts += ["five am", "five  am", " five", "straße", "größe", "五時 に", "क्षमा", "e\u0301", "Five", "a\nb", ""]
    con = duckdb.connect()
    con.register("texts", pa.table({"text": texts}))
    found = con.execute("SELECT regexp_full_match(text, ?) FROM texts", [already_normal()]).fetchall()
    assert [hit for (hit,) in found] == [normal.fullmatch(text) is not None for text in texts]


def test_duckdb_lowers_what_it_may_lower_to_the_normal_form() -> None:
    lowered = re.compile(normal_in_lower_case())
    points = [point for point in range(0x20, 0x11000) if not 0xD800 <= point < 0xE000]
    texts = [before + chr(point) for point in points for before in ("", "a", "Ä", "क", "Σ", "Α")]
    chosen = [text for text in texts if lowered.fullmatch(text)]
    assert {"A", "aB", "ÄB", "ΣΑ"} <= set(chosen)
    con = duckdb.connect()
    con.register("texts", pa.table({"text": chosen}))
    found = con.execute("SELECT text, lower(text) FROM texts").fetchall()
    assert [text for text, lower in found if lower != by_the_long_way(text)] == []


@pytest.mark.parametrize("value", ["İstanbul", "Straße", "ΟΔΟς", "Å", "Two  spaces", "ẞ"])
def test_what_needs_more_than_lower_case_is_not_merely_lowered(value: str) -> None:
    assert not re.fullmatch(normal_in_lower_case(), value)


@pytest.mark.parametrize("value", ["five am", "fünf uhr", "五時", "क्षमा करें", "الخامسة صباحا", "o'clock", "7:30"])
def test_usual_values_are_known_to_be_normal(value: str) -> None:
    assert re.fullmatch(already_normal(), value)


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
