"""Texts as character n-grams, for a linear model: any script, no tokeniser, survives inflection.

Each n-gram of one to five characters, with a space before and after the text, is a column found by hashing. What
stands in a text twice counts once; a text is a vector of length 1 over the inverse document frequencies.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from analysis.annotation.out_of_sample import Features, parts_of
from analysis.arrow_codes import Codes

LONGEST: Final = 5
BITS: Final = 18
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


def ngram_features(texts: Sequence[str], drawn: Codes) -> Features:
    """Return what makes a matrix, a row a text, of the texts at the places that it is given.

    An n-gram weighs log(n / n with it) among the n texts at the places `drawn`; one that fewer than two of them have
    is left out, and so is one that all have, which tells nothing.
    """
    frequency = np.zeros(1 << BITS, dtype=np.int64)
    for part in parts_of(drawn):
        frequency += np.bincount(_columns(ngram_cells([texts[place] for place in part])), minlength=1 << BITS)
    rarity = np.log(len(drawn) / np.maximum(frequency, 1)).astype(np.float32)
    kept = (frequency > 1) & (rarity > 0)
    narrow = (np.cumsum(kept) - 1).astype(np.int32)

    def matrix(places: Codes) -> Any:
        cells = ngram_cells([texts[place] for place in places])
        cells = cells[kept[_columns(cells)]]
        row, columns = cells >> BITS, _columns(cells)
        weights = rarity[columns]
        lengths = np.sqrt(np.bincount(row, weights * weights, len(places)))
        starts = np.searchsorted(cells, np.arange(len(places) + 1, dtype=np.int64) << BITS)
        weights = (weights / lengths[row]).astype(np.float32)
        return sp.csr_matrix((weights, narrow[columns], starts), shape=(len(places), int(kept.sum())))

    return matrix


def ngram_cells(texts: Sequence[str]) -> Codes:
    """Return `row << BITS | column` of each text and each n-gram that it has, once, ascending."""
    points = np.frombuffer("".join(f" {text} " for text in texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    row = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    hashes = np.zeros(len(points), dtype=np.uint64)
    cells: list[NDArray[np.int64]] = [np.array([], dtype=np.int64)]
    for length in range(1, min(LONGEST, len(points)) + 1):
        ends = points[length - 1 :].astype(np.uint64)
        hashes = hashes[: len(ends)] * _FACTOR + ends + np.uint64(1)
        inside = row[: len(ends)] == row[length - 1 :]
        mixed = (hashes[inside] ^ (hashes[inside] >> np.uint64(29))) * _MIX
        cells.append((row[: len(ends)][inside] << BITS) + (mixed >> np.uint64(64 - BITS)).astype(np.int64))
    # `np.unique` would hash them, which takes ten times as long.
    found = np.sort(np.concatenate(cells))
    first: NDArray[np.bool_] = np.diff(found, prepend=-1) != 0
    return found[first]


def _columns(cells: Codes) -> Codes:
    return np.asarray(cells & ((1 << BITS) - 1), dtype=np.int64)
