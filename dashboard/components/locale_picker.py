"""Which locales stand side by side, two to six, in the order chosen; and which two of them are compared, A and B."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from analysis.breakdown import Slice
from analysis.counts import FlipCounts
from analysis.locales import MAX_LOCALES, MIN_LOCALES
from analysis.metrics import nfr
from dashboard.components.locale_memory import A_KEY, B_KEY, LOCALES_KEY, restart_paging

DEFAULT_LOCALES: Final = 4


@dataclass(frozen=True, slots=True)
class ChosenLocales:
    """The columns from left to right, and the two that are compared.

    `n_picked_from` is the number of locales from which the page itself took the most and the least broken as A and B;
    None where a person chose.
    """

    locales: tuple[str, ...]
    a: str
    b: str
    n_picked_from: int | None


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


def choose_locales(totals: Mapping[str, FlipCounts]) -> ChosenLocales:
    """Let the user choose; shows a hint and stops the page below two."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="locale_choice", gap="small"):
        chosen = st.multiselect(
            f"Side by side ({MIN_LOCALES} to {MAX_LOCALES})",
            sorted(totals),
            default=default_locales(totals),
            max_selections=MAX_LOCALES,
            placeholder="Add a locale",
            key=LOCALES_KEY,
            bind="query-params",
            on_change=restart_paging,
            select_all=False,
        )
        if len(chosen) < MIN_LOCALES:
            st.title(f"Choose {MIN_LOCALES} to {MAX_LOCALES} locales to put them side by side", anchor=False)
            st.stop()
        a, b = _choose_pair(tuple(chosen))
    by_a_person = any(key in st.query_params for key in (LOCALES_KEY, A_KEY, B_KEY))
    return ChosenLocales(tuple(chosen), a, b, None if by_a_person else len(totals))


def _choose_pair(locales: tuple[str, ...]) -> tuple[str, str]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="locale_pair", gap="xsmall", width="content"):
        a = _choose_one("Compare A", locales, A_KEY)
        swap = st.empty()
        b = _choose_one("with B", tuple(locale for locale in locales if locale != a), B_KEY)
        swap.button("⇄", key="swap_locales", help="Swap A and B", on_click=_choose, args=(b, a))
    return a, b


def _choose_one(label: str, locales: tuple[str, ...], key: str) -> str:
    return st.selectbox(label, locales, key=key, bind="query-params", on_change=restart_paging, width=120)


def _choose(a: str, b: str) -> None:
    st.session_state[A_KEY], st.session_state[B_KEY] = a, b
    restart_paging()
