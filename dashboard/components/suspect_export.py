"""Golds for annotators, as one download: what the page Annotation lists, or what is left of an audit sample."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import Final

import streamlit as st

from analysis.arrow_codes import Codes
from dashboard import wording
from dashboard.components.export_words import TOOL_LABELS
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.exports.archive import export_archive
from dashboard.exports.gold import MOST_ROWS, gold_request
from dashboard.exports.request import MOST_OVERLAP, Request
from loaders.errors import InputError
from loaders.gold import open_gold

_FIRST: Final = 500
_ORDER_HELP: Final = (
    "The first of the list, in its order. Why a gold is suspect is not told, so that each is judged anew."
)


def show_suspect_export(chosen: Chosen, rows: Sequence[int] | Codes) -> None:
    """Offer these utterances, in this order, for an annotation tool: is the label right, and if not, what is?"""
    panel = st.popover("Annotate", icon=":material/edit_note:", key="suspect_export", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.markdown("**Golds for annotators**")
        if not may_write():
            st.caption("You may look, but not export: an export is kept in the warehouse. Ask whoever runs this.")
        elif not len(rows):
            st.caption("Nothing is listed, so there is nothing to export.")
        else:
            try:
                _offer(chosen, _ask(rows))
            except InputError as error:
                st.error(plain(str(error)), icon=":material/error:")


def _ask(rows: Sequence[int] | Codes) -> Request:
    tool = st.selectbox("Tool", list(TOOL_LABELS), format_func=TOOL_LABELS.__getitem__, key="suspect_tool")
    left, right = st.columns(2)
    most = min(len(rows), MOST_ROWS)
    with left:
        first = st.number_input("Golds", 1, most, min(most, _FIRST), key=f"suspect_first_{most}", help=_ORDER_HELP)
    with right:
        overlap = st.number_input("Annotators per item", 1, MOST_OVERLAP, 1, key="suspect_overlap")
    return gold_request(tool, rows[: int(first)], int(overlap))


def _offer(chosen: Chosen, request: Request) -> None:
    golds = wording.plural(len(request.rows or ()), "gold")
    st.download_button(
        f"{golds} for {TOOL_LABELS[request.format]}",
        data=partial(golds_archive, chosen.view.evalset, request),
        file_name=f"golds-{chosen.view.evalset}-{request.format}.zip",
        mime="application/zip",
        key="suspect_download",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        width="stretch",
    )
    st.caption(
        "Asked is whether each label is right, and what is right instead; runs are not shown. The zip has the file, "
        "what the tool needs beside it, and a manifest to make the same again. Bring it back on the page Verdicts."
    )


def golds_archive(evalset: str, request: Request) -> bytes:
    """Make the export of golds and return it as a zip; raises `InputError` as `export_archive` does."""
    opened = open_gold(current_warehouse(), evalset)
    with closing(opened.con):
        return export_archive(current_warehouse(), opened, request)
