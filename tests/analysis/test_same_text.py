"""The same text in the same locale is found in each of its spellings, on every engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.frames import UnknownColumn
from analysis.same_text import rows_of_text, spellings
from loaders.normalise import normalise
from tests.analysis.conftest import FrameOn

ROWS = [
    {"row": 0, "locale": "fr-FR", "text": "Réveille-moi"},
    {"row": 1, "locale": "fr-FR", "text": "re\u0301veille-moi"},
    {"row": 2, "locale": "fr-FR", "text": "réveille-toi"},
    {"row": 3, "locale": "it-IT", "text": "réveille-moi"},
    {"row": 4, "locale": "fr-FR", "text": "réveille-moi"},
]


def test_other_spellings_are_found_and_other_locales_are_not(frame_on: FrameOn) -> None:
    assert rows_of_text(frame_on(ROWS), 0, "fr-FR", "Réveille-moi", normalise) == (1, 4)
    assert rows_of_text(frame_on(ROWS), 3, "it-IT", "réveille-moi", normalise) == ()
    assert rows_of_text(frame_on(ROWS), 9, "fr-FR", "réveille-moi", normalise, most=2) == (0, 1)
    with pytest.raises(UnknownColumn):
        rows_of_text(frame_on([{"row": 1}]), 0, "fr-FR", "x", normalise)


@given(st.text(max_size=12))
def test_every_spelling_is_the_same_text(text: str) -> None:
    found = spellings(text, normalise)
    assert text in found
    assert {normalise(one) for one in found} == {normalise(text)}
