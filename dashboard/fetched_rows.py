"""Whole rows of comparisons by their number, remembered for all sessions.

At 10 million utterances a page of rows from all over the files costs more than finding which; a list that shares rows
with one before it (a filter widened, another sort, the way back) reads the others alone.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Final

import streamlit as st

from analysis.flips import in_order
from analysis.frames import Row, as_lazy, collect_rows
from loaders.comparison import Comparison

MOST_ROWS: Final = 10_000
"""Rows that are remembered, of all comparisons together; those that were not asked for the longest are forgotten."""

_LOCK: Final = Lock()

Key = tuple[str, ...]


def fetched_rows(comparison: Comparison, key: Key, rows: Sequence[int]) -> tuple[Row, ...]:
    """Return these rows in the order given, whole; `key` identifies what the comparison holds.

    Raises LookupError for a row that it does not have.
    """
    known = _known()
    with _LOCK:
        found = {row: known[key, row] for row in rows if (key, row) in known}
    new = [row for row in dict.fromkeys(rows) if row not in found]
    if new:
        read = in_order(collect_rows(as_lazy(comparison.pairs_at(new))), new)
        found.update(zip(new, read, strict=True))
    with _LOCK:
        for row in rows:
            known[key, row] = found[row]
            known.move_to_end((key, row))
        while len(known) > MOST_ROWS:
            known.popitem(last=False)
    return tuple(found[row] for row in rows)


@st.cache_resource(show_spinner=False)
def _known() -> OrderedDict[tuple[Key, int], Row]:
    return OrderedDict()
