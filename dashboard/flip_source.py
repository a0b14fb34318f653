"""Where a list of flips is read from: the flip index and the rows that match what it lacks, each made once for all.

The index of a comparison is built by one thread, from the Overview on, while the sessions that wait for it show how
far it is. Where the index lacks a column of the evaluation set (texts, slots, further columns), that set is asked by
itself for the rows, and the index for those. What neither has (both right, single slots, n-best lists) is read from the
files together, as the command line does.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa
import streamlit as st

from analysis.bands import FREQUENCY_BAND
from analysis.derived import GOLD, SWING, is_derived
from analysis.frames import Frame, as_lazy, require_columns
from analysis.selection import Selection, select
from analysis.sort_keys import sort_key
from loaders.comparison import Comparison
from loaders.flip_index import INDEX_COLUMNS, build_index, indexed_pairs

MOST_INDEXES: Final = 16
"""Comparisons that are kept open with their index."""

_MOST_MATCHES: Final = 64
_WORTH_SHOWING_S: Final = 0.3
_REFRESH_S: Final = 0.1
_BUILDER: Final = ThreadPoolExecutor(1, "flip-index")
"""One index at a time, so that what other sessions ask is answered meanwhile."""

Key = tuple[str, ...]


@dataclass(slots=True)
class _Building:
    """An index that is being built, or was, over the files of `comparison`; `share` of it is done."""

    comparison: Comparison
    share: float = 0.0
    done: "Future[None] | None" = None

    def note(self, share: float) -> None:
        self.share = share


def source_of(comparison: Comparison, key: Key, selection: Selection, sort: str = "row") -> tuple[Frame, Selection]:
    """Return the frame to read a selection from, with the column to sort by, and what is left to select there.

    They give the same rows as the selection of `comparison.pairs()` does (for the unit `slot`, of `slot_pairs()`).
    """
    whole = comparison.slot_pairs() if selection.unit == "slot" else comparison.pairs()
    try:
        if selection.unit == "slot" or "both_correct" in selection.outcomes:
            return whole, selection
        if selection.outcomes:
            return _indexed(comparison, key, selection, sort)
        if not comparison.drops_pairs and not selection.causes:
            alone = comparison.utterances()
            require_columns(select(alone, selection), (sort,))
            return alone, selection
    except ValueError:
        # A column that is not there, or one of the evaluation set that has a derived one's name.
        pass
    return whole, selection


def build_ahead(comparison: Comparison, key: Key) -> None:
    """Start the index of a comparison on one core, which leaves the others to whoever asks something meanwhile."""
    _start(comparison, key, 1)


def _indexed(comparison: Comparison, key: Key, selection: Selection, sort: str) -> tuple[Frame, Selection]:
    opened = _wait_for(_start(comparison, key)).comparison.cursor()
    index = as_lazy(indexed_pairs(opened))
    if not comparison.drops_pairs and _asks_more(selection):
        alone, selection = _parted(comparison, selection)
        found = as_lazy(opened.con.from_arrow(_matching(comparison, alone)))
        index = index.join(found, on="row", how="semi")
    # Raises for a column that the index lacks.
    sort_key(select(index, selection), sort, selection.unit)
    return index, selection


def _asks_more(selection: Selection) -> bool:
    """Is there a text to be found, or a condition that the columns of the index do not answer?"""
    known = (*INDEX_COLUMNS, FREQUENCY_BAND, GOLD)
    return bool(selection.search) or any(column not in known for column, _ in selection.where)


def _parted(comparison: Comparison, selection: Selection) -> tuple[Selection, Selection]:
    """Return what the evaluation set answers by itself, which every core reads, and what is left."""
    columns = comparison.utterances().columns
    alone = tuple(
        condition
        for condition in selection.where
        if condition[0] in columns or (is_derived(condition[0], columns) and condition[0] != SWING)
    )
    left = tuple(condition for condition in selection.where if condition not in alone)
    of_utterances = replace(selection, unit="frame", outcomes=(), causes=(), where=alone)
    return of_utterances, replace(selection, search="", where=left)


def count_matches(comparison: Comparison, selection: Selection) -> int | None:
    """Count the utterances of a selection that finds rows for the index too, whatever became of them; else None."""
    if comparison.drops_pairs or selection.outcomes or selection.causes or not _asks_more(selection):
        return None
    alone, left = _parted(comparison, selection)
    return None if left.where else int(_matching(comparison, alone).num_rows)


def _matching(comparison: Comparison, alone: Selection) -> pa.Table:
    return _matching_rows(comparison, comparison.evalset.fingerprint, alone)


@st.cache_resource(max_entries=_MOST_MATCHES, show_spinner="Searching…")
def _matching_rows(_comparison: Comparison, evalset: str, selection: Selection) -> pa.Table:
    """Return the rows of an evaluation set, known by its fingerprint, that a selection of its own columns keeps."""
    return select(_comparison.utterances(), selection).select("row").collect().to_arrow()


@st.cache_resource(max_entries=MOST_INDEXES, show_spinner=False)
def _start(_comparison: Comparison, key: Key, _n_cores: int = 2) -> _Building:
    building = _Building(_comparison.cursor())
    building.done = _BUILDER.submit(build_index, building.comparison, building.note, _n_cores)
    return building


def _wait_for(building: _Building) -> _Building:
    done = building.done
    assert done is not None
    if wait([done], _WORTH_SHOWING_S).not_done:
        bar = st.empty()
        while wait([done], _REFRESH_S).not_done:
            bar.progress(building.share, "Collecting what the runs got wrong, once for this comparison…")
        bar.empty()
    done.result()
    return building
