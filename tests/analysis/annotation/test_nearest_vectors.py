"""Nearest neighbours against a plain loop over all pairs, and whatever the size of the blocks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from analysis.annotation import nearest_vectors as module
from analysis.annotation.nearest_vectors import nearest_vectors

VECTOR = st.lists(st.integers(-2, 2), min_size=3, max_size=3)


def nearest(vectors: list[list[float]], parts: list[int], k: int) -> csr_array:
    return nearest_vectors(np.array(vectors, dtype=np.float32).reshape(-1, 3), np.array(parts, dtype=np.int64), k)


def unit(vector: list[float]) -> list[float]:
    length = math.hypot(*vector)
    return [x / length for x in vector] if length > 1e-6 else [0.0] * len(vector)


def by_hand(vectors: list[list[float]], parts: list[int], k: int) -> list[dict[int, float]]:
    """For each vector its nearest of the same part, by the cosine of directions from the mean direction."""
    found: list[dict[int, float]] = []
    for i in range(len(vectors)):
        same = [j for j in range(len(vectors)) if parts[j] == parts[i]]
        units = {j: unit(vectors[j]) for j in same}
        mean = [sum(units[j][d] for j in same) / len(same) for d in range(3)]
        centred = {j: unit([x - m for x, m in zip(units[j], mean, strict=True)]) for j in same}
        cosines = {j: sum(a * b for a, b in zip(centred[i], centred[j], strict=True)) for j in same if j != i}
        kept = sorted(cosines, key=lambda j: (-round(cosines[j] * 2**20), j))[:k]
        found.append({j: cosines[j] for j in kept if cosines[j] > 1e-6})
    return found


@given(st.lists(st.tuples(VECTOR, st.integers(0, 1)), max_size=12), st.integers(1, 4))
def test_against_a_plain_loop(held: list[tuple[list[float], int]], k: int) -> None:
    vectors, parts = [vector for vector, _ in held], [part for _, part in held]
    found = nearest(vectors, parts, k)
    for i, wanted in enumerate(by_hand(vectors, parts, k)):
        line = {int(j): float(found[i, j]) for j in found.indices[found.indptr[i] : found.indptr[i + 1]]}
        # Cosines that rounding alone sets apart may stand for each other: then the likeness is the same.
        assert sorted(line.values()) == pytest.approx(sorted(wanted.values()), abs=1e-5)


def test_of_equals_the_first_are_taken_and_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = [[1.0, 0, 0]] * 4 + [[0, 1.0, 0]] * 4 + [[0, 0, 1.0]]
    whole = nearest(vectors, [0] * 9, 2)
    assert whole.indices[whole.indptr[3] : whole.indptr[4]].tolist() == [0, 1]
    assert whole.indices[whole.indptr[0] : whole.indptr[1]].tolist() == [1, 2]
    monkeypatch.setattr(module, "_CELLS", 20)
    assert (nearest(vectors, [0] * 9, 2) != whole).nnz == 0


def test_what_all_have_in_common_makes_nobody_near() -> None:
    cone = [[10.0, 1, 0], [10.0, 1.1, 0], [10.0, -1, 0], [10.0, -1.1, 0]]
    found = nearest(cone, [0] * 4, 3)
    assert [found.indices[found.indptr[i] : found.indptr[i + 1]].tolist() for i in range(4)] == [[1], [0], [3], [2]]


def test_one_alone_has_no_neighbour() -> None:
    assert nearest([], [], 3).shape == (0, 0)
    assert nearest([[1.0, 0, 0], [1.0, 0, 0]], [0, 1], 3).nnz == 0
