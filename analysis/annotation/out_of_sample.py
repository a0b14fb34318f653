"""What simple models say of each label that they were not trained on: cross-validated, copies kept together."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.linear_models import Learn, learn_together
from analysis.annotation.spread import mixed
from analysis.arrow_codes import Codes

HALVES: Final = 2
_AT_ONCE: Final = 20_000

Features = Callable[[Codes], Any]
"""Makes a sparse matrix with a row for each of the places that it is given."""


def predict_out_of_sample(
    features: Features, labels: Codes, n_labels: int, groups: Codes, folds: Mapping[Learn, int], most_trained: int
) -> NDArray[np.float32]:
    """Return the probability of each label for each place: the mean of models that saw none of its group.

    `folds` tells how many each way to learn is cross-validated in. `most_trained` places at most, drawn evenly, train a
    model; every place is scored. Where half the places are as many, two folds do for all. Where a fold leaves one
    label, or nothing, to learn, its probabilities are 0.
    """
    if len(labels) >= HALVES * most_trained:
        folds = {learn_together(tuple(folds)): HALVES}
    p = np.zeros((len(labels), n_labels), dtype=np.float32)
    n_models = np.zeros(len(labels), dtype=np.float32)
    for learn, n_folds in folds.items():
        fold = fold_of(groups, n_folds)
        for each in np.unique(fold):
            others, held = np.flatnonzero(fold != each), np.flatnonzero(fold == each)
            trained = drawn(others, most_trained)
            if len(np.unique(labels[trained])) < 2:
                continue
            model = learn(features(trained), labels[trained], n_labels)
            for part in parts_of(held):
                p[part] += model(features(part))
            n_models[held] += 1
    p /= np.maximum(n_models, 1)[:, None]
    return p


def fold_of(groups: Codes, folds: int) -> Codes:
    """Return the fold of each row: those of one group share it, whatever else there is."""
    return (mixed(groups) % np.uint64(folds)).astype(np.int64)


def drawn(places: Codes, most: int) -> Codes:
    """Return so many of the places at most, ascending, drawn evenly: the same ones each time."""
    if len(places) <= most:
        return places
    return np.sort(places[np.argpartition(mixed(places), most)[:most]])


def parts_of(places: Codes) -> Iterator[Codes]:
    """Cut places into parts that a matrix is made of at once."""
    return (places[start : start + _AT_ONCE] for start in range(0, len(places), _AT_ONCE))
