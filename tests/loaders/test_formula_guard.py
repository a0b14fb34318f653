import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loaders.formula_guard import SIGNS, guard, unguard

_LETTERS = "a9,;,\t\r\n =+-@'＝−\u200b\ufeff\u202e\x00\xa0é🎵"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\tplain",
        " \xa0=1",
        "\u200b=1",
        "\ufeff\u2060@x",
        "\u202e=1",
        "＝1+1",
        "−1",
        "'=1",
        "=cmd|' /C calc'!A0",
        "hello;=1+1;",
        "hello\n=1+1\n",
        "hello\t+1",
    ],
)
def test_no_cell_begins_with_a_sign_whichever_way_it_is_cut(text: str) -> None:
    for cut in re.split("[,;\t\r\n]", guard(text)):
        seen = re.sub(r"[\s\u200b\ufeff\u2060\u202e]", "", cut)
        assert seen[:1] not in SIGNS
    assert not guard(text).startswith(("\t", "\r"))


@pytest.mark.parametrize("text", ["", "wake me at 9-5", "it's", "a=b", "mail me@home", "'tis", "3, 5-4"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert guard(text) == text == unguard(text)


@given(st.text(_LETTERS, max_size=12))
@example("\t\t=1")
@example("''\t=")
def test_the_way_back_gives_every_text_again(text: str) -> None:
    assert unguard(guard(text)) == text


def test_a_long_hostile_text_is_read_once() -> None:
    text = "\t" * 200_000 + "="
    assert len(guard(text)) == 2 * len(text)
