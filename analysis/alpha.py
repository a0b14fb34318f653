"""Krippendorff's alpha with an interval, for unordered labels and for labels in an order.

`alpha = 1 - (n - 1) Σ o_ck d_ck / Σ n_c n_k d_ck` over the pairs of different labels c < k: `n_c` how often label c was
given, `n` all of them; `o_ck` how often c and k meet in an item, a pair of an item with m labels weighing 1 / (m - 1).
`d` is 1 for unordered labels. In an order it is `(n_c / 2 + ... + n_k / 2)²`, what lies between the two with all labels
between them and half of their own: neighbours that nobody uses are near (Krippendorff 2004, section 11.3).

All of it comes from sums over the items, so the interval resamples items (`analysis.bootstrap`): it says what other
utterances of the same kind, judged by the same people, would give; not what other judges would.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray

from analysis.bootstrap import MOST_UNDEFINED, N_DRAWS, SEED, percentile_interval
from analysis.intervals import Interval
from analysis.resampling import resample_sums

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha of `n` items with two labels or more, and the middle 95 % of its resamples.

    Both are null where fewer than two different labels were given; the interval also where more than 5 % of the
    resamples have fewer.
    """

    value: float | None
    interval: Interval | None
    n: int


def measure_alpha(
    items: Iterable[Sequence[Hashable]],
    order: Sequence[Hashable] = (),
    n_draws: int = N_DRAWS,
    seed: int = SEED,
) -> Alpha:
    """Return alpha of items, each the labels it was given; items with fewer than two tell nothing and are left out.

    `order` has every label that occurs, the lowest first; without it labels have no order. A label that it lacks
    raises KeyError.

    >>> items = [["1", "2"], ["1", "1"], ["3", "3"], ["3", "3"]]
    >>> round(measure_alpha(items).value, 6), round(measure_alpha(items, ["1", "2", "3"]).value, 6)
    (0.631579, 0.9)
    """
    sorted_labels = (tuple(sorted(labels, key=repr)) for labels in items if len(labels) > 1)
    patterns = Counter(sorted_labels).most_common()
    n_items = sum(n for _, n in patterns)
    used = {label for labels, _ in patterns for label in labels}
    if len(used) < 2:
        return Alpha(None, None, n_items)
    ranks = {label: rank for rank, label in enumerate(order or used)}
    coded = [[ranks[label] for label in labels] for labels, _ in patterns]
    table, weight = _sums_of(coded, len(ranks), bool(order))
    counts = np.array([n for _, n in patterns], dtype=np.int64)
    alphas = _alphas(np.array([counts @ table], dtype=np.float64), len(ranks), weight)
    drawn = _alphas(resample_sums(table, counts, n_draws, np.random.default_rng(seed)), len(ranks), weight)
    defined = drawn[np.isfinite(drawn)]
    sure = len(defined) >= (1 - MOST_UNDEFINED) * n_draws
    return Alpha(float(alphas[0]), percentile_interval(defined) if sure else None, n_items)


def _sums_of(coded: Sequence[Sequence[int]], n_labels: int, ordered: bool) -> tuple[NDArray[np.int64], int]:
    """Return for each item how often it has each label, then its pairs: of each two labels, or of all unequal ones.

    Pairs weigh `weight / (m - 1)`, which is whole.
    """
    weight = lcm(*(len(labels) - 1 for labels in coded))
    pairs = list(combinations(range(n_labels), 2)) if ordered else []
    column = {pair: n_labels + index for index, pair in enumerate(pairs)}
    table = np.zeros((len(coded), n_labels + max(len(pairs), 1)), dtype=np.int64)
    for line, labels in zip(table, coded, strict=True):
        for label in labels:
            line[label] += 1
        for one, other in combinations(sorted(labels), 2):
            if one != other:
                line[column.get((one, other), n_labels)] += weight // (len(labels) - 1)
    return table, weight


def _alphas(sums: Floats, n_labels: int, weight: int) -> Floats:
    """Return alpha of each line of sums; not-a-number where only one label was given."""
    times, observed = sums[:, :n_labels], sums[:, n_labels:] / weight
    n = times.sum(axis=1)
    one, other = np.triu_indices(n_labels, 1)
    if observed.shape[1] == 1:
        by_chance = (n**2 - (times**2).sum(axis=1)) / 2
    else:
        between = np.cumsum(times, axis=1) - times / 2
        distances = (between[:, other] - between[:, one]) ** 2
        by_chance = (times[:, one] * times[:, other] * distances).sum(axis=1)
        observed = observed * distances
    unequal = observed.sum(axis=1)
    found = np.full(len(sums), np.nan)
    np.divide((n - 1) * unequal, by_chance, out=found, where=by_chance > 0)
    return 1 - found
