"""Features and cross-validation: n-grams by a plain loop, and nothing of a group in its own model."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.ngram_features import LONGEST, ngram_counts, weighted
from analysis.annotation.out_of_sample import FOLDS, fold_of, predict_out_of_sample


def ngrams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(padded) - n + 1)}


@given(st.lists(st.text("abñ日", max_size=6), min_size=1, max_size=5))
def test_two_texts_share_the_columns_of_the_ngrams_that_they_share(texts: list[str]) -> None:
    counts = ngram_counts(texts).toarray()
    for i, one in enumerate(texts):
        for j, other in enumerate(texts):
            assert counts[i] @ counts[j] == len(ngrams(one) & ngrams(other))


def test_no_text_gives_no_row() -> None:
    assert ngram_counts([]).shape[0] == 0


def test_each_text_has_length_one_of_what_training_knows() -> None:
    training = ngram_counts(["stop", "stop it", "play it"])
    found = weighted(ngram_counts(["stop it", "xyz"]), training).toarray()
    assert np.isclose(np.sqrt((found[0] ** 2).sum()), 1)
    # All texts have the space, so it tells nothing; nothing else of the other is known.
    assert (found[1] == 0).all()


@given(st.lists(st.integers(0, 1_000), max_size=50))
def test_a_group_stays_in_one_fold(groups: list[int]) -> None:
    folds = fold_of(np.array(groups, dtype=np.int64))
    assert len(set(zip(groups, folds.tolist(), strict=True))) == len(set(groups))
    assert all(0 <= fold < FOLDS for fold in folds)


TEXTS = [f"{verb} {thing}" for verb in ("play", "start") for thing in ("jazz", "rock", "a song", "music")] * 3
TEXTS += [f"{verb} {thing}" for verb in ("rain", "snow") for thing in ("today", "in oslo", "on friday", "now")] * 3


def predicted(labels: list[int], most_trained: int = 100) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    groups = np.unique(TEXTS, return_inverse=True)[1].astype(np.int64)
    return predict_out_of_sample(ngram_counts(TEXTS), np.array(labels), 2, groups, weighted, 1e-4, most_trained)


def test_what_a_row_and_its_copies_are_labelled_does_not_count_for_them() -> None:
    right = [0] * 24 + [1] * 24
    turned = [1 if text == "play jazz" else label for text, label in zip(TEXTS, right, strict=True)]
    of_text = np.array([text == "play jazz" for text in TEXTS])
    assert of_text.sum() == 3
    assert (predicted(right)[of_text] == predicted(turned)[of_text]).all()
    assert (predicted(right)[of_text].argmax(axis=1) == 0).all()


def test_every_row_is_scored_whatever_trains() -> None:
    p = predicted([0] * 24 + [1] * 24, most_trained=20)
    assert np.allclose(p.sum(axis=1), 1)


def test_one_label_teaches_nothing() -> None:
    assert (predicted([0] * 48) == 0).all()
