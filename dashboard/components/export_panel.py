"""Export for annotators: what the Flips page lists, for an annotation tool, as one download."""

from functools import partial
from typing import Any, Final

import streamlit as st

from analysis.sampling import Strategy
from dashboard import cache, wording
from dashboard.components.export_words import (
    BLIND_HELP,
    BLIND_LABELS,
    PREFILL_LABELS,
    STRATEGY_LABELS,
    TOOL_LABELS,
)
from dashboard.components.flip_address import Address
from dashboard.components.flip_words import column_label
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.exports.archive import export_archive, file_name
from dashboard.exports.choice import choose_items
from dashboard.exports.judged import as_judged_now
from dashboard.exports.request import MOST_OVERLAP, Request, UtteranceUnit
from loaders.comparison import Comparison
from loaders.errors import InputError

MOST_ITEMS: Final = 50_000
"""A browser gets a download in one piece, so the server holds it in memory; more is a matter for the command line."""

_STRATA: Final = ("locale", "domain", "intent", "candidate_intent")


def show_export(chosen: Chosen, address: Address) -> None:
    """Offer the listed utterances for an annotation tool."""
    panel = st.popover("Annotate", icon=":material/edit_note:", key="flip_export", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.markdown("**Export for annotators**")
        if not may_write():
            st.caption("You may look, but not export: an export is kept in the warehouse. Ask whoever runs this.")
            return
        try:
            request = _ask(chosen, address)
            _offer(chosen.comparison, request)
        except (InputError, ValueError) as error:
            st.error(plain(str(error)), icon=":material/error:")


def _ask(chosen: Chosen, address: Address) -> Request:
    tool = st.selectbox("Tool", list(TOOL_LABELS), format_func=TOOL_LABELS.__getitem__, key="export_tool")
    sampling = _ask_sampling()
    blind = st.segmented_control(
        "Answers shown",
        list(BLIND_LABELS),
        default="none",
        format_func=BLIND_LABELS.__getitem__,
        key="export_blind",
        help=BLIND_HELP,
        required=True,
    )
    left, right = st.columns(2)
    with left:
        prefill = st.selectbox(
            "Fill in ahead",
            list(PREFILL_LABELS),
            format_func=PREFILL_LABELS.__getitem__,
            key="export_prefill",
            disabled=blind != "none",
            help="Annotators correct an answer instead of starting from nothing. Not where answers are hidden.",
        )
    with right:
        overlap = st.number_input("Annotators per item", 1, MOST_OVERLAP, 1, key="export_overlap")
    flips = address.flips
    unit: UtteranceUnit = next((unit for unit in ("frame", "intent", "slots") if unit == chosen.view.unit), "frame")
    return Request(
        format=tool,
        unit=unit,
        outcomes=flips.outcomes,
        where=tuple((column, tuple(value or None for value in values)) for column, values in flips.where),
        search=flips.search,
        causes=flips.causes,
        blind=blind,
        prefill=prefill if blind == "none" and prefill != "nothing" else None,
        overlap=int(overlap),
        **sampling,
    )


def _ask_sampling() -> dict[str, Any]:
    """Return the fields of a request that say which of the items are taken."""
    strategy: Strategy = st.segmented_control(
        "Which of them",
        list(STRATEGY_LABELS),
        default="all",
        format_func=STRATEGY_LABELS.__getitem__,
        key="export_strategy",
        required=True,
    )
    if strategy == "all":
        return {}
    left, right = st.columns(2)
    with left:
        size = st.number_input("Items", 1, 1_000_000, 100, key="export_sample")
    asked: dict[str, Any] = {"strategy": strategy, "sample": int(size)}
    if strategy == "traffic":
        return asked
    with right:
        asked["seed"] = int(st.number_input("Seed", 0, 2**31 - 1, 0, key="export_seed", help=_SEED_HELP))
    if strategy == "stratified":
        with left:
            by = st.multiselect("Strata", _STRATA, ["locale"], format_func=column_label, key="export_by")
        with right:
            floor = st.number_input("At least of each", 0, 1_000, 1, key="export_floor")
        if not by:
            raise InputError("choose at least one column to stratify by")
        asked |= {"by": tuple(by), "floor": int(floor)}
    return asked


_SEED_HELP: Final = "The same seed draws the same items; a larger sample begins with the smaller one."


def _offer(comparison: Comparison, request: Request) -> None:
    request = as_judged_now(current_warehouse().path, comparison, request)
    n_items, n_utterances = _count(comparison, cache.key_of(comparison), request)
    if not n_items:
        st.caption("Nothing is listed, so there is nothing to export.")
        return
    if n_items > MOST_ITEMS:
        st.caption(f"{wording.plural(n_items, 'item')}: too many for a browser. Take a sample, or use the command:")
        st.code("flipscope export --help", language="bash")
        return
    of = f"for {wording.plural(n_utterances, 'utterance')} " if n_utterances > n_items else ""
    st.download_button(
        f"{wording.plural(n_items, 'item')} {of}for {TOOL_LABELS[request.format]}",
        data=partial(export_archive, current_warehouse(), comparison, request),
        file_name=f"{file_name(comparison, request).rsplit('.', 1)[0]}-{request.format}.zip",
        mime="application/zip",
        key="export_download",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        width="stretch",
    )
    st.caption("A zip with the file, what the tool needs beside it, and a manifest to make the same again.")


@st.cache_data(max_entries=64, show_spinner="Counting what is to be judged…")
def _count(_comparison: Comparison, key: tuple[str, ...], request: Request) -> tuple[int, int]:
    choice = choose_items(current_warehouse().path, _comparison.cursor(), request)
    return choice.n_items, sum(choice.rows.column("n_folded").to_pylist())
