"""What the page Annotation says where no suspect is listed: good news, or filters that leave nothing."""

import streamlit as st

from analysis.annotation.suspect_table import SuspectTable
from dashboard import wording
from dashboard.components.flip_words import plain_label
from dashboard.components.session import Chosen
from dashboard.components.suspect_address import SuspectAddress
from dashboard.components.suspect_filters import take_away
from dashboard.components.suspect_link import go_to
from dashboard.components.suspect_results import list_of
from dashboard.components.suspect_words import chips_of
from dashboard.figures.slot_marks import isolated


def show_no_suspect(chosen: Chosen, table: SuspectTable, address: SuspectAddress) -> None:
    """Say why nothing is listed, and offer the way out."""
    words = chips_of(address)
    with st.container(key="suspect_empty", border=True, gap="small"):
        if words:
            joined = " and ".join(isolated(one, "b") for one in words.values())
            st.html(f"<p>No suspect matches {joined}.</p>")
        else:
            st.html(
                '<p><b class="fixed">✓ Nothing looks wrong.</b> No gold of this set is more likely wrong than right. '
                "That is no proof: an error that is made everywhere alike contradicts nothing.</p>"
            )
        with st.container(horizontal=True, gap="small"):
            for parameter, said in words.items() if len(words) > 1 else ():
                n = len(list_of(chosen.comparison, chosen.view.unit, table, address.without(parameter)))
                if n:
                    st.button(
                        f"Without {plain_label(said)}: {wording.plural(n, 'suspect')}",
                        key=f"suspect_without_{parameter}",
                        on_click=take_away,
                        args=(table, parameter),
                    )
            if words:
                st.button(
                    "Clear the filters", key="suspect_clear", on_click=go_to, args=(table, SuspectAddress.cleared)
                )
