"""Suspects, what of them is listed, and their utterances, kept between reruns by fingerprint, so never stale."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from analysis.annotation.suspect_list import keep_utterances, list_suspects
from analysis.annotation.suspect_table import SuspectTable
from analysis.arrow_codes import Codes
from analysis.flips import in_order
from analysis.frames import as_lazy, collect_rows
from analysis.selection import Selection, select
from dashboard.cache import key_of
from dashboard.components.suspect_address import SuspectAddress
from dashboard.figures.gold import Gold, read_gold
from loaders.comparison import Comparison
from loaders.schema import Unit

_MAX_LISTINGS = 32
"""Each has a byte an utterance, and eight a suspect that is listed."""
_MAX_ROWS = 64
_MAX_GOLDS = 512


@dataclass(frozen=True, eq=False)
class Listing:
    """What an address lists: which utterances its filters keep, and the places of the suspects among them."""

    kept: NDArray[np.bool_]
    places: Codes

    def __len__(self) -> int:
        """Number of suspects."""
        return len(self.places)

    def index_of(self, place: int | None) -> int | None:
        """Return where a place of the ranking stands in the list, from 0; None where it is not in it."""
        found = np.searchsorted(self.places, -1 if place is None else place)
        return int(found) if place is not None and found < len(self) and self.places[found] == place else None


def list_of(comparison: Comparison, unit: Unit, table: SuspectTable, address: SuspectAddress) -> Listing:
    """Return what an address lists, whatever page and row it is at."""
    return _listing(comparison, table, key_of(comparison), unit, address.filters())


@st.cache_resource(max_entries=_MAX_LISTINGS, show_spinner=False)
def _listing(
    _comparison: Comparison, _table: SuspectTable, key: tuple[str, ...], unit: Unit, asked: SuspectAddress
) -> Listing:
    kept = keep_utterances(_table, asked.asked, rows_asked(_comparison, unit, asked))
    return Listing(kept, list_suspects(_table, asked.asked, kept))


def rows_asked(comparison: Comparison, unit: Unit, address: SuspectAddress) -> Codes | None:
    """Return the rows that broke and have the text that is searched for, ascending; None where neither is asked."""
    if not address.only_broke and not address.search:
        return None
    asked = Selection(unit, search=address.search)
    if address.only_broke:
        asked = replace(asked, outcomes=("negative_flip",))
    return _rows(comparison, key_of(comparison), asked)


@st.cache_resource(max_entries=_MAX_ROWS, show_spinner="Searching…")
def _rows(_comparison: Comparison, key: tuple[str, ...], selection: Selection) -> Codes:
    frame = _comparison.pairs() if selection.outcomes else _comparison.utterances()
    found = select(frame, selection).select("row").sort("row").collect().to_arrow()["row"]
    return np.asarray(found.to_numpy(), dtype=np.int64)


def golds_at(comparison: Comparison, rows: Sequence[int]) -> tuple[Gold, ...]:
    """Return these utterances with their golds, in the order given; raises LookupError where there is none."""
    return _golds(comparison, comparison.evalset.fingerprint, tuple(rows))


@st.cache_resource(max_entries=_MAX_GOLDS, show_spinner=False)
def _golds(_comparison: Comparison, fingerprint: str, rows: tuple[int, ...]) -> tuple[Gold, ...]:
    if not rows:
        return ()
    read = in_order(collect_rows(as_lazy(_comparison.utterances_at(list(dict.fromkeys(rows))))), rows)
    return tuple(map(read_gold, read))
