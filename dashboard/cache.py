"""Keeps opened comparisons and computed numbers between reruns; keyed by fingerprints, so never stale.

The files of a warehouse are immutable: the same fingerprints mean the same numbers for ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import streamlit as st

from analysis.bands import FREQUENCY_BAND, BandLimits, find_band_limits
from analysis.breakdown import Slice, break_down_by
from analysis.cause_counts import CauseCounts, count_causes
from analysis.cube import CUBE_COLUMNS, count_in_cells, is_of_cells, roll_up, values_in_cells
from analysis.filter_values import ValueCount, count_values
from analysis.flips import count_rows, page_rows
from analysis.frames import as_lazy, collect_rows
from analysis.frequencies import has_traffic
from analysis.parts import Parts
from analysis.selection import Selection, asks_gold, asks_verdict, with_standings, with_suspects
from analysis.traffic import TrafficCounts, count_traffic
from dashboard.components.stored_files import read_stored
from dashboard.fetched_rows import fetched_rows
from dashboard.flip_source import MOST_INDEXES, build_ahead, count_matches, source_of
from dashboard.state import View
from loaders.comparison import Comparison, open_comparison
from loaders.schema import Outcome, Unit
from loaders.warehouse import Warehouse

_MAX_RESULTS: Final = 512
_MOST_INTENTS: Final = 2_000
"""With more, the cells of locale x domain x intent are too many to add up at each click."""


def compare(warehouse: Warehouse, view: View) -> Comparison:
    """Return the opened comparison of a view on a connection of this session's own."""
    known = {run.name: run.fingerprint for run in read_stored(warehouse).runs}
    fingerprints = tuple(known.get(name, "") for name in (view.baseline, view.candidate))
    return _open(str(warehouse.path), view.baseline, view.candidate, fingerprints).cursor()


@st.cache_resource(max_entries=MOST_INDEXES, show_spinner="Opening the runs…")
def _open(warehouse: str, baseline: str, candidate: str, fingerprints: tuple[str, ...]) -> Comparison:
    return open_comparison(Warehouse(Path(warehouse)), baseline, candidate)


def key_of(comparison: Comparison) -> tuple[str, ...]:
    """Return what identifies a comparison's content."""
    return (comparison.evalset.fingerprint, comparison.baseline.fingerprint, comparison.candidate.fingerprint)


def column_types(comparison: Comparison) -> Mapping[str, str]:
    """Return the columns of `pairs` with DuckDB's names of their types, which the engine takes milliseconds to tell."""
    return _column_types(comparison, key_of(comparison))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _column_types(_comparison: Comparison, key: tuple[str, ...]) -> Mapping[str, str]:
    pairs = _comparison.pairs()
    return dict(zip(pairs.columns, map(str, pairs.types), strict=True))


def slices(
    comparison: Comparison, units: Sequence[Unit], by: Sequence[str] = (), weight: str | None = None
) -> tuple[Slice, ...]:
    """Return `break_down_by` of a comparison, computed once for all sessions."""
    by, key = tuple(by), key_of(comparison)
    if "slot" not in units and set(by) < set(CUBE_COLUMNS) and comparison.evalset.n_intents <= _MOST_INTENTS:
        rolled = tuple(part for unit in units for part in roll_up(_cells(comparison, key, unit, weight), by))
        if rolled:
            return rolled
    return _slices(comparison, key, tuple(units), by, weight)


