"""Agreement against published tables, against other implementations, and against plain loops over pairs of labels."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, permutations, product

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from analysis.agreement import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    measure_agreement,
)

_FLEISS_TABLE = """
0 0 0 0 14 | 0 2 6 4 2 | 0 0 3 5 6 | 0 3 9 2 0 | 2 2 8 1 1 | 7 7 0 0 0 | 3 2 6 3 0 | 2 5 3 2 2 | 6 5 2 1 0 | 0 2 2 3 7
"""
_CODERS = (
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)

LABELS = st.sampled_from("abcd")
ITEMS = st.lists(st.lists(LABELS, max_size=5), max_size=12)


def test_the_published_table_of_cohen() -> None:
    counts = {("x", "x"): 20, ("x", "y"): 5, ("y", "x"): 10, ("y", "y"): 15}
    assert cohen_kappa([pair for pair, n in counts.items() for _ in range(n)]) == Coefficient(0.4, 50)


def test_the_published_table_of_fleiss() -> None:
    rows = [list(map(int, row.split())) for row in _FLEISS_TABLE.split("|")]
    found = fleiss_kappa([[label for label, n in enumerate(row) for _ in range(n)] for row in rows])
    assert found.value == pytest.approx(0.209931, abs=5e-7)
    assert found.n == 10


def test_the_published_table_of_krippendorff() -> None:
    units = [[label for label in labels if label != "."] for labels in zip(*(c.split() for c in _CODERS), strict=True)]
    assert sum(len(labels) for labels in units if len(labels) > 1) == 26
    found = krippendorff_alpha(units)
    assert found.value == pytest.approx(0.691358, abs=5e-7)
    assert found.n == 12


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1))
def test_cohen_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    found = cohen_kappa(pairs).value
    if len({label for pair in pairs for label in pair}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(*zip(*pairs, strict=True)))


@given(st.integers(2, 5).flatmap(lambda m: st.lists(st.lists(LABELS, min_size=m, max_size=m), min_size=1)))
def test_fleiss_is_the_excess_of_equal_pairs(items: list[list[str]]) -> None:
    in_all = [label for labels in items for label in labels]
    pairs = [a == b for labels in items for a, b in combinations(labels, 2)]
    equal = Fraction(sum(pairs), len(pairs))
    by_chance = Fraction(sum(a == b for a, b in product(in_all, repeat=2)), len(in_all) ** 2)
    found = fleiss_kappa(items).value
    if by_chance == 1:
        assert found is None
    else:
        assert found == pytest.approx(float((equal - by_chance) / (1 - by_chance)))


@given(ITEMS)
def test_krippendorff_is_the_lack_of_unequal_pairs(items: list[list[str]]) -> None:
    """Every ordered pair of two labels of an item, each label paired as often as it is given: once."""
    labelled = [labels for labels in items if len(labels) > 1]
    dealt = [label for labels in labelled for label in labels]
    observed = sum(
        (Fraction(a != b, len(labels) - 1) for labels in labelled for a, b in permutations(labels, 2)), Fraction(0)
    )
    expected = sum(a != b for a, b in permutations(dealt, 2))
    found = krippendorff_alpha(items)
    assert found.n == len(labelled)
    if expected == 0:
        assert found.value is None
    else:
        assert found.value == pytest.approx(float(1 - observed / Fraction(expected, len(dealt) - 1)))


@given(ITEMS)
def test_krippendorff_is_that_of_his_reference_package(items: list[list[str]]) -> None:
    assume(len({label for labels in items if len(labels) > 1 for label in labels}) > 1)
    table = np.array([[labels.count(label) for label in "abcd"] for labels in items])
    expected = krippendorff.alpha(value_counts=table, level_of_measurement="nominal")
    assert krippendorff_alpha(items).value == pytest.approx(expected)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1))
def test_no_coefficient_exceeds_one_and_is_one_only_where_all_agree(pairs: list[tuple[str, str]]) -> None:
    for found in (cohen_kappa(pairs), fleiss_kappa(pairs), krippendorff_alpha(pairs)):
        if found.value is not None:
            assert found.value <= 1 + 1e-12
            assert (found.value > 1 - 1e-12) == all(one == other for one, other in pairs)


@pytest.mark.parametrize("items", [[], [["a"]], [["a"], ["b"]], [["a", "a"]], [["a", "a"], ["a", "a"]]])
def test_what_tells_nothing_is_null(items: list[list[str]]) -> None:
    assert (fleiss_kappa(items).value, krippendorff_alpha(items).value) == (None, None)


def test_cohen_of_nothing_is_null() -> None:
    assert cohen_kappa([]) == Coefficient(None, 0)


def test_one_item_with_two_labels_is_no_agreement_at_all() -> None:
    assert krippendorff_alpha([["a", "b"]]).value == pytest.approx(0)
    assert fleiss_kappa([["a", "b"]]).value == -1
    assert cohen_kappa([("a", "b")]).value == 0


def test_fleiss_takes_items_of_one_size() -> None:
    with pytest.raises(ValueError, match=r"not \[1, 2\]"):
        fleiss_kappa([["a"], ["a", "b"]])


def test_all_of_it_over_items_and_annotators() -> None:
    given_labels = {
        1: {"Ann": "x", "Bo": "x", "Cy": "x"},
        2: {"Ann": "x", "Bo": "y"},
        3: {"Ann": "y", "Bo": "y"},
        4: {"Cy": "x", "Bo": "y"},
        5: {"Ann": "y"},
    }
    found = measure_agreement(given_labels)
    assert (found.n, found.n_equal, found.n_annotators) == (4, 2, 3)
    assert found.krippendorff == krippendorff_alpha([["x", "x", "x"], ["x", "y"], ["y", "y"], ["x", "y"]])
    assert (found.n_raters, found.fleiss) == (2, fleiss_kappa([["x", "y"], ["y", "y"], ["x", "y"]]))
    assert [(pair.annotators, pair.n, pair.n_equal) for pair in found.pairs] == [
        (("Ann", "Bo"), 3, 2),
        (("Bo", "Cy"), 2, 1),
        (("Ann", "Cy"), 1, 1),
    ]
    assert found.pairs[0].kappa == cohen_kappa([("x", "x"), ("x", "y"), ("y", "y")]).value
    assert found.pairs[2].kappa is None


@pytest.mark.parametrize("given_labels", [{}, {1: {"Ann": "x"}, 2: {"Bo": "y"}}])
def test_nobody_judged_what_another_did(given_labels: dict[int, dict[str, str]]) -> None:
    found = measure_agreement(given_labels)
    assert (found.n, found.n_equal, found.n_annotators, found.n_raters, found.pairs) == (0, 0, 0, 0, ())
    assert (found.krippendorff, found.fleiss) == (Coefficient(None, 0), Coefficient(None, 0))


def _of(labels: Sequence[str]) -> dict[str, str]:
    return {f"annotator {number}": label for number, label in enumerate(labels)}


@given(ITEMS)
def test_the_order_of_items_is_nothing(items: list[list[str]]) -> None:
    there = measure_agreement({number: _of(labels) for number, labels in enumerate(items)})
    back = measure_agreement({-number: _of(labels) for number, labels in reversed(list(enumerate(items)))})
    assert (there.n, there.n_equal, there.n_raters) == (back.n, back.n_equal, back.n_raters)
    assert there.krippendorff.value == pytest.approx(back.krippendorff.value)
