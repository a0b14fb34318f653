"""What the Versions page computes, kept between reruns as `dashboard.cache` does: by fingerprint, so never stale."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from analysis.chain import ChainSlice, Fate, count_patterns, has_fate
from analysis.flips import count_rows, fetch, page_rows
from analysis.frames import as_lazy
from analysis.selection import Selection
from dashboard.components.stored_files import read_stored
from loaders.chain import Chain, open_chain
from loaders.schema import Unit
from loaders.warehouse import Warehouse

PAGE_SIZE: Final = 20
_MAX_OPEN: Final = 8
_MAX_RESULTS: Final = 128


def open_runs(warehouse: Warehouse, names: tuple[str, ...]) -> Chain:
    """Return the opened chain of these runs on a connection of this session's own; raises as `open_chain` does."""
    known = {run.name: run.fingerprint for run in read_stored(warehouse).runs}
    return _open(str(warehouse.path), names, tuple(known.get(name, "") for name in names)).cursor()


@st.cache_resource(max_entries=_MAX_OPEN, show_spinner="Opening the runs…")
def _open(warehouse: str, names: tuple[str, ...], fingerprints: tuple[str, ...]) -> Chain:
    return open_chain(Warehouse(Path(warehouse)), names)


def _key(chain: Chain) -> tuple[str, ...]:
    return (chain.evalset.fingerprint, *(run.fingerprint for run in chain.runs))


def chain_counts(chain: Chain, unit: Unit, weight: str | None) -> ChainSlice:
    """Return the counts of all utterances of a chain."""
    return _chain_counts(chain, _key(chain), unit, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _chain_counts(_chain: Chain, key: tuple[str, ...], unit: Unit, weight: str | None) -> ChainSlice:
    (whole,) = count_patterns(_chain.utterances(), _chain.correct(unit), weight=weight)
    return whole


def chain_by_locale(chain: Chain, unit: Unit, weight: str | None) -> tuple[ChainSlice, ...]:
    """Return the counts of a chain in each locale."""
    return _chain_by_locale(chain, _key(chain), unit, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _chain_by_locale(_chain: Chain, key: tuple[str, ...], unit: Unit, weight: str | None) -> tuple[ChainSlice, ...]:
    return count_patterns(_chain.utterances(), _chain.correct(unit), ("locale",), weight)


def n_fated(chain: Chain, unit: Unit, fate: Fate) -> int:
    """Return how many utterances are lost, or flap."""
    return _n_fated(chain, _key(chain), unit, fate)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _n_fated(_chain: Chain, key: tuple[str, ...], unit: Unit, fate: Fate) -> int:
    return count_rows(as_lazy(_chain.utterances()).filter(has_fate(_chain.correct(unit), fate)), Selection())


def fated_page(chain: Chain, unit: Unit, fate: Fate, page: int) -> tuple[dict[str, Any], ...]:
    """Return one page of these utterances, the first is 1, most traffic first, then in the order of the set."""
    return _fated_page(chain, _key(chain), unit, fate, page)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Fetching…")
def _fated_page(_chain: Chain, key: tuple[str, ...], unit: Unit, fate: Fate, page: int) -> tuple[dict[str, Any], ...]:
    fated = as_lazy(_chain.utterances()).filter(has_fate(_chain.correct(unit), fate))
    rows = page_rows(fated, Selection(), "frequency", True, (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return fetch(_chain.utterances_at(rows), rows)
