"""What is searched for is found where a plain loop over all runs of characters finds it, on every engine."""

import re
import sys

import duckdb
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.frames import collect_rows
from analysis.selection import Selection, select
from analysis.text_search import MOST_CHARACTERS, check_search, pattern_of
from tests.analysis.conftest import FrameOn

TEXTS = [
    "wake me at İstanbul",
    "ISTANBUL'a git",
    "Straße 5",
    "STRASSE 5",
    "ὀδυσσεύς",
    "an oﬃce",
    "a+b (c)",
    "zwölf Uhr 30",
]
FOLDING = "sSſßẞtTﬅﬆfFiIıİ\u0307ﬁﬀﬃkK\u212aσςΣaŉʼn.*["


def found_by_loop(needle: str, text: str) -> bool:
    runs = (text[a:b] for a in range(len(text) + 1) for b in range(a, len(text) + 1))
    return any(run.casefold() == needle.casefold() for run in runs)


@given(st.text(FOLDING, max_size=6), st.text(FOLDING, max_size=8))
def test_plain_words_are_found_whatever_their_case(needle: str, text: str) -> None:
    if needle.startswith("/") and needle.endswith("/"):
        return
    assert bool(re.search(pattern_of(needle), text)) is found_by_loop(needle, text)


@pytest.mark.parametrize(
    ("search", "n_found"),
    [
        ("İSTANBUL", 1),
        ("i̇stanbul", 1),
        ("istanbul", 1),
        ("strasse", 2),
        ("STRAẞE", 2),
        ("ὈΔΥΣΣΕΎΣ", 1),
        ("OFFICE", 1),
        ("(C)", 1),
        ("a.b", 0),
        ("/^a.b/", 1),
        ("/^stra(ß|ss)e \\d$/", 2),
        ("/(?-i)^ISTANBUL/", 1),
        ("/(?-i)^istanbul/", 0),
        ("/^\\pL{5}\\s\\pL{3}\\s\\d+$/", 1),
        ("/ö.*\\b30$/", 1),
        ("/", 0),
        ("//", 0),
    ],
)
def test_every_engine_finds_the_same(frame_on: FrameOn, search: str, n_found: int) -> None:
    rows = [{"row": i, "text": text} for i, text in enumerate([*TEXTS, None])]
    found = [row["text"] for row in collect_rows(select(frame_on(rows), Selection(search=search)))]
    assert len(found) == n_found
    if not search.startswith("/"):
        assert found == [text for text in TEXTS if found_by_loop(search, text)]


@given(
    st.lists(st.text("ab\n (", max_size=5), max_size=4),
    st.sampled_from(["a.b", "^a$", "a|(b)", "[^a]", "\\s", "b{2,}"]),
)
def test_the_expressions_of_both_engines_are_one(texts: list[str], expression: str) -> None:
    rows = pa.table({"text": pa.array(texts, pa.string())})
    selection = Selection(search=f"/{expression}/")
    with duckdb.connect() as con:
        assert collect_rows(select(con.from_arrow(rows), selection)) == collect_rows(select(rows, selection))


@pytest.mark.parametrize("bad", ["/(/", "/[a/", "/*a/", "/(?<=a)b/", "/\\1/", "/(?P<x>a/", "/(?<x>a)/"])
def test_what_is_no_expression_is_said(bad: str) -> None:
    with pytest.raises(ValueError, match=f"^'{re.escape(bad)}' is no regular expression: "):
        Selection(search=bad)


@given(st.text("()[]*+?{}\\1,-<=!P:aniz|^", max_size=8))
@example("(?<n>a)")
@example("(?P<n>a)(?P<n>b)")
def test_what_is_taken_duckdb_takes_too(expression: str) -> None:
    try:
        check_search(f"/{expression}/")
    except ValueError:
        return
    with duckdb.connect() as con:
        con.execute("SELECT regexp_matches(text, $1) FROM (VALUES ('a')) AS texts(text)", [f"(?i){expression}"])


@pytest.mark.parametrize(
    "hostile", ["/(\\pL.{0,20}){0,40}Q$/", "/((a{0,20}){0,20}){0,2}/", f"/{'a?' * MOST_CHARACTERS}/", "/[\\pL]{0,99}Q/"]
)
def test_what_could_take_for_ever_is_refused(hostile: str) -> None:
    with pytest.raises(ValueError, match="could take very long"):
        check_search(hostile)


@pytest.mark.parametrize(
    "fine", ["/(x+x+)+y/", "/(a|aa)+$/", "/\\d{4}-\\d{2}-\\d{2}/", "/\\w{3,20} \\w{3,20}/", "/\\x{41}\\pL/"]
)
def test_what_hangs_other_engines_is_no_matter(frame_on: FrameOn, fine: str) -> None:
    rows = [{"row": 0, "text": "x" * 5000 + "a" * 5000}]
    # A backtracking engine would need longer than the universe is old.
    assert collect_rows(select(frame_on(rows), Selection(search=fine))) in ([], rows)


def test_no_character_with_case_is_left_out() -> None:
    with_case = [c for c in map(chr, range(sys.maxunicode + 1)) if c.casefold() != c]
    assert [c for c in with_case if not re.fullmatch(pattern_of(c), c.casefold())] == []
    assert [c for c in with_case if not re.fullmatch(pattern_of(c.casefold()), c)] == []


def test_long_runs_stay_short() -> None:
    assert len(pattern_of("s" * MOST_CHARACTERS)) < 200_000