def _cells(comparison: Comparison, key: tuple[str, ...], unit: Unit, weight: str | None) -> tuple[Slice, ...]:
    return _slices(comparison, key, (unit,), CUBE_COLUMNS, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Counting…")
def _slices(
    _comparison: Comparison, key: tuple[str, ...], units: tuple[Unit, ...], by: tuple[str, ...], weight: str | None
) -> tuple[Slice, ...]:
    parts = _comparison.slot_pairs_in_parts() if "slot" in units else _comparison.pairs_in_parts()
    return break_down_by(Parts(parts), units, by, weight)


def knows_traffic(comparison: Comparison) -> bool:
    """Does the evaluation set say how often its utterances are asked?"""
    return _knows_traffic(comparison, comparison.evalset.fingerprint)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _knows_traffic(_comparison: Comparison, fingerprint: str) -> bool:
    return has_traffic(_comparison.utterances())


def traffic(comparison: Comparison, unit: Unit, weight: str) -> TrafficCounts:
    """Return the weights of all units and their squares, from which intervals of traffic follow."""
    return _traffic(comparison, key_of(comparison), unit, weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _traffic(_comparison: Comparison, key: tuple[str, ...], unit: Unit, weight: str) -> TrafficCounts:
    (whole,) = count_traffic(Parts(_comparison.pairs_in_parts()), unit, weight=weight)
    return whole.counts


def with_bands(comparison: Comparison, selection: Selection) -> Selection:
    """Return the selection with what it asks for: limits of the frequency bands, standings, suspect golds.

    Raises ValueError where it asks for suspect golds and no audit has found them yet.
    """
    columns = column_types(comparison)
    if asks_verdict(selection, columns):
        # Not imported above: what was said is found in the session's warehouse, by means of this module.
        from dashboard.components.judged_flips import judged

        selection = with_standings(selection, judged(comparison).standings)
    if asks_gold(selection, columns):
        from dashboard.components.gold_audit import known_audit

        audit = known_audit(comparison)
        if audit is None:
            raise ValueError("the gold is not audited yet")
        selection = with_suspects(selection, audit.suspects)
    if all(column != FREQUENCY_BAND for column, _ in selection.where):
        return selection
    if FREQUENCY_BAND in columns:
        return selection
    return replace(selection, band_limits=_band_limits(comparison, key_of(comparison)))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _band_limits(_comparison: Comparison, key: tuple[str, ...]) -> BandLimits:
    return find_band_limits(_comparison.pairs())


def causes(comparison: Comparison, selection: Selection, weight: str | None) -> CauseCounts:
    """Return how often each cause made the selected utterances flip."""
    return _causes(comparison, key_of(comparison), with_bands(comparison, selection), weight)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _causes(_comparison: Comparison, key: tuple[str, ...], selection: Selection, weight: str | None) -> CauseCounts:
    (whole,) = count_causes(Parts(_comparison.pairs_in_parts()), selection, weight=weight)
    return whole


def n_rows(comparison: Comparison, selection: Selection) -> int:
    """Return how many utterances a selection has."""
    key, selection = key_of(comparison), with_bands(comparison, selection)
    if selection.unit != "slot" and is_of_cells(selection) and comparison.evalset.n_intents <= _MOST_INTENTS:
        return count_in_cells(_cells(comparison, key, selection.unit, None), selection)
    matches = count_matches(comparison, selection)
    return _n_rows(comparison, key, selection) if matches is None else matches


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _n_rows(_comparison: Comparison, key: tuple[str, ...], selection: Selection) -> int:
    return count_rows(*source_of(_comparison, key, selection))


def prepare_flips(comparison: Comparison) -> None:
    """Begin with what the first list of flips waits for, and return at once."""
    build_ahead(comparison, key_of(comparison))


def page(
    comparison: Comparison, selection: Selection, sort: str, descending: bool, offset: int, limit: int
) -> tuple[dict[str, Any], ...]:
    """Return one page of utterances, whole rows, in order."""
    asked = with_bands(comparison, selection)
    return whole_rows(comparison, _page(comparison, key_of(comparison), asked, sort, descending, offset, limit))


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner="Fetching…")
def _page(
    _comparison: Comparison,
    key: tuple[str, ...],
    selection: Selection,
    sort: str,
    descending: bool,
    offset: int,
    limit: int,
) -> tuple[int, ...]:
    return page_rows(*source_of(_comparison, key, selection, sort), sort, descending, offset, limit)


def whole_rows(comparison: Comparison, rows: Sequence[int]) -> tuple[dict[str, Any], ...]:
    """Return these rows in the order given, whole; raises LookupError where there is none."""
    return fetched_rows(comparison, key_of(comparison), rows)


def utterance(comparison: Comparison, row: int) -> dict[str, Any]:
    """Return one utterance, its whole row; raises LookupError where there is none."""
    (found,) = whole_rows(comparison, (row,))
    return found


def values(comparison: Comparison, column: str, most: int) -> tuple[Any, ...]:
    """Return the values of a column in order, null left out, `most` at most."""
    return _values(comparison, key_of(comparison), column, most)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _values(_comparison: Comparison, key: tuple[str, ...], column: str, most: int) -> tuple[Any, ...]:
    # The columns of the evaluation set by themselves are read by every core; it has the pairs that are left out too.
    of_utterances = _comparison.utterances()
    alone = column in of_utterances.columns and not _comparison.drops_pairs
    distinct = (
        as_lazy(of_utterances if alone else _comparison.pairs())
        .select(column)
        .drop_nulls()
        .unique()
        .sort(column)
        .head(most)
    )
    return tuple(row[column] for row in collect_rows(distinct))


def value_counts(
    comparison: Comparison, column: str, unit: Unit, outcomes: tuple[Outcome, ...], most: int, containing: str = ""
) -> tuple[ValueCount, ...]:
    """Return the values of a column with their counts of these outcomes, `most` at most, the frequent first."""
    key = key_of(comparison)
    if not containing and column in CUBE_COLUMNS and unit != "slot" and comparison.evalset.n_intents <= _MOST_INTENTS:
        return values_in_cells(_cells(comparison, key, unit, None), column, outcomes, most)
    return _value_counts(comparison, key, column, unit, outcomes, most, containing)


@st.cache_resource(max_entries=_MAX_RESULTS, show_spinner=False)
def _value_counts(
    _comparison: Comparison,
    key: tuple[str, ...],
    column: str,
    unit: Unit,
    outcomes: tuple[Outcome, ...],
    most: int,
    containing: str,
) -> tuple[ValueCount, ...]:
    return count_values(_comparison.pairs(), column, unit, outcomes, most, containing)
