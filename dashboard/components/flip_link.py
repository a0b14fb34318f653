"""The address line as the only place where the state of the Flips page lives: read before drawing, written on change.

Widgets are set from it at each run and write to it when used, so a link, the back button and a click all go one way.
"""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from analysis.derived import check_values, is_derived
from analysis.frames import UnknownColumn
from analysis.selection import Selection, select
from dashboard import cache
from dashboard.components.flip_address import OWN_PARAMETERS, Address, Known, note_unread, read_address
from dashboard.state import SLICE_PARAMETERS, Parameters
from loaders.comparison import Comparison

_MOST_VALUES = 100_000
_MOST_DIGITS = 18
_PLAIN = ("VARCHAR", "BIGINT", "INTEGER", "DOUBLE", "BOOLEAN")


def current_address(comparison: Comparison) -> Address:
    """Return what the address line asks for, as far as this comparison has it."""
    parameters = {name: st.query_params.get_all(name) for name in OWN_PARAMETERS}
    address = read_address(parameters, _known(comparison))
    unread = note_unread(st.query_params, filter_columns(comparison))
    return replace(address, notes=(*address.notes, unread)) if unread else address


def go(comparison: Comparison, change: Callable[[Address], Address]) -> None:
    """Change the address; for callbacks, which run before the page draws.

    The address is read anew: of two widgets that changed in one rerun, the second must not undo the first.
    """
    parameters = change(current_address(comparison)).parameters()
    # One update is one step of the browser's history; an empty list takes a parameter out of the URL.
    stale: Parameters = {name: [] for name in OWN_PARAMETERS if st.query_params.get_all(name)}
    st.query_params.update(stale | parameters)


def filter_columns(comparison: Comparison) -> tuple[str, ...]:
    """Return the columns that can be filtered by value."""
    kinds = cache.column_types(comparison).items()
    return tuple(column for column, kind in kinds if kind in _PLAIN and column not in ("row", "text"))


def _known(comparison: Comparison) -> Known:
    return Known(
        values={
            column: frozenset(map(str, cache.values(comparison, column, _MOST_VALUES))) for column in SLICE_PARAMETERS
        },
        usable=lambda column, values: _why_not(comparison, column, values),
        n_utterances=comparison.evalset.n_utterances,
        has_confidence=comparison.baseline.has_confidence and comparison.candidate.has_confidence,
        has_traffic=cache.knows_traffic(comparison),
    )


def _why_not(comparison: Comparison, column: str, values: tuple[str, ...]) -> str:
    if is_derived(column, cache.column_types(comparison)):
        return _why_not_derived(column, values)
    if column not in filter_columns(comparison):
        return "there is no such column"
    if any(len(value.strip()) > _MOST_DIGITS and value.strip().lstrip("+-").isdigit() for value in values):
        return "a number is too large"
    try:
        select(comparison.pairs(), Selection(where=((column, values),)))
    except (UnknownColumn, ValueError):
        return "it cannot hold that value"
    return ""


def _why_not_derived(column: str, values: tuple[str, ...]) -> str:
    try:
        check_values(column, values)
    except ValueError as error:
        return str(error)
    return ""
