"""The slices found, worst first: conditions in words, rate with interval, how far above the rest, and the flips."""

import streamlit as st

from analysis.slice_search import FoundSlice, SliceSearch
from dashboard import wording
from dashboard.components.slice_links import conditions_html, flips_of_slice
from dashboard.state import View

_HEAD = (
    '<div class="slice slice-head" aria-hidden="true"><span>slice</span><span>n</span><span>broke, 95 %</span>'
    '<span class="bar-cell">rate | of the rest</span><span>times the rest</span><span>adj. p</span></div>'
)


def show_slice_list(search: SliceSearch, view: View) -> None:
    """Show a row a slice."""
    widest = max(_high(found) for found in search.slices)
    with st.container(border=True, key="slice_list", gap="small"):
        st.html(
            '<h2>Slices that stand out</h2><div class="note muted">The largest and farthest above the rest first. The '
            "bar is the share that broke, the line its 95 % interval, the tick the rate of all other utterances. Adj. "
            "p: chance, times the number of slices looked at. Each lists what broke in it.</div>"
        )
        with st.container(key="slice_rows", gap=None):
            st.html(_HEAD)
            for index, found in enumerate(search.slices):
                with st.container(key=f"slice_row_{index}", gap=None):
                    st.html(row_html(found, widest))
                    st.page_link(
                        "pages/flips.py",
                        label=f"List {wording.count(found.n_negative_flips)}",
                        query_params=view.parameters() | flips_of_slice(found).parameters(),
                    )


def row_html(found: FoundSlice, widest: float) -> str:
    """Return the row of a slice; `widest` is the rate at the end of all bars."""
    times = wording.UNDEFINED if found.times_rest is None else f"{found.times_rest:.1f} ×"
    return (
        f'<div class="slice tabular"><span class="conditions">{conditions_html(found.conditions)}</span>'
        f"<span>{wording.count(found.n)}</span>"
        f'<span><b class="broke">{wording.percent(found.nfr)}</b> <span class="muted">'
        f"{wording.limits(found.nfr_interval, 1)}</span></span>{_bar(found, widest)}"
        f"<span>{times}</span><span>{p_words(found.p_corrected)}</span></div>"
    )


def p_words(p: float) -> str:
    """Write a corrected p; HTML.

    >>> p_words(0.0312), p_words(1e-9)
    ('0.031', '&lt; 0.001')
    """
    return "&lt; 0.001" if p < 0.001 else f"{p:.3f}"


def _high(found: FoundSlice) -> float:
    return found.nfr_interval.high if found.nfr_interval else found.nfr


def _bar(found: FoundSlice, widest: float) -> str:
    def at(rate: float) -> str:
        return f"{100 * rate / widest:.1f}%"

    interval = found.nfr_interval
    line = ""
    if interval is not None:
        line = f'<i class="line" style="left:{at(interval.low)};width:{at(interval.high - interval.low)}"></i>'
    return (
        '<span class="bar-cell" aria-hidden="true"><span class="slice-bar">'
        f'<i class="fill" style="width:{at(found.nfr)}"></i>{line}'
        f'<i class="rest" style="left:{at(found.nfr_rest)}"></i></span></span>'
    )
