"""What being sure costs: breakdowns with intervals and tests, and SemER, as ratios to a bare grouped count.

The bare count is plain SQL: `SELECT by, count(*), count(*) FILTER (b AND NOT c) FROM pairs GROUP BY by`, with b and c
for "the baseline's (the candidate's) frame is right". It is timed on the view as it is, which one core reads, and on
the same ranges of rows that the breakdowns read side by side; the second is the stricter measure.

python -m benchmarks.uncertainty --rows 10000000
python -m benchmarks.uncertainty --warehouse DIR       one that is loaded: runs `baseline` and `candidate`
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import duckdb

from analysis.breakdown import break_down_by
from analysis.certainty import interval_of, judge_slices
from analysis.metrics import METRICS
from analysis.parts import Parts
from analysis.slot_errors import count_slot_errors
from analysis.slot_metrics import semer
from benchmarks.loaded import opened_comparison, options_of
from loaders.comparison import Comparison

_BREAKDOWNS: Final = (("locale",), ("locale", "domain"), ("locale", "intent"))


def main() -> None:
    options = options_of(__doc__).parse_args()
    with opened_comparison(options.rows, options.data, options.warehouse) as opened:
        _measure(opened)


def _measure(opened: Comparison) -> None:
    print(f"{opened.evalset.n_utterances:,} utterances, the fastest of three; times the bare count, whole | in parts")
    for by in _BREAKDOWNS:
        seconds = _side_by_side(queries(opened, by))
        whole, parts = list(seconds.values())[:2]
        n_cells = len(_count_bare(opened.pairs(), by))
        for name, taken in seconds.items():
            ratios = f"{taken / whole:5.2f} | {taken / parts:5.2f}"
            print(f"{' x '.join(by):<16} {n_cells:>4} cells  {name:<34} {taken:6.2f} s  {ratios}")


def queries(opened: Comparison, by: Sequence[str]) -> dict[str, Callable[[], Any]]:
    """Return what is timed, by name; the first two are bare."""
    whole, ranges = opened.pairs(), opened.pairs_in_parts()
    pairs, spurious = Parts(ranges), Parts(opened.spurious_pairs_in_parts())
    return {
        "bare count, the view whole": lambda: _count_bare(whole, by),
        "bare count, in parts": lambda: _count_bare_in_parts(ranges, by),
        "five outcomes": lambda: break_down_by(pairs, "frame", by),
        "five outcomes, intervals and tests": lambda: _judged(pairs, by),
        "SemER of both runs": lambda: _semer(pairs, None, by),
        "SemER and new insertions": lambda: _semer(pairs, spurious, by),
    }


def _count_bare(pairs: duckdb.DuckDBPyRelation, by: Sequence[str]) -> list[Any]:
    broke = "count(*) FILTER (baseline_frame_correct AND NOT candidate_frame_correct)"
    return pairs.aggregate(f"{', '.join(by)}, count(*), {broke}", ", ".join(by)).fetchall()


def _count_bare_in_parts(ranges: Sequence[duckdb.DuckDBPyRelation], by: Sequence[str]) -> list[Any]:
    with ThreadPoolExecutor(len(ranges)) as pool:
        return list(pool.map(lambda part: _count_bare(part, by), ranges))


def _judged(pairs: Parts, by: Sequence[str]) -> Any:
    slices = break_down_by(pairs, "frame", by)
    return [[interval_of(metric, part.counts) for metric in METRICS] for part in slices], judge_slices(slices)


def _semer(pairs: Parts, spurious: Parts | None, by: Sequence[str]) -> Any:
    return [(semer(part.baseline), semer(part.candidate)) for part in count_slot_errors(pairs, spurious, by)]


def _side_by_side(work: dict[str, Callable[[], Any]]) -> dict[str, float]:
    """Time each three times, in turns, so that a busy moment meets all of them; return the fastest of each."""
    rounds = [{name: _timed(query) for name, query in work.items()} for _ in range(3)]
    return {name: min(times[name] for times in rounds) for name in work}


def _timed(query: Callable[[], Any]) -> float:
    started = time.perf_counter()
    query()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
