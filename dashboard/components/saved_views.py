"""Views saved under a name: a list in the sidebar to open, rename and delete them, and to save the current one."""

import datetime
from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import wording
from dashboard.components.markdown_text import plain
from dashboard.components.navigation import PAGES
from dashboard.components.session import current_warehouse
from dashboard.components.sign_in import may_write, signed_in_name
from dashboard.components.view_address import current_query, parameters_of
from dashboard.components.written_notes import try_to_write
from loaders.errors import InputError
from loaders.saved_views import (
    MAX_NAME,
    SavedView,
    delete_view,
    list_views,
    rename_view,
    restore_view,
    save_view,
)

_NAME: Final = "saved_view_name"
_AUTHOR: Final = "saved_view_author"
_RENAMED: Final = "saved_view_renamed"
_DELETED: Final = "_saved_view_deleted"
_RENAMING: Final = "_saved_view_renaming"
_PROBLEM: Final = "_saved_view_problem"
_PATHS: Final = {page.title: page.path for page in PAGES}


def show_saved_views(page: str) -> None:
    """Show the button that opens the list; `page` is the title of the page that a new view is of."""
    with st.popover("Saved views", icon=":material/bookmark:", type="tertiary", key="saved_views"):
        _show_panel(page)


@st.fragment
def _show_panel(page: str) -> None:
    """Show the panel; it runs by itself, not the page behind it."""
    # It stays until the next try: a page that writes its address runs twice, and the second run would hide it.
    problem = st.session_state.get(_PROBLEM, "")
    try:
        views = list_views(current_warehouse().path)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    if may_write():
        _show_form(page)
    if problem:
        st.error(plain(problem), icon=":material/error:")
    _show_undo()
    if not views:
        st.caption("No view is saved yet. Saved views are kept in the warehouse, for everyone who opens it.")
    with st.container(key="saved_views_list", gap="xxsmall"):
        for view in views:
            _show_view(view)


def _show_form(page: str) -> None:
    with st.form("saved_view_form", border=False, clear_on_submit=False):
        st.text_input("Save this view as", key=_NAME, max_chars=MAX_NAME, placeholder="Worse in German")
        if not signed_in_name():
            st.text_input("Your name (optional)", key=_AUTHOR, max_chars=MAX_NAME)
        st.form_submit_button("Save", on_click=_save, args=(page,), width="stretch")


def _save(page: str) -> None:
    author = signed_in_name() or st.session_state.get(_AUTHOR, "")
    if _tried(lambda: save_view(current_warehouse().path, st.session_state[_NAME], page, current_query(), author)):
        st.session_state[_NAME] = ""


def _show_view(view: SavedView) -> None:
    if may_write() and st.session_state.get(_RENAMING) == view.id:
        st.text_input("New name", value=view.name, key=_RENAMED, max_chars=MAX_NAME, on_change=_rename, args=(view.id,))
        return
    with st.container(key=f"saved_view_{view.id}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        # A view of a page that is gone leads to the first one, with the same comparison.
        path = _PATHS.get(view.page, PAGES[0].path)
        st.page_link(path, label=plain(view.name), query_params=parameters_of(view.query), help=describe(view))
        if may_write():
            st.menu_button(
                plain(f"Change {view.name}"),
                ["Rename", "Delete"],
                key=f"saved_view_menu_{view.id}",
                icon=":material/more_horiz:",
                type="tertiary",
                on_click=_change,
                args=(view.id,),
            )


def describe(view: SavedView) -> str:
    """Return in Markdown which page a view is of, who saved it, and when.

    >>> describe(SavedView(1, "x", "Flips", "", "Ann", "2026-11-28T09:05:00+00:00"))
    'Flips, saved by Ann on 28 November 2026'
    """
    who = f" by {plain(view.author)}" if view.author else ""
    return f"{plain(view.page)}, saved{who}{_day(view.saved_at)}"


def _day(saved_at: str) -> str:
    try:
        return f" on {wording.day(datetime.datetime.fromisoformat(saved_at))}"
    except ValueError:
        return ""


def _change(view_id: int) -> None:
    chosen = st.session_state[f"saved_view_menu_{view_id}"]
    if chosen == "Rename":
        st.session_state[_RENAMING] = view_id
    elif chosen == "Delete":
        _tried(lambda: _delete(view_id))


def _delete(view_id: int) -> None:
    st.session_state[_DELETED] = delete_view(current_warehouse().path, view_id)


def _rename(view_id: int) -> None:
    if _tried(lambda: rename_view(current_warehouse().path, view_id, st.session_state[_RENAMED])):
        st.session_state[_RENAMING] = None


def _show_undo() -> None:
    deleted: SavedView | None = st.session_state.get(_DELETED)
    if deleted is None or not may_write():
        return
    with st.container(key="saved_view_undo", horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.caption(f"“{plain(deleted.name)}” is deleted.")
        st.button("Undo", type="tertiary", key="saved_view_undo_button", on_click=_restore, args=(deleted,))


def _restore(view: SavedView) -> None:
    if _tried(lambda: restore_view(current_warehouse().path, view)):
        st.session_state[_DELETED] = None


def _tried(change: Callable[[], object]) -> bool:
    return try_to_write(change, _PROBLEM, "change saved views")
