"""The flip index of a comparison: in memory, the narrow columns of every utterance that a run got wrong.

Whatever flipped is in it, and what both runs got right is not. So a list of flips is filtered, ordered and paged
over a few compressed columns rather than over the files of three tables joined by position. Utterances of one outcome
stand together, so that a scan skips the blocks of the others. It takes 15 bytes an utterance: 75 MB for the five
million of ten that a run of the benchmark gets wrong.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import duckdb

from loaders.comparison import Comparison
from loaders.schema import ROLES, paired

Progress = Callable[[float], None]
"""Told the share that is done, above 0 and up to 1."""

_OF_UTTERANCE: Final = (
    *("row", "locale", "domain", "intent", "frequency"),
    *("partition", "annotator", "annotated_at", "guideline_version"),
)
_OF_RUN: Final = (
    *("intent", "confidence", "missing", "intent_correct", "slots_correct", "frame_correct"),
    *("n_slots_spurious", "n_slots_substituted", "n_slots_renamed", "slot_states"),
)
INDEX_COLUMNS: Final = (*_OF_UTTERANCE, *(paired(role, column) for role in ROLES for column in _OF_RUN))
"""Columns of `pairs` that the index has as they are; the keys of the answers it has as stand-ins."""

_STAND_INS: Final = tuple(
    stand_in
    for key in ("slots_key", "frame_key")
    for stand_in in (
        f"0::UTINYINT AS baseline_{key}",
        f"(baseline_{key} IS DISTINCT FROM candidate_{key})::UTINYINT AS candidate_{key}",
    )
)
"""In place of keys of eight bytes, numbers that are equal exactly where they are: nothing else is asked of them."""

_RIGHT: Final = tuple(paired(role, "frame_correct") for role in ROLES)
_STEP: Final = 1_000_000
"""Rows that are read at once by each core: what is not yet compressed stays below some hundred MB."""


def build_index(comparison: Comparison, progress: Progress, n_cores: int = 2) -> None:
    """Copy the columns into memory, where every cursor of the comparison then finds them."""
    columns = ", ".join((*INDEX_COLUMNS, *_STAND_INS))
    steps = [
        f"SELECT {columns} FROM ({pairs}) WHERE NOT ({_RIGHT[0]} AND {_RIGHT[1]}) ORDER BY {_RIGHT[0]}, {_RIGHT[1]}"
        for pairs in comparison.queries_of_ranges(_STEP)
    ]

    def insert(step: str) -> None:
        with comparison.con.cursor() as cursor:
            cursor.execute(f"INSERT INTO flip_index.pairs {step}")

    comparison.con.execute("ATTACH ':memory:' AS flip_index (COMPRESS)")
    comparison.con.execute(f"CREATE TABLE flip_index.pairs AS {steps[0]} LIMIT 0")
    with ThreadPoolExecutor(n_cores) as pool:
        for first in range(0, len(steps), n_cores):
            # A positional join runs on one core.
            list(pool.map(insert, steps[first : first + n_cores]))
            comparison.con.execute("CHECKPOINT flip_index")
            progress(min(1.0, (first + n_cores) / len(steps)))


def indexed_pairs(comparison: Comparison) -> duckdb.DuckDBPyRelation:
    """Return the pairs that a run got wrong, with the columns of the index, which must have been built."""
    return comparison.con.table("flip_index.pairs")
