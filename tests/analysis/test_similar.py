"""Similar texts: the same order by another route, on every engine, whatever order the rows come in."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from analysis.frames import UnknownColumn
from analysis.similar import Text, likeness, most_alike, ngrams, rows_to_compare
from loaders.normalise import normalise
from tests.analysis.conftest import FrameOn

TEXTS = [
    Text(0, "de-DE", "alarm", "weck mich um sechs"),
    Text(1, "de-DE", "alarm", "weck mich um sieben"),
    Text(2, "de-DE", "alarm", "bitte weck mich um sechs uhr"),
    Text(3, "en-US", "alarm", "weck mich um sechs"),
    Text(4, "de-DE", "timer", "stell den timer"),
    Text(5, "hi-IN", "alarm", "मुझे छह बजे जगा दो"),
    Text(6, "de-DE", "alarm", "Weck  mich um SIEBEN"),
    Text(7, "ja-JP", "alarm", "六時に起こして"),
]
SOME_TEXT = st.text(st.sampled_from("abc ßé今日الक्"), max_size=20)


def test_the_locale_comes_first_then_likeness_then_row() -> None:
    found = most_alike(TEXTS[0], TEXTS[1:], normalise, 10)
    assert [one.text.row for one in found] == [2, 1, 4, 3]
    assert found[3].likeness == 1


def test_one_text_of_one_gold_is_one_neighbour() -> None:
    second = most_alike(TEXTS[0], TEXTS[1:], normalise, 2)[1]
    assert (second.text.row, second.n) == (1, 2)
    other_gold = Text(8, "de-DE", "timer", "weck mich um sieben")
    assert [one.n for one in most_alike(TEXTS[0], [*TEXTS[1:], other_gold], normalise, 3)] == [1, 2, 1]


def test_the_order_of_the_rows_does_not_matter() -> None:
    shuffled = TEXTS[1:]
    random.Random(1).shuffle(shuffled)
    assert most_alike(TEXTS[0], shuffled, normalise, 10) == most_alike(TEXTS[0], TEXTS[1:], normalise, 10)


@given(st.lists(SOME_TEXT, min_size=2, max_size=2))
def test_likeness_equals_that_of_counted_ngrams(texts: list[str]) -> None:
    padded = [f" {text} " for text in texts]
    counter = CountVectorizer(analyzer=_slices, binary=True)
    one, other = counter.fit_transform(padded).toarray().astype(bool)
    assert likeness(*map(ngrams, texts)) == pytest.approx((one & other).sum() / (one | other).sum())


def _slices(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1)] + [text[i : i + 3] for i in range(len(text) - 2)]


@given(SOME_TEXT, SOME_TEXT)
def test_likeness_has_no_direction_and_is_whole_for_the_same_text(one: str, other: str) -> None:
    assert likeness(ngrams(one), ngrams(other)) == likeness(ngrams(other), ngrams(one)) <= 1
    assert likeness(ngrams(one), ngrams(one)) == 1


def test_a_very_long_text_counts_by_its_beginning() -> None:
    long = Text(0, "de-DE", "alarm", "weck mich um sechs " + "x" * 5_000_000)
    assert most_alike(long, [long], normalise, 1)[0].likeness == 1


def test_rows_of_the_intents_in_question_are_compared(frame_on: FrameOn) -> None:
    rows = [{"row": i, "locale": one.locale, "intent": one.intent} for i, one in enumerate(TEXTS)]
    frame = frame_on(rows)
    assert rows_to_compare(frame, 3, "en-US", {"alarm"}) == (0, 1, 2, 5, 6, 7)
    assert rows_to_compare(frame, 3, "de-DE", {"alarm", "timer"}, most=5) == (0, 1, 2, 4, 6)
    assert rows_to_compare(frame, 3, "de-DE", {"nothing"}) == ()
    with pytest.raises(UnknownColumn):
        rows_to_compare(frame_on([{"row": 1, "locale": "x"}]), 1, "x", {"a"})
