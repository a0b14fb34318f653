"""How often each group has each label: what a majority is made of, for a million places at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from analysis.arrow_codes import Codes

_LEAST: Final = 2


@dataclass(frozen=True, eq=False)
class LabelCounts:
    """Counts by group and label. `own[i]` of the label of place i in its group.

    By group: `total` of all labels, `most` of its most frequent one, `n_most` how many labels are as frequent, and
    `first_most` the highest of those labels.
    """

    own: Codes
    total: Codes
    most: Codes
    n_most: Codes
    first_most: Codes
    _keys: Codes
    _counts: Codes
    _wide: int

    def of_window(self, group: int) -> list[tuple[int, int]]:
        """Return the labels of a group with their counts, the most frequent first, then the highest label."""
        start, end = np.searchsorted(self._keys, [group * self._wide, (group + 1) * self._wide])
        found = [(int(self._keys[i]) % self._wide - _LEAST, int(self._counts[i])) for i in range(start, end)]
        return sorted(found, key=lambda one: (-one[1], -one[0]))


def count_labels(groups: Codes, labels: Codes, times: Codes) -> LabelCounts:
    """Count labels, `-_LEAST` or more, by group, from 0; place i counts `times[i]`."""
    n_groups = int(groups.max(initial=-1)) + 1
    wide = int(labels.max(initial=0)) + 1 + _LEAST
    keys, of_place = np.unique(groups * wide + labels + _LEAST, return_inverse=True)
    counts = np.bincount(of_place, times, len(keys)).astype(np.int64)
    group, label = keys // wide, keys % wide - _LEAST
    most = np.zeros(n_groups, dtype=np.int64)
    np.maximum.at(most, group, counts)
    leading = counts == most[group]
    first_most = np.full(n_groups, -_LEAST, dtype=np.int64)
    np.maximum.at(first_most, group[leading], label[leading])
    total = np.bincount(group, counts, n_groups).astype(np.int64)
    n_most = np.bincount(group, leading, n_groups).astype(np.int64)
    return LabelCounts(counts[of_place], total, most, n_most, first_most, keys, counts, wide)
