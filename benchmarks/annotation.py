"""Finds wrong labels that are known: each detector, their fusion, and cleanlab alone, side by side.

python -m benchmarks.annotation                 MASSIVE, errors put in; the sample data; MASSIVE's own judges
python -m benchmarks.annotation --rows 1000000  only the learned detectors' time, over the sample data multiplied
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

import sample_data
from analysis.annotation.expected_intents import expected_intents
from analysis.annotation.golds import Golds, read_golds
from analysis.annotation.guideline_breaks import find_guideline_breaks, suspects_of_breaks
from analysis.annotation.learned_intents import find_learned_intents, intent_probabilities, learn_intents
from analysis.annotation.learned_slots import find_learned_slots, text_at_words, word_probabilities
from analysis.annotation.models_agree import find_models_agree
from analysis.annotation.near_duplicates import find_near_duplicates
from analysis.annotation.parallel_requests import find_parallel
from analysis.annotation.ranking import borda
from analysis.annotation.run_confidence import find_unsure_runs
from analysis.annotation.same_text import find_same_text
from analysis.annotation.slot_places import place_slots
from analysis.annotation.suspect import Suspects, worst_of_each
from analysis.annotation.variation import find_variation
from benchmarks.label_errors import INJECTIONS, MASSIVE, MASSIVE_RUNS, Row, massive_rows, sample_rows
from loaders.normalise import normalise

_FURTHER: Final = ("parallel_id", "annotator", "annotated_at", "guideline_version")
_LOCALES: Final = ("en-US", "de-DE", "fr-FR", "es-ES")
Scores = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int)
    options = parser.parse_args()
    if options.rows:
        return _time_learned(options.rows)
    rows, wrong = sample_rows()
    _report("sample data, planted", rows, wrong, _sample_answers())
    if not MASSIVE.exists():
        print(f"MASSIVE left out: there is no {MASSIVE.name} beside the clone")
        return None
    _report_judges()
    answers = _answers(path.open(encoding="utf-8") for path in sorted(MASSIVE_RUNS.glob("v*.jsonl")))
    for inject in INJECTIONS:
        rows = massive_rows(_LOCALES, ("test",))
        wrong = inject(rows, random.Random(7))
        _report(f"MASSIVE test, 4 locales, {inject.__name__}", rows, wrong, answers)
    return None


def _report_judges() -> None:
    for score in ("intent_score", "slots_score"):
        rows = massive_rows(["de-DE"], ("test", "dev"))
        said_wrong = {r["row"]: sum(one[score] == 0 for one in r["judgments"]) for r in rows}
        _report(f"MASSIVE de-DE, two of three judges: {score} 0", rows, {r for r, n in said_wrong.items() if n > 1}, ())


def _report(title: str, rows: list[Row], wrong: set[int], answers: Iterable[dict[tuple[str, str], Row]]) -> None:
    table, runs = _with_runs(rows, list(answers))
    golds = read_golds(table, normalise, _FURTHER)
    is_wrong = np.isin(np.arange(len(rows)), list(wrong))
    print(f"\n{title}: {len(wrong):,} of {len(rows):,} wrong\n\n| | AP | P@100 | rows a second |\n|---|---:|---:|---:|")
    scores = {}
    for name, find in _detectors(table, golds, runs).items():
        started = time.perf_counter()
        scores[name] = _by_utterance(find(), len(rows))
        _print(name, scores[name], is_wrong, time.perf_counter() - started)
    both = np.array(list(scores.values()))
    _print("Borda of all", borda(both), is_wrong)
    _print_cleanlab(golds, is_wrong)


def _detectors(table: pa.Table, golds: Golds, runs: list[str]) -> dict[str, Callable[[], Suspects]]:
    places = place_slots(golds, normalise)

    def breaks() -> Suspects:
        expected = expected_intents(golds, learn_intents(golds))
        found = find_guideline_breaks(golds, expected)
        for one in found[:2]:
            print(f"<!-- {one.what.reason()} -->")
        return suspects_of_breaks(golds, found)

    of_golds: dict[str, Callable[[], Suspects]] = {
        "same text": lambda: find_same_text(golds),
        "near duplicates": lambda: find_near_duplicates(golds, places),
        "variation": lambda: find_variation(golds, places),
        "parallel requests": lambda: find_parallel(golds),
        "learned intents": lambda: find_learned_intents(golds, learn_intents(golds)),
        "learned slots": lambda: find_learned_slots(golds, places),
    }
    if "annotator" in golds.further:
        of_golds["guideline breaks"] = breaks
    of_runs: dict[str, Callable[[], Suspects]] = {
        "models agree": lambda: find_models_agree(table, runs, normalise),
        "runs' confidence": lambda: find_unsure_runs(table, golds, runs),
    }
    return {**of_golds, **(of_runs if runs else {})}


def _by_utterance(suspects: Suspects, n: int) -> Scores:
    found = np.full(n, np.nan)
    worst = worst_of_each(suspects)
    found[suspects.rows[worst]] = suspects.scores[worst]
    return found


def _print(name: str, scores: Scores, is_wrong: NDArray[np.bool_], seconds: float | None = None) -> None:
    """Print a line; utterances without an entry come last, equals in an order drawn by a seed."""
    filled = np.where(np.isnan(scores), -1.0, scores)
    order = np.lexsort((np.random.default_rng(1).permutation(len(scores)), -filled))
    speed = "" if seconds is None else f"{len(scores) / seconds:,.0f}"
    ap = average_precision_score(is_wrong, filled)
    print(f"| {name} | {ap:.3f} | {is_wrong[order[:100]].mean():.2f} | {speed} |", flush=True)


def _print_cleanlab(golds: Golds, is_wrong: NDArray[np.bool_]) -> None:
    """Print cleanlab's scores on the probabilities that the learned detectors use; its speed is without these."""
    from cleanlab.rank import get_label_quality_scores
    from cleanlab.token_classification.rank import get_label_quality_scores as token_scores

    predicted = list(intent_probabilities(golds))
    for method in ("self_confidence", "normalized_margin"):
        found, started = np.full(len(golds), np.nan), time.perf_counter()
        for places, given, _, p in predicted:
            found[places] = 1 - get_label_quality_scores(given, p / p.sum(axis=1, keepdims=True), method=method)
        _print(f"cleanlab, intents, {method}", found, is_wrong, time.perf_counter() - started)
    slots = place_slots(golds, normalise)
    text_at, of_texts = text_at_words(slots), np.full(len(slots.words.lengths), np.nan)
    tagged, started = list(word_probabilities(golds, slots)), time.perf_counter()
    for at, given, _, p in tagged:
        texts, starts = np.unique(text_at[at], return_index=True)
        labels = [part.tolist() for part in np.split(given, starts[1:])]
        scores, _ = token_scores(labels, np.split(p / p.sum(axis=1, keepdims=True), starts[1:]))
        of_texts[texts] = 1 - scores
    _print("cleanlab, slots by token", of_texts[slots.text_of], is_wrong, time.perf_counter() - started)


