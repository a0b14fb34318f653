import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.graphemes import is_border, widen

CLUSTERS = [
    ["a", "b", " ", "c"],
    ["e\u0301", "t", "e\u0301"],
    ["न", "म", "स्ते", " ", "हिं", "दी"],
    ["क्षि", "क्"],
    ["👩‍👩‍👧", "👍🏽", "❤️", "1️⃣"],
    ["🇩🇪", "🇫🇷", "🇯"],
    ["🏴\U000e0067\U000e0062\U000e007f", "x"],
    ["\u1112\u1161\u11ab", "한", "글"],
    ["กำ", "ดี"],
    ["م", "رْ", "ح"],
    ["が", "か\u3099"],
    ["\r\n", "\n", "a"],
]


@pytest.mark.parametrize("clusters", CLUSTERS, ids=lambda clusters: "".join(clusters))
def test_borders_lie_between_clusters(clusters: list[str]) -> None:
    text = "".join(clusters)
    expected = {len("".join(clusters[:i])) for i in range(len(clusters) + 1)}
    assert {i for i in range(len(text) + 1) if is_border(text, i)} == expected


@given(st.text(alphabet="aक्िéँ\u0301\u200d👍🏽🇩🇪 한", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_widening_covers_and_ends_at_borders(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    wide_start, wide_end = widen(text, start, end)
    assert wide_start <= start <= end <= wide_end
    assert is_border(text, wide_start)
    assert is_border(text, wide_end)
    assert widen(text, wide_start, wide_end) == (wide_start, wide_end)


@given(st.text(max_size=20))
def test_no_mark_is_torn_from_its_base(text: str) -> None:
    marks = [i for i in range(1, len(text)) if unicodedata.combining(text[i])]
    assert not any(is_border(text, i) for i in marks)
