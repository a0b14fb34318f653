"""Words as a tagger sees them: what it may know, and what not."""

from collections.abc import Sequence

import numpy as np

from analysis.annotation.golds import read_golds
from analysis.annotation.slot_places import place_slots
from analysis.annotation.word_features import spell, word_features
from analysis.annotation.words import BORDER
from loaders.normalise import normalise
from tests.analysis.annotation.annotated import requests
from tests.analysis.conftest import FrameOn


def rows_of(frame_on: FrameOn, labels: Sequence[int] = ()) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    golds = read_golds(frame_on(requests()), normalise)
    places = place_slots(golds, normalise)
    n = len(places.words.codes)
    given = np.array(labels or [0] * n, dtype=np.int64)
    return np.asarray(word_features(places, spell(golds, places), given)(np.arange(n)).toarray())


def test_a_word_knows_the_labels_beside_it_but_not_its_own(frame_on: FrameOn) -> None:
    plain = rows_of(frame_on)
    marked = rows_of(frame_on, [3 if at == 2 else 0 for at in range(len(plain))])
    changed = np.flatnonzero((plain != marked).any(axis=1))
    assert changed.tolist() == [1, 3]


def test_parts_are_rows_of_the_whole(frame_on: FrameOn) -> None:
    golds = read_golds(frame_on(requests()), normalise)
    places = place_slots(golds, normalise)
    matrix = word_features(places, spell(golds, places), np.zeros(len(places.words.codes), dtype=np.int64))
    some = np.array([1, 2, 5])
    assert (matrix(some).toarray() == rows_of(frame_on)[some]).all()


def test_endings_are_equal_where_the_letters_are(frame_on: FrameOn) -> None:
    golds = read_golds(frame_on(requests()), normalise)
    places = place_slots(golds, normalise)
    spelled = spell(golds, places)
    assert (spelled[BORDER] == 0).all()
    known = {
        word: number
        for text, start, length in zip(
            [golds.normal.values[golds.normal.codes[at]] for at in np.unique(places.text_of, return_index=True)[1]],
            places.words.starts,
            places.words.lengths,
            strict=True,
        )
        for word, number in zip(str(text).split(), places.words.codes[start : start + length].tolist(), strict=True)
    }
    for one in known:
        for other in known:
            same = (spelled[known[one]] == spelled[known[other]]).tolist()
            assert same == [one[-3:] == other[-3:], one[:3] == other[:3]]
