"""Whatever a text and its slots are, a row and its lanes give the text back letter by letter, and no tag of its own."""

import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from analysis.placement import Slot
from dashboard.figures.flip_row import flip_row, similar_row
from dashboard.figures.lanes import answer_lane, gold_lane
from dashboard.figures.visible import named_controls
from tests.dashboard.test_lanes import BROKEN, MOVED

TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from("<>&\"' \u202e\u2067\u200b\u200dकि👩🇩e\u0301اب")), max_size=60
)
CONTROL = re.compile(r'<span class="control"[^>]*>([^<]*)</span>')
BLOCK = re.compile(r'<div class="(?:flip-text|lane-text)"[^>]*>(.*?)</div>')
NAME = re.compile(r"<small>.*?</small>")


def text_in(html: str) -> str:
    """The text of the first block, control characters by name."""
    block = BLOCK.search(html)
    assert block is not None
    with_names = CONTROL.sub(r"[\1]", NAME.sub("", block[1]))
    return unescape(re.sub("<[^>]*>", "", with_names))


@given(TEXT, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=3))
def test_the_text_stands_there_letter_by_letter(text: str, places: list[tuple[int, int]]) -> None:
    slots = tuple(Slot("name", text[start:end], start, end) for start, end in places)
    answer = replace(MOVED, slots=slots[1:])
    utterance = replace(BROKEN, text=text, slots=slots, baseline=answer, candidate=answer)
    shown = named_controls(text)
    assert text_in(flip_row(utterance)) == shown
    assert text_in(gold_lane(utterance)) == shown
    assert text_in(answer_lane(utterance, "candidate", "v2")) == shown


@given(TEXT)
def test_no_field_brings_a_tag_of_its_own(text: str) -> None:
    tagged = f"{text}<x-evil {text}>"
    utterance = replace(BROKEN, text=tagged, intent=tagged, locale=tagged, annotator=tagged, domain=tagged)
    html = flip_row(utterance) + gold_lane(utterance) + similar_row(utterance, BROKEN)
    assert "<x-evil" not in html
    assert "\u202e" not in re.sub('lang="[^"]*"', "", html)
