"""Which locales stand side by side: two to six, in the order chosen."""

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from analysis.locales import MAX_LOCALES, MIN_LOCALES
from analysis.metrics import nfr
from dashboard.components.locale_memory import LOCALES_KEY, restart_paging

DEFAULT_LOCALES: Final = 4


def totals_of(slices: Sequence[Slice]) -> dict[str, FlipCounts]:
    """Return the counts of each locale by its name."""
    return {str(part.values["locale"]): part.counts for part in slices}


def default_locales(totals: Mapping[str, FlipCounts]) -> list[str]:
    """Return the locale that broke most, the one that broke least, then the largest, up to four.

    >>> default_locales({f"l{broke}": FlipCounts(4, 4 - broke, broke, 0, 0, 0) for broke in range(3)})
    ['l2', 'l0', 'l1']
    """
    by_rate = sorted(totals, key=lambda locale: (-(nfr(totals[locale]) or 0.0), locale))
    by_size = sorted(totals, key=lambda locale: (-totals[locale].n, locale))
    return list(dict.fromkeys((*by_rate[:1], *by_rate[-1:], *by_size)))[:DEFAULT_LOCALES]


def choose_locales(totals: Mapping[str, FlipCounts]) -> tuple[str, ...]:
    """Let the user choose; shows a hint and stops the page below two."""
    chosen = st.multiselect(
        "Locales",
        sorted(totals),
        default=default_locales(totals),
        max_selections=MAX_LOCALES,
        placeholder="Add a locale",
        key=LOCALES_KEY,
        bind="query-params",
        on_change=restart_paging,
        select_all=False,
        label_visibility="collapsed",
    )
    if len(chosen) < MIN_LOCALES:
        st.title(f"Choose {MIN_LOCALES} to {MAX_LOCALES} locales to put them side by side", anchor=False)
        st.stop()
    return tuple(chosen)
