"""Transitions: which intent became which, from the baseline to the candidate."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from analysis.intent_moves import mostly_in_one_locale
from dashboard import cache
from dashboard.components.choice import read_choice, write_choices
from dashboard.components.session import Chosen, require_comparison
from dashboard.components.tiles import show_tiles
from dashboard.components.transition_figures import show_transition_figures
from dashboard.components.transition_list import show_transition_list
from dashboard.components.transition_results import SHOWN, Shown, intent_moves, judged_by
from dashboard.components.transition_words import SHOWN_LABELS, lede_of, tiles_of, title_of

_STYLES = Path(__file__).resolve().parent.parent / "styles" / "transitions.css"
_ALL = "all"


def _show(chosen: Chosen) -> None:
    view, comparison = chosen.view, chosen.comparison
    by_locale = cache.slices(comparison, [view.unit], ["locale"], view.weight)
    totals = {str(part.values["locale"]): part for part in by_locale}
    if not totals:
        st.title("Nothing to compare.", anchor=False)
        return
    heading = st.container(gap="xsmall", key="transition_headline")
    shown, locale = _choose(tuple(totals))
    moves = intent_moves(comparison, view.unit, shown, locale, view.weight)
    n_units = {name: part.n_units for name, part in totals.items()}
    places = {} if locale else mostly_in_one_locale(moves.moves, n_units)
    n_all = totals[locale].counts.n if locale else sum(part.counts.n for part in by_locale)
    with heading:
        st.title(title_of(moves, shown, locale, places), anchor=False)
        st.html(f'<p class="lede tabular">{lede_of(moves, view, shown, n_all)}</p>')
    if not moves.moves:
        return
    show_tiles(tiles_of(moves, view, shown, n_all, places))
    listed = replace(view, unit=judged_by(shown, view.unit))
    show_transition_figures(moves, places, listed, shown, locale)
    show_transition_list(moves, places, listed, shown, locale)


def _choose(locales: tuple[str, ...]) -> tuple[Shown, str | None]:
    """Let choose what is shown and of which locale; both are in the link."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="transition_choice"):
        shown = st.segmented_control(
            "Show",
            SHOWN,
            key=read_choice("show", SHOWN, SHOWN[0]),
            required=True,
            format_func=lambda option: SHOWN_LABELS[option],
            help="All changed: the two runs gave different intents, whether right or wrong.",
        )
        locale = st.selectbox(
            "Locale",
            (_ALL, *locales),
            key=read_choice("locale", (_ALL, *locales), _ALL),
            format_func=lambda option: "All locales" if option == _ALL else option,
            width=220,
        )
    shown = shown or SHOWN[0]
    write_choices({"show": None if shown == SHOWN[0] else shown, "locale": None if locale == _ALL else locale})
    return shown, None if locale == _ALL else locale


st.html(_STYLES)
_show(require_comparison())
