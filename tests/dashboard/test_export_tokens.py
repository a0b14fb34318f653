from hypothesis import given
from hypothesis import strategies as st

from analysis.graphemes import is_border
from dashboard.exports.tokens import tokenise

_TEXTS = st.text("ab1_ \t\n.,'🎵👩‍\u0301\u200d東京कि้ไทย", max_size=20)


@given(_TEXTS, st.data())
def test_tokens_and_their_spaces_are_the_text(text: str, data: st.DataObject) -> None:
    borders = data.draw(st.lists(st.integers(0, len(text)), max_size=3))
    tokens = tokenise(text, borders)
    assert "".join(token.text + " " * token.space for token in tokens) == text
    assert all(text[token.start : token.end] == token.text != "" for token in tokens)
    edges = {edge for token in tokens for edge in (token.start, token.end)}
    spaces = {token.end + 1 for token in tokens if token.space}
    assert set(borders) <= edges | spaces | {0}
    assert all(is_border(text, edge) or edge in borders for edge in edges)


def test_words_are_whole_where_words_are_parted_and_signs_where_they_are_not() -> None:
    assert [token.text for token in tokenise("किताब पढ़ो, e\u0301te\u0301!")] == [
        "किताब",
        "पढ़ो",
        ",",
        "e\u0301te\u0301",
        "!",
    ]
    assert [token.text for token in tokenise("東京 でNHK")] == ["東", "京", "で", "NHK"]
    assert [token.text for token in tokenise("a  b\n")] == ["a", " ", "b", "\n"]


def test_a_long_text_is_cut_in_one_pass() -> None:
    assert len(tokenise("a " * 100_000)) == 100_000
