"""What simple models say of each label that they were not trained on: cross-validated, copies kept together."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.linear_models import Learn, learn_together
from analysis.annotation.spread import mixed
from analysis.arrow_codes import Codes

_FEWEST: Final = 2
_AT_ONCE: Final = 20_000

Features = Callable[[Codes], Any]
"""Makes a sparse matrix with a row for each of the places that it is given."""


def predict_out_of_sample(
    features: Features, labels: Codes, n_labels: int, groups: Codes, folds: Mapping[Learn, int], most_trained: int
) -> NDArray[np.float32]:
    """Return the probability of each label for each place: the mean of models that saw none of its group.

    `folds` tells in how many each way to learn is cross-validated. `most_trained` places at most, drawn evenly, train a
    model, and twice as many train all of one way: of many places the folds are fewer, two at least. Every place is
    scored. Where a fold leaves one label, or nothing, to learn, its probabilities are 0.
    """
    p = np.zeros((len(labels), n_labels), dtype=np.float32)
    n_models = np.zeros(len(labels), dtype=np.float32)
    most_folds = max(_FEWEST, 1 + 2 * most_trained // max(len(labels), 1))
    for n_folds, ways in _by_folds(folds, most_folds).items():
        fold = fold_of(groups, n_folds)
        said = _cross_validated(features, labels, n_labels, fold, learn_together(ways), most_trained)
        p += len(ways) * said
        n_models += len(ways) * said.any(axis=1)
    p /= np.maximum(n_models, 1)[:, None]
    return p


def _cross_validated(
    features: Features, labels: Codes, n_labels: int, fold: Codes, learn: Learn, most_trained: int
) -> NDArray[np.float32]:
    p = np.zeros((len(labels), n_labels), dtype=np.float32)

    def predict(each: int) -> None:
        trained = drawn(np.flatnonzero(fold != each), most_trained)
        if len(np.unique(labels[trained])) > 1:
            model = learn(features(trained), labels[trained], n_labels)
            for part in parts_of(np.flatnonzero(fold == each)):
                p[part] = model(features(part))

    # What takes the time lets go of the interpreter, so that threads share the cores.
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(predict, np.unique(fold).tolist()))
    return p


def _by_folds(folds: Mapping[Learn, int], most: int) -> dict[int, list[Learn]]:
    found: dict[int, list[Learn]] = {}
    for learn, n_folds in folds.items():
        found.setdefault(min(n_folds, most), []).append(learn)
    return found


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
