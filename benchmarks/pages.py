"""What each page asks of the engine, one query at a time, over a loaded comparison.

python -m benchmarks.pages --rows 10000000
"""

import time
from collections.abc import Callable
from typing import Any

from analysis.breakdown import break_down_by
from analysis.flips import count_rows, fetch, page_rows
from analysis.locales import compare_locales
from analysis.outcomes import add_outcomes
from analysis.parallel import align_requests, broken_anywhere, broken_in, count_requests, page_requests, run_once
from analysis.parts import Parts
from analysis.selection import Selection
from analysis.similar import Neighbour, Text, most_alike, rows_to_compare
from analysis.transitions import count_transitions
from benchmarks.loaded import opened_comparison, options_of
from loaders.comparison import Comparison
from loaders.flip_index import build_index, indexed_pairs
from loaders.normalise import normalise

_CELL = Selection("frame", ("negative_flip",), (("locale", ("de-DE",)), ("domain", ("timer",))))
_ALL = Selection("frame", ("negative_flip",))
_SLOT = Selection("frame", (), (("has_slot", ("time",)),))
_WORD = Selection("frame", (), (), "timer")
_LOCALES = ("de-DE", "en-US", "ja-JP", "ar-SA")


def main() -> None:
    options = options_of(__doc__).parse_args()
    with opened_comparison(options.rows, options.data, options.warehouse) as opened:
        started = time.perf_counter()
        build_index(opened, lambda _share: None)
        print(
            f"{opened.evalset.n_utterances:>11,}  {'the flip index, once':<44} {time.perf_counter() - started:6.2f} s"
        )
        for name, query in queries(opened).items():
            best = min(_timed(query) for _ in range(3))
            print(f"{opened.evalset.n_utterances:>11,}  {name:<44} {best:6.2f} s")


def queries(opened: Comparison) -> dict[str, Callable[[], Any]]:
    """Return each page's queries by name."""
    pairs, parts, index = opened.pairs(), Parts(opened.pairs_in_parts()), indexed_pairs(opened)
    rows = page_rows(pairs, _CELL, "frequency", True, 0, 50)
    requests = broken_anywhere(align_requests(pairs, _LOCALES, "frame"))
    broke, (here, not_there) = run_once(requests), _LOCALES[:2]
    return {
        "overview: locale x domain, frame": lambda: break_down_by(parts, "frame", ["locale", "domain"]),
        "overview: locale, frame, by traffic": lambda: break_down_by(parts, "frame", ["locale"], "frequency"),
        "flips: how many of one cell": lambda: count_rows(index, _CELL),
        "flips: first 50 of one cell by traffic": lambda: page_rows(index, _CELL, "frequency", True, 0, 50),
        "flips: first 50 of all by confidence drop": lambda: page_rows(index, _ALL, "confidence_drop", True, 0, 50),
        "flips: all rows with a slot": lambda: count_rows(opened.utterances(), _SLOT),
        "flips: all rows with a word": lambda: count_rows(opened.utterances(), _WORD),
        "flips: the texts most like one": lambda: similar(opened, rows[0]),
        "flips: 50 whole rows": lambda: fetch(add_outcomes(opened.pairs_at(rows)), rows),
        "locales: four, by domain": lambda: compare_locales(parts, _LOCALES),
        "locales: transitions": lambda: count_transitions(parts, _ALL, ["locale"], 5),
        "locales: parallel, what broke, once": lambda: run_once(requests),
        "locales: parallel, how many broke here only": lambda: count_requests(broken_in(broke, here, not_there)),
        "locales: parallel, first 25": lambda: page_requests(broken_in(broke, here, not_there), 0, 25),
    }


def similar(opened: Comparison, row: int) -> tuple[Neighbour, ...]:
    """Return the texts most like that of a row, as the Flips page finds them, caches apart."""
    columns = ("locale", "intent", "text")
    (own,) = fetch(opened.utterances(), (row,), columns)
    rows = rows_to_compare(opened.pairs(), row, own["locale"], {own["intent"]})
    others = (Text(**found) for found in fetch(opened.utterances(), rows, columns))
    return most_alike(Text(**own), others, normalise, 12)


def _timed(query: Callable[[], Any]) -> float:
    started = time.perf_counter()
    query()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
