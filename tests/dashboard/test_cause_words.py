"""A cause names the words of the text that it is about."""

import re
from dataclasses import replace

import pytest

from analysis.changes import Change
from analysis.placement import Slot
from dashboard.figures.cause_words import boundary_words, cause_line
from tests.dashboard.test_lanes import BROKEN, MISSING, MOVED, RIGHT


def plain(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("erste april", "april", "date lost “erste”"),
        ("erste april", "Erste", "date lost “april”"),
        ("april", "am ersten april 2026", "date gained “am ersten” and “2026”"),
        ("erste april", "mai", ""),
    ],
)
def test_a_boundary_says_what_it_lost_or_gained(before: str, after: str, words: str) -> None:
    assert plain(boundary_words(Change("value_changed", "date", before, after))) == words
    assert boundary_words(Change("slot_missing", "date", before, None)) == ""


def test_each_cause_tells_its_own_change() -> None:
    assert plain(cause_line("boundary_moved", BROKEN)) == "value boundary moved (date lost “erste”)"
    other = replace(BROKEN, candidate=replace(MOVED, intent="quirky", slots=(Slot("date", "mai"),)))
    assert plain(cause_line("intent_changed", other)) == "intent changed (query → quirky)"
    assert plain(cause_line("value_changed", other)) == "value changed (date: erste april → mai)"
    assert plain(cause_line("slot_missing", replace(BROKEN, candidate=replace(MOVED, slots=())))) == (
        "slot missing (date: erste april → –)"
    )
    assert plain(cause_line("no_answer", replace(BROKEN, candidate=MISSING))) == "no answer"


def test_a_fix_tells_the_error_that_is_gone() -> None:
    fixed = replace(BROKEN, baseline=MOVED, candidate=RIGHT, judged="baseline", outcome="positive_flip")
    assert plain(cause_line("boundary_moved", fixed)) == "value boundary moved (date lost “erste”)"
