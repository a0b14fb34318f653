"""Two linear models, by a second route each."""

from functools import partial

import numpy as np
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge, SGDClassifier

from analysis.annotation.linear_models import Learn, Matrix, learn_together, one_against_the_rest, ridge, ridge_duals
from analysis.arrow_codes import Codes


def drawn_rows(seed: int, n: int = 40, wide: int = 12) -> Matrix:
    return np.random.default_rng(seed).integers(0, 2, (n, wide)).astype(np.float32)


def labels_of(rows: Matrix, n_labels: int) -> Codes:
    sums: Codes = rows[:, :3].sum(axis=1).astype(np.int64) % n_labels
    return sums


@given(st.integers(0, 50), st.floats(0.5, 10))
def test_duals_solve_the_equation(seed: int, penalty: float) -> None:
    rows = drawn_rows(seed)
    targets = np.random.default_rng(seed + 1).normal(size=(40, 3)).astype(np.float32)
    wanted = np.linalg.solve(rows @ rows.T + penalty * np.eye(40), targets)
    found = ridge_duals(sp.csr_matrix(rows), targets, penalty)
    left = targets - (rows @ (rows.T @ found) + penalty * found)
    assert (np.linalg.norm(left, axis=0) <= 0.011 * np.linalg.norm(targets, axis=0)).all()
    assert np.abs(found - wanted).max() < 0.05 * max(1.0, float(np.abs(wanted).max()))


def test_ridge_orders_labels_as_least_squares_does() -> None:
    rows = drawn_rows(1)
    labels = labels_of(rows, 3)
    shares = np.bincount(labels, minlength=3) / len(labels)
    wanted = Ridge(alpha=1.0, fit_intercept=False).fit(rows, np.eye(3)[labels] - shares).predict(rows) + shares
    p = ridge(sp.csr_matrix(rows), labels, 3, 1.0)(sp.csr_matrix(rows))
    expected = np.exp(10 * wanted) / np.exp(10 * wanted).sum(axis=1, keepdims=True)
    assert np.abs(p - expected).max() < 0.05


def test_one_against_the_rest_says_what_the_library_would() -> None:
    rows = drawn_rows(2)
    for n_labels in (2, 3):
        labels = labels_of(rows, n_labels)
        fitted = SGDClassifier(loss="log_loss", alpha=1e-3, max_iter=8, tol=None, random_state=0)
        fitted.fit(sp.csr_matrix(rows), labels)
        found = one_against_the_rest(sp.csr_matrix(rows), labels, n_labels, 1e-3)(sp.csr_matrix(rows))
        assert np.allclose(found, fitted.predict_proba(sp.csr_matrix(rows)), atol=1e-3)


def test_a_label_that_no_row_has_gets_nothing() -> None:
    rows = sp.csr_matrix(drawn_rows(3))
    labels = labels_of(drawn_rows(3), 2) * 2
    for model in (one_against_the_rest(rows, labels, 3, 1e-3), ridge(rows, labels, 3, 1.0)):
        p = model(rows)
        assert (p[:, 1] == 0).all()
        assert np.allclose(p.sum(axis=1), 1, atol=1e-5)


def test_together_they_say_the_mean() -> None:
    rows = sp.csr_matrix(drawn_rows(4))
    labels = labels_of(drawn_rows(4), 3)
    ways: list[Learn] = [partial(ridge, penalty=1.0), partial(one_against_the_rest, penalty=1e-3)]
    alone = [way(rows, labels, 3)(rows) for way in ways]
    assert np.allclose(learn_together(ways)(rows, labels, 3)(rows), (alone[0] + alone[1]) / 2)
