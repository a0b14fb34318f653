"""Texts as character n-grams, for a linear model: any script, no tokeniser, survives inflection.

Each n-gram of one to five characters, with a space before and after the text, is a column found by hashing. What
stands in a text twice counts once; a text is a vector of length 1 over the inverse document frequencies.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

LONGEST: Final = 5
BITS: Final = 18
_FACTOR: Final = np.uint64(0x9E3779B97F4A7C15)
_SMALLEST: Final = 1e-9
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


def ngram_counts(texts: Sequence[str]) -> Any:
    """Return a sparse matrix, a row a text, 1 where it has an n-gram of the column; no text gives no row."""
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
    return ones(np.unique(np.concatenate(cells)), len(texts), BITS)


def ones(cells: NDArray[np.int64], n_rows: int, bits: int) -> Any:
    """Return a sparse matrix with 1 in these cells; a cell is `row << bits | column`, each stands once, ascending."""
    starts = np.searchsorted(cells, np.arange(n_rows + 1, dtype=np.int64) << bits)
    columns = (cells & ((1 << bits) - 1)).astype(np.int32)
    return sp.csr_matrix((np.ones(len(columns), dtype=np.float32), columns, starts), shape=(n_rows, 1 << bits))


def weighted(counts: Any, training: Any) -> Any:
    """Weigh each n-gram by its rarity among the training rows, log(n / n with it), and make each row of length 1.

    Columns that fewer than two training rows have are left out.
    """
    frequency = np.bincount(training.indices, minlength=training.shape[1])
    kept = np.flatnonzero(frequency > 1)
    rarity = np.log(training.shape[0] / frequency[kept]).astype(np.float32)
    found = (counts[:, kept] @ sp.diags(rarity)).tocsr()
    lengths = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(lengths, _SMALLEST)) @ found).tocsr().astype(np.float32)