def _sample_answers() -> list[dict[tuple[str, str], Row]]:
    return _answers(gzip.open(sample_data.PREDICTIONS[version], "rt", encoding="utf-8") for version in ("v1", "v2"))


def _answers(files: Iterable[Any]) -> list[dict[tuple[str, str], Row]]:
    read = [[json.loads(line) for line in file] for file in files]
    return [{(row["locale"], row["utterance_id"]): row for row in rows} for rows in read]


def _with_runs(rows: list[Row], answers: list[dict[tuple[str, str], Row]]) -> tuple[pa.Table, list[str]]:
    """Judge the answers against the golds as they are now, and put them beside."""
    wide = []
    for row in rows:
        beside = {name: value for name, value in row.items() if name != "judgments"}
        for run, of_run in enumerate(answers):
            given = of_run[row["locale"], row["utterance_id"]]
            frame = _frame(given)
            beside |= {
                f"{run}_missing": False,
                f"{run}_intent": given["intent"],
                f"{run}_slots": [{"name": one["name"], "value": one["value"]} for one in given["slots"]],
                f"{run}_confidence": given["confidence"],
                f"{run}_nbest": given["nbest"],
                f"{run}_frame_correct": frame == _frame(row),
                f"{run}_frame_key": hash(frame) & 0xFFFFFFFF,
            }
        wide.append(beside)
    return pa.Table.from_pylist(wide), [str(run) for run in range(len(answers))]


def _frame(row: Row) -> tuple[str, tuple[tuple[tuple[str, str], int], ...]]:
    slots = Counter((slot["name"], normalise(slot["value"])) for slot in row["slots"])
    return row["intent"], tuple(sorted(slots.items()))


def _time_learned(n: int) -> None:
    """Time the learned detectors on the sample data multiplied, each text with a word of its own."""
    rows, _ = sample_rows()
    words = [f"w{index}" for index in range(5_000)]
    chance = random.Random(7)
    many = [
        {**rows[i % len(rows)], "row": i, "text": f"{rows[i % len(rows)]['text']} {chance.choice(words)}"}
        for i in range(n)
    ]
    golds = read_golds(pa.Table.from_pylist(many), normalise, _FURTHER)
    for name, find in _detectors(pa.table({}), golds, []).items():
        if name in ("learned intents", "learned slots", "guideline breaks"):
            started = time.perf_counter()
            find()
            print(f"{name}: {n:,} in {time.perf_counter() - started:.1f} s", flush=True)


if __name__ == "__main__":
    main()
