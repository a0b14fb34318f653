"""Where a list of flips is read from: the flip index and the rows that match a text, each made once for all sessions.

The index of a comparison is built by one thread, from the Overview on, while the sessions that wait for it show how
far it is. What the index
does not have (both right, single slots, further columns) is read from the files, as the command line does.
"""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Final

import pyarrow as pa
import streamlit as st

from analysis.frames import Frame, as_lazy, require_columns
from analysis.selection import Selection, select
from analysis.sort_keys import sort_key
from loaders.comparison import Comparison
from loaders.flip_index import build_index, indexed_pairs

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
    if selection.search and not comparison.drops_pairs:
        found = as_lazy(opened.con.from_arrow(_matching(comparison, key, selection)))
        index, selection = index.join(found, on="row", how="semi"), replace(selection, search="")
    # Raises for a column that the index lacks.
    sort_key(select(index, selection), sort, selection.unit)
    return index, selection


def count_matches(comparison: Comparison, key: Key, selection: Selection) -> int | None:
    """Count the utterances of a search whatever became of them; None where the selection is not such a search."""
    if not selection.search or selection.outcomes or selection.causes or comparison.drops_pairs:
        return None
    try:
        return int(_matching(comparison, key, selection).num_rows)
    except ValueError:
        return None


def _matching(comparison: Comparison, key: Key, selection: Selection) -> pa.Table:
    return _matching_rows(comparison, key, replace(selection, outcomes=(), causes=()))


@st.cache_resource(max_entries=_MOST_MATCHES, show_spinner="Searching…")
def _matching_rows(_comparison: Comparison, key: Key, selection: Selection) -> pa.Table:
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
