"""Where slices are searched, and how deep; chosen here, kept in the address line."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from analysis.slice_search import MAX_DEPTH
from dashboard.components.choice import read_choice, write_choices

_COLUMNS: Final = "slice_columns"
_PARAMETER: Final = "columns"
_DEPTHS: Final = tuple(str(depth) for depth in range(1, MAX_DEPTH + 1))


def choose_search(columns: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Let choose among these columns, all of them by default, and the number of conditions at most."""
    with st.container(key="slice_choice", horizontal=True, vertical_alignment="bottom"):
        chosen = _choose_columns(tuple(columns))
        depth = st.segmented_control(
            "Conditions, at most",
            _DEPTHS,
            key=read_choice("depth", _DEPTHS, _DEPTHS[-1]),
            required=True,
            help="Two: a locale and an intent, say. Three take longer.",
        )
    write_choices({"depth": None if depth == _DEPTHS[-1] else depth})
    return chosen, int(depth or _DEPTHS[-1])


def _choose_columns(columns: tuple[str, ...]) -> tuple[str, ...]:
    asked = [column for column in columns if column in st.query_params.get_all(_PARAMETER)]
    st.session_state[_COLUMNS] = asked or list(columns)
    st.multiselect(
        "Columns",
        columns,
        key=_COLUMNS,
        format_func=lambda column: "slot names" if column == "slots" else column.replace("_", " "),
        on_change=_take_columns,
        args=(columns,),
        help="Slices are made of values of these columns, of the names of the gold slots and of the text's length.",
        placeholder="All columns",
    )
    chosen = st.session_state[_COLUMNS]
    return tuple(column for column in columns if column in chosen) or columns


def _take_columns(columns: tuple[str, ...]) -> None:
    chosen = [column for column in columns if column in st.session_state[_COLUMNS]]
    st.query_params[_PARAMETER] = [] if len(chosen) == len(columns) else chosen
