"""Flips: the utterances that changed, and one of them in full."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboard import cache, wording
from dashboard.components.export_panel import show_export
from dashboard.components.flip_address import Address
from dashboard.components.flip_detail import show_detail
from dashboard.components.flip_download import show_download
from dashboard.components.flip_empty import show_no_match
from dashboard.components.flip_filters import show_filters
from dashboard.components.flip_link import current_address
from dashboard.components.flip_list import Listed, list_flips, show_pager, show_rows
from dashboard.components.flip_words import share, title
from dashboard.components.gold_waiting import waits_for_gold
from dashboard.components.session import Chosen, require_comparison
from dashboard.figures.utterance import Utterance, read_utterance

_STYLES = Path(__file__).resolve().parents[1] / "styles" / "flips.css"


def main() -> None:
    """Show title, filters, list and detail as the address line asks."""
    st.html(f"<style>{_STYLES.read_text(encoding='utf-8')}</style>")
    _show_page(require_comparison())


@st.fragment
def _show_page(chosen: Chosen) -> None:
    """Show the page without the sidebar: a filter or a step runs this part alone, so the keys answer at once.

    It is one fragment, not several: a click that ends the typing in a field is two changes in one moment, and
    Streamlit brings those together within a fragment only.
    """
    address = current_address(chosen.comparison)
    selection = address.flips.selection(chosen.view.unit)
    if waits_for_gold(chosen, selection):
        show_filters(chosen, address)
        return
    listed = list_flips(chosen.comparison, selection, address)
    _show_head(chosen, address, listed)
    show_filters(chosen, address)
    utterance = _chosen_utterance(chosen, address, listed)
    if not listed.n:
        show_no_match(chosen, address)
        if utterance is not None:
            show_detail(chosen, address, utterance, "")
        return
    utterance = utterance or listed.utterances[0]
    with st.container(key="flip_body"):
        left, right = st.columns([1.32, 1], gap="small")
        # The style sheet hides the traffic of each row where the set does not know it.
        with left, st.container(key="flip_traffic" if cache.knows_traffic(chosen.comparison) else "flip_no_traffic"):
            show_rows(chosen.comparison, listed, utterance.row)
            show_pager(chosen.comparison, selection, address, listed, utterance.row)
        with right:
            show_detail(chosen, address, utterance, _place(listed, utterance.row))


def _show_head(chosen: Chosen, address: Address, listed: Listed) -> None:
    view = chosen.view
    n_all = cache.n_rows(chosen.comparison, replace(address.flips, outcomes=()).selection(view.unit))
    with st.container(key="flip_head", horizontal=True, horizontal_alignment="distribute", gap="small"):
        line = share(listed.n, n_all, (view.baseline, view.candidate), wording.UNIT_LABELS[view.unit].lower())
        st.html(f'<h1>{title(listed.n, address.flips)}</h1><div class="muted tabular">{line}</div>')
        if listed.n:
            with st.container(key="flip_take_away", horizontal=True, gap="small", width="content"):
                show_export(chosen, address)
                show_download(chosen, address, listed.n)


def _chosen_utterance(chosen: Chosen, address: Address, listed: Listed) -> Utterance | None:
    """Return the utterance of the address; None where it names none, or one that a dropped pair left out."""
    if address.row is None:
        return None
    place = listed.place_of(address.row)
    if place is not None:
        return listed.utterances[place]
    try:
        row = cache.utterance(chosen.comparison, address.row)
    except LookupError:
        st.warning("The utterance in the link is not in this comparison.", icon=":material/link_off:")
        return None
    return read_utterance(row, chosen.view.unit, chosen.comparison.evalset.extra_columns)


def _place(listed: Listed, row: int) -> str:
    place = listed.place_of(row)
    if place is None:
        return "not on this page of the list"
    return f"{wording.count(listed.offset + place + 1)} of {wording.count(listed.n)}"


main()
