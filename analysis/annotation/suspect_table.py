"""The suspects of a set beside the columns that a list of them is filtered and counted by.

Everything is an array with an entry an utterance, or a suspect: a million of them are filtered in milliseconds, and no
evidence is worked out but that of the labels in question, once.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import narwhals as nw
import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from analysis.annotation.likely_wrong import likely_wrong
from analysis.annotation.ranking import Ranking
from analysis.annotation.suspect import LabelPair
from analysis.arrow_codes import Codes, Encoded, encode
from analysis.frames import Frame, as_lazy, collect_rows, require_columns

COLUMNS: Final = ("locale", "domain", "intent")
FURTHER: Final = ("annotator", "guideline_version", "annotated_at")
OPTIONAL: Final = (*FURTHER, "parallel_id")
"""What not every set says, and some detectors live by."""

NO_PAIR: Final = -1


@dataclass(frozen=True, eq=False)
class SuspectTable:
    """Suspects in the order of their ranking, and all utterances in the order of `row`.

    `columns` has those of the set that it can be filtered by, entry i for utterance `rows[i]`; those that hold nothing
    are left out, and `absent` names those of `OPTIONAL` that do. `at` is the place of each suspect among the
    utterances. `flags[d, i]` tells whether detector d flags suspect i, `speaks[d, i]` whether it says anything of it.
    `alone[i]` tells whether its gold is likely wrong by the labels alone, without what the runs say.
    `pairs[pair_of[i]]` is the label in question and the likelier one by most of the detectors that flag it, `NO_PAIR`
    where none names one.
    """

    ranking: Ranking
    rows: Codes
    columns: dict[str, Encoded]
    absent: tuple[str, ...]
    at: Codes
    flags: NDArray[np.bool_]
    speaks: NDArray[np.bool_]
    alone: NDArray[np.bool_]
    pairs: tuple[LabelPair, ...]
    pair_of: Codes

    @property
    def detectors(self) -> tuple[str, ...]:
        """Names of the detectors, in their order."""
        return tuple(one.detector for one in self.ranking.found)

    @property
    def flagged(self) -> NDArray[np.bool_]:
        """Which suspects any detector flags, or the ranking says are likely wrong."""
        return np.asarray(self.flags.any(axis=0) | self.likely | self.alone, dtype=np.bool_)

    @property
    def likely(self) -> NDArray[np.bool_]:
        """Which golds are more likely wrong than right, by the ranking."""
        return self.ranking.is_flagged()

    def column_of_suspects(self, column: str) -> Encoded:
        """Return a column with an entry for each suspect."""
        whole = self.columns[column]
        return Encoded(whole.values, whole.codes[self.at], np.arange(len(self.at), dtype=np.int64))

    def place_of(self, row: int) -> int | None:
        """Return the place of an utterance in the ranking, from 0; None where no detector says anything of it."""
        found = np.flatnonzero(self.ranking.rows == row)
        return int(found[0]) if len(found) else None


def tabulate(frame: Frame, ranking: Ranking) -> SuspectTable:
    """Put a ranking beside the columns of its utterances; `frame` has one row an utterance, with `row`.

    A day is the first ten characters of `annotated_at`, as `annotated_at`. Raises `UnknownColumn`.
    """
    lazy = as_lazy(frame)
    require_columns(lazy, ("row", *COLUMNS))
    existing = lazy.collect_schema().names()
    there = [column for column in FURTHER if column in existing]
    table = lazy.select("row", *COLUMNS, *there).collect().to_arrow()
    table = table.take(pc.sort_indices(table["row"]))
    rows = table["row"].to_numpy().astype(np.int64)
    columns = {column: encode(table[column]) for column in (*COLUMNS, *there)}
    if "annotated_at" in columns:
        columns["annotated_at"] = _days(columns["annotated_at"])
    absent = tuple(column for column in OPTIONAL if column not in existing or not _is_told(lazy, column))
    known = {column: one for column, one in columns.items() if column not in absent}
    speaks = ranking.entries >= 0
    flags = np.zeros(speaks.shape, dtype=np.bool_)
    for line, found in enumerate(ranking.found):
        flags[line, speaks[line]] = found.flags[ranking.entries[line, speaks[line]]]
    pairs, pair_of = _name_pairs(ranking, flags)
    alone = np.isin(ranking.rows, likely_wrong(ranking.found, len(rows)))
    at = np.searchsorted(rows, ranking.rows)
    return SuspectTable(ranking, rows, known, absent, at, flags, speaks, alone, pairs, pair_of)


def likelier_label(ranking: Ranking, flags: NDArray[np.bool_], place: int) -> LabelPair | None:
    """Return what most of the detectors that flag a suspect hold against its label; of equals, the first in order."""
    said: Counter[LabelPair] = Counter()
    for line in np.flatnonzero(flags[:, place]).tolist():
        pair = ranking.found[line].evidence(int(ranking.entries[line, place])).likelier()
        if pair is not None:
            said[pair] += 1
    return said.most_common(1)[0][0] if said else None


def _name_pairs(ranking: Ranking, flags: NDArray[np.bool_]) -> tuple[tuple[LabelPair, ...], Codes]:
    known: dict[LabelPair, int] = {}
    pair_of = np.full(len(ranking.rows), NO_PAIR, dtype=np.int64)
    for place in np.flatnonzero(flags.any(axis=0)).tolist():
        pair = likelier_label(ranking, flags, place)
        if pair is not None:
            pair_of[place] = known.setdefault(pair, len(known))
    return tuple(known), pair_of


def _days(times: Encoded) -> Encoded:
    known: dict[str | None, int] = {}
    days = [None if time is None else str(time)[:10] for time in times.values]
    codes = np.array([known.setdefault(day, len(known)) for day in days], dtype=np.int64)
    return Encoded(tuple(known), codes[times.codes], times.rows)


def _is_told(lazy: nw.LazyFrame[Any], column: str) -> bool:
    return bool(collect_rows(lazy.select(column).drop_nulls().head(1)))
