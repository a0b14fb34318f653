"""A regular expression that is none is told by place and kind, with what to write instead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.expression_errors import explain_error
from analysis.text_search import check_search


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("a(b(c)", "the bracket ( at character 2 after the / is never closed; add a )"),
        ("[(]\\((a", "the bracket ( at character 6 after the / is never closed"),
        ("a(b))", "the bracket ) at character 5 after the / closes none; take it out, or write \\)"),
        ("x[a-", "the class of characters [ at character 2 after the / is never closed; add a ]"),
        ("wake(?=.*five)", "RE2 knows no lookaround ((?= at character 5 after the /); write what shall stand there"),
        ("(?!a)", "RE2 knows no lookaround ((?! at character 1 after the /)"),
        ("\\((?<=a)b", "RE2 knows no lookaround ((?<= at character 3 after the /)"),
        ("(?<!a)b", "or narrow the list by a filter instead"),
        (
            "(a)\\\\\\1",
            "RE2 knows no back-references (\\1 at character 6 after the /); write out what shall come again",
        ),
        ("(?P<x>a)(?P=x)", "RE2 knows no back-references ((?P= at character 9 after the /)"),
        ("\\k<x>", "RE2 knows no back-references (\\k at character 1"),
        ("(?<x>a)", "RE2 knows no group (?<name>…) at character 1 after the /; write (?P<name>…)"),
        ("a(?P<1 >b)", "the group (?P<1 > at character 2 after the / has no right name; write (?P<name>…)"),
        ("(?>a)", "RE2 knows no group (?>…) at character 1 after the /; write (?:…) for a group"),
        ("a(?i", "the group (?i at character 2 after the / is never closed"),
        ("a\\Z", "RE2 does not know \\Z at character 2 after the /; write \\\\ to find a backslash itself"),
        ("a|*b", "there is nothing for * to repeat at character 3 after the /; write \\* to find it itself"),
        ("a\\*++", "++ at character 4 after the / repeats twice; keep one of them"),
        ("[b-a]", "the range b-a at character 2 after the / runs backwards"),
        ("\\p{Foo}", "RE2 knows no class \\p{Foo} at character 1 after the /; known are \\d"),
        ("a{2,1}", "{2,1} at character 2 after the / cannot be counted; write {least,most}"),
        ("five\\", "it ends with a backslash at character 5 after the /; write \\\\"),
    ],
)
def test_each_error_says_where_and_what_to_do(expression: str, said: str) -> None:
    with pytest.raises(ValueError, match="is no regular expression") as told:
        check_search(f"/{expression}/")
    assert str(told.value).startswith(f"'/{expression}/' is no regular expression: ")
    assert said in str(told.value)


def test_an_error_that_is_not_known_stays_as_it_is() -> None:
    assert explain_error("a", "out of luck: a") == "out of luck: a; see github.com/google/re2/wiki/Syntax"


@given(st.text("()[]*+?{}\\1,-<=!P:aniz|^", max_size=10))
def test_whatever_is_typed_is_explained(expression: str) -> None:
    said = ""
    try:
        check_search(f"/{expression}/")
    except ValueError as error:
        said = str(error)
    assert "github.com" not in said
