"""Texts as n-grams, held against a plain loop over them."""

from math import log, sqrt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.annotation.ngram_features import BITS, LONGEST, ngram_cells, ngram_features

texts = st.lists(st.text("abñ日", max_size=6), min_size=1, max_size=5)


def ngrams(text: str) -> set[str]:
    padded = f" {text} "
    return {padded[i : i + n] for n in range(1, LONGEST + 1) for i in range(len(padded) - n + 1)}


@given(texts)
def test_two_texts_share_the_columns_of_the_ngrams_that_they_share(listed: list[str]) -> None:
    cells = ngram_cells(listed)
    columns = [set((cells[cells >> BITS == row] & ((1 << BITS) - 1)).tolist()) for row in range(len(listed))]
    for i, one in enumerate(listed):
        for j, other in enumerate(listed):
            assert len(columns[i] & columns[j]) == len(ngrams(one) & ngrams(other))
    assert (np.diff(cells) > 0).all()


def test_no_text_gives_no_cell() -> None:
    assert len(ngram_cells([])) == 0


@given(texts)
def test_texts_are_as_alike_as_their_rare_ngrams(listed: list[str]) -> None:
    every = [ngrams(text) for text in listed]
    n_with = {ngram: sum(ngram in one for one in every) for one in every for ngram in one}
    weights = {ngram: log(len(listed) / n) for ngram, n in n_with.items() if n > 1}
    lengths = [sqrt(sum(weights.get(ngram, 0.0) ** 2 for ngram in one)) for one in every]
    drawn = np.arange(len(listed))
    rows = ngram_features(listed, drawn)(drawn).toarray()
    for i, one in enumerate(every):
        for j, other in enumerate(every):
            shared = sum(weights.get(ngram, 0.0) ** 2 for ngram in one & other)
            assert np.isclose(rows[i] @ rows[j], shared / (lengths[i] * lengths[j]) if shared else 0, atol=1e-5)


def test_what_none_of_the_drawn_has_is_left_out() -> None:
    rows = ngram_features(["stop", "stop it", "play it", "xyz"], np.arange(3))(np.array([3, 1])).toarray()
    assert (rows[0] == 0).all()
    assert np.isclose((rows[1] ** 2).sum(), 1)
