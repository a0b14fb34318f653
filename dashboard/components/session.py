"""What every page needs first: the warehouse, and the comparison chosen in the sidebar."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.cache import compare
from dashboard.components.markdown_text import plain
from dashboard.components.stored_files import Stored, read_stored
from dashboard.state import View
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.warehouse import Warehouse

WAREHOUSE_VARIABLE: Final = "FLIPSCOPE_WAREHOUSE"
_VIEW: Final = "_view"
_UNKNOWN: Final = "_unknown"
_NOTE: Final = "_note"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A view with its opened comparison."""

    view: View
    comparison: Comparison


def current_warehouse() -> Warehouse:
    """Return the warehouse that the server was started over."""
    return Warehouse(Path(os.environ.get(WAREHOUSE_VARIABLE, "warehouse")))


def remember_view(view: View | None) -> None:
    """Keep the view that the sidebar shows for the page that runs next."""
    st.session_state[_VIEW] = view


def remember_unknown(problem: str) -> None:
    """Keep what a link asks for and the warehouse does not have, to be said instead of another comparison."""
    st.session_state[_UNKNOWN] = problem


def remember_note(note: str) -> None:
    """Keep what of a link means nothing for this evaluation set, to be said above the page; empty where all does."""
    st.session_state[_NOTE] = note


def require_comparison(otherwise: Callable[[], None] = lambda: None) -> Chosen:
    """Return what the sidebar chose; where nothing can be compared yet, show what to do and stop the page.

    `otherwise` shows what there is to say without a comparison, below that.
    """
    view: View | None = st.session_state.get(_VIEW)
    problem: str = st.session_state.get(_UNKNOWN) or ""
    if view is None:
        if problem:
            st.error(plain(problem), icon=":material/link_off:")
        show_first_steps(current_warehouse())
        otherwise()
        st.stop()
    if problem:
        st.title("This link leads to something that is not here")
        st.error(plain(problem), icon=":material/link_off:")
        st.markdown("It may have been deleted or renamed. Choose another in the sidebar, or see what is loaded:")
        st.page_link("pages/data.py", label="See what is loaded", icon=":material/database:")
        st.stop()
    if note := st.session_state.get(_NOTE):
        st.warning(plain(note), icon=":material/link_off:")
    try:
        return Chosen(view, compare(current_warehouse(), view))
    except InputError as error:
        st.title("This comparison cannot be opened", anchor=False)
        st.error(plain(str(error)), icon=":material/error:")
        st.page_link("pages/data.py", label="See what is loaded", icon=":material/database:")
        st.stop()


def show_first_steps(warehouse: Warehouse) -> None:
    """Tell what is missing for a comparison, and the command that adds it."""
    stored = read_stored(warehouse)
    _show_title(warehouse, stored)
    for problem in stored.problems:
        st.error(plain(problem), icon=":material/error:")
    if stored.evalsets:
        name = stored.evalsets[0].name
        runs = [run.name for run in stored.runs if run.evalset == name]
        there = f"the run **{plain(runs[0])}** is there, one more is needed" if runs else "no run is loaded yet"
        st.markdown(f"The evaluation set **{plain(name)}** is loaded; {there}. Add the predictions of another version:")
        st.code(f"flipscope add-run v2 predictions_v2.jsonl --evalset {name}", language="bash")
        st.page_link("pages/data.py", label="See what is loaded", icon=":material/database:")
        return
    st.markdown("Load an evaluation set and the predictions of two model versions, or look at the sample first:")
    st.code(
        "flipscope demo\n\nflipscope add-evalset my-test test.jsonl\n"
        "flipscope add-run v1 v1.jsonl --evalset my-test\nflipscope add-run v2 v2.jsonl --evalset my-test",
        language="bash",
    )


def _show_title(warehouse: Warehouse, stored: Stored) -> None:
    if stored.evalsets:
        st.title("A comparison needs two runs", anchor=False)
    elif stored.problems:
        st.title("Nothing here can be read", anchor=False)
    else:
        st.title("Nothing is loaded yet", anchor=False)
        if not warehouse.path.exists():
            st.markdown(f"The warehouse folder {plain(str(warehouse.path))} is not there yet; the first load makes it.")
