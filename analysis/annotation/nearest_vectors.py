"""The nearest neighbours of vectors by cosine, exactly: all are compared with all, a block at a time.

What all texts of a locale have in common is taken out first: the mean of their directions. Language models put all
texts into a narrow cone, some into a very narrow one (any two German requests have a cosine of 0.8); without its axis
0 is what two texts have that are no more alike than any two, whatever the model.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from analysis.arrow_codes import Codes

_CELLS: Final = 2**24
"""So many cosines are held at once: 64 MiB."""

_STEPS: Final = 2**20
"""Cosines are told apart by so many steps: what rounds differently on another machine is equal."""


def nearest_vectors(vectors: NDArray[np.float32], parts: Codes, k: int) -> csr_array:
    """Return the cosines, above 0, of each vector with its `k` nearest of the same part, itself left out.

    Of equals the first are taken. A line a vector; nearest is not mutual, so the matrix is not symmetric. Time grows
    with the square of the largest part: 100,000 vectors of 384 numbers take some minutes on two cores.
    """
    found: list[tuple[Codes, Codes, NDArray[np.float64]]] = []
    for part in np.unique(parts).tolist():
        places = np.flatnonzero(parts == part)
        centred = _centred(vectors[places])
        size = max(1, _CELLS // len(places))
        for start in range(0, len(places), size):
            lines, near, cosines = _of_block(centred, start, min(start + size, len(places)), k)
            found.append((places[lines], places[near], cosines))
    if not found:
        return csr_array((0, 0), dtype=np.float64)
    lines, near, cosines = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return csr_array((cosines, (lines, near)), shape=(len(vectors), len(vectors)))


def _centred(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    directions = _of_length_one(vectors.astype(np.float32))
    return _of_length_one(directions - directions.mean(axis=0))


def _of_length_one(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-6))


def _of_block(centred: NDArray[np.float32], start: int, end: int, k: int) -> tuple[Codes, Codes, NDArray[np.float64]]:
    n = len(centred)
    steps = np.rint((centred[start:end] @ centred.T) * _STEPS).astype(np.int64)
    steps[np.arange(end - start), np.arange(start, end)] = -2 * _STEPS
    # One number for both: the higher cosine first, of equals the earlier one.
    keys = steps * n - np.arange(n)
    kept = np.argpartition(-keys, min(k, n) - 1, axis=1)[:, :k]
    cosines = np.take_along_axis(steps, kept, axis=1) / _STEPS
    lines, columns = np.nonzero(cosines > 0)
    return lines + start, kept[lines, columns], np.minimum(cosines[lines, columns], 1.0)
