"""Cross-validation: nothing of a group in its own model, every place scored, no more trained than allowed."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.linear_models import Learn, Matrix, Model, one_against_the_rest, ridge
from analysis.annotation.ngram_features import ngram_features
from analysis.annotation.out_of_sample import drawn, fold_of, predict_out_of_sample
from analysis.arrow_codes import Codes

places = st.lists(st.integers(0, 1_000), max_size=50)


@given(places, st.integers(1, 10))
def test_a_group_stays_in_one_fold(groups: list[int], n_folds: int) -> None:
    folds = fold_of(np.array(groups, dtype=np.int64), n_folds)
    assert len(set(zip(groups, folds.tolist(), strict=True))) == len(set(groups))
    assert all(0 <= fold < n_folds for fold in folds)


@given(places, st.integers(0, 60))
def test_drawn_are_so_many_of_the_places_and_the_same_each_time(listed: list[int], most: int) -> None:
    ascending = np.array(sorted(set(listed)), dtype=np.int64)
    found = drawn(ascending, most).tolist()
    assert len(found) == min(most, len(ascending))
    assert found == sorted(set(found) & set(listed))
    assert found == drawn(ascending, most).tolist()


TEXTS = [f"{verb} {thing}" for verb in ("play", "start") for thing in ("jazz", "rock", "a song", "music")] * 3
TEXTS += [f"{verb} {thing}" for verb in ("rain", "snow") for thing in ("today", "in oslo", "on friday", "now")] * 3
GROUPS = np.unique(TEXTS, return_inverse=True)[1].astype(np.int64)
RIGHT = [0] * 24 + [1] * 24


def logistic(rows: Any, labels: Codes, n_labels: int) -> Model:
    return one_against_the_rest(rows, labels, n_labels, 1e-4)


def least_squares(rows: Any, labels: Codes, n_labels: int) -> Model:
    return ridge(rows, labels, n_labels, 0.1)


def predicted(labels: list[int], most_trained: int = 100) -> Matrix:
    features = ngram_features(TEXTS, np.arange(len(TEXTS)))
    folds: dict[Learn, int] = {logistic: 4, least_squares: 5}
    return predict_out_of_sample(features, np.array(labels), 2, GROUPS, folds, most_trained)


def test_what_a_row_and_its_copies_are_labelled_does_not_count_for_them() -> None:
    turned = [1 if text == "play jazz" else label for text, label in zip(TEXTS, RIGHT, strict=True)]
    of_text = np.array([text == "play jazz" for text in TEXTS])
    assert of_text.sum() == 3
    assert (predicted(RIGHT)[of_text] == predicted(turned)[of_text]).all()
    assert (predicted(RIGHT)[of_text].argmax(axis=1) == 0).all()


def test_every_row_is_scored_whatever_trains() -> None:
    for most_trained in (100, 20):
        assert np.allclose(predicted(RIGHT, most_trained).sum(axis=1), 1)


def test_one_label_teaches_nothing() -> None:
    assert (predicted([0] * 48) == 0).all()


def test_of_many_places_two_folds_of_so_many_do() -> None:
    seen: list[int] = []

    def counting(rows: Any, labels: Codes, n_labels: int) -> Model:
        seen.append(len(labels))
        return logistic(rows, labels, n_labels)

    features = ngram_features(TEXTS, np.arange(len(TEXTS)))
    predict_out_of_sample(features, np.array(RIGHT), 2, GROUPS, {counting: 4}, 12)
    assert seen == [12, 12]
