"""The must-pass list in short: the frequent requests that broke, each a link to its utterance."""

from html import escape
from typing import Final

import streamlit as st

from analysis.must_pass import MustPass
from dashboard import wording
from dashboard.components.locale_links import utterance_in
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from dashboard.components.traffic_results import check_most_frequent, failure_rows

TOP: Final = 10
"""So many of each locale are on the list, as on the Traffic page."""

_SHOWN: Final = 6
_LONGEST: Final = 60


def check_list(chosen: Chosen) -> MustPass:
    """Check the most frequent utterances of each locale."""
    return check_most_frequent(chosen.comparison, chosen.view.unit, TOP).result


def show_broken_requests(chosen: Chosen, result: MustPass | None) -> None:
    """List what broke of the must-pass list, the most asked first; without traffic there is no such list."""
    if result is None:
        st.header("What must never fail", anchor=False)
        st.caption(f"“{plain(chosen.view.evalset)}” does not say how often each utterance is asked.")
        _link_to_lists(chosen, "Check a list of your own")
        return
    st.header("Frequent requests that broke", anchor=False)
    broken = tuple(failure for failure in result.failures if failure.broke)
    n_listed = wording.plural(result.n_listed, "utterance")
    st.caption(f"of the must-pass list: the {TOP} most frequent of each locale, {n_listed}")
    if not broken:
        st.html(f'<div class="fixed">✓ None of them broke{_still(result)}.</div>')
    with st.container(key="broken_requests", gap=None):
        for row in failure_rows(chosen.comparison, broken[:_SHOWN]):
            text, locale = str(row["text"]), str(row["locale"])
            with st.container(key=f"broken_request_{row['row']}", horizontal=True, gap="small"):
                st.page_link(
                    "pages/flips.py",
                    label=plain(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"),
                    query_params=utterance_in(chosen.view, row["outcome"], locale, row["row"]),
                )
                asked = wording.short_count(row["frequency"])
                st.html(f'<span class="muted tabular"><bdi>{escape(locale)}</bdi> · {asked}</span>')
    more = len(broken) - _SHOWN
    _link_to_lists(
        chosen, f"{wording.count(more)} more, and lists of your own" if more > 0 else "The whole list, and your own"
    )


def _link_to_lists(chosen: Chosen, label: str) -> None:
    parameters = chosen.view.parameters()
    st.page_link("pages/traffic.py", label=label, icon=":material/checklist:", query_params=parameters)


def _still(result: MustPass) -> str:
    return f"; {wording.count(result.n_still_wrong)} were wrong before and still are" if result.n_still_wrong else ""
