"""Locales: two to six side by side on common scales."""

from pathlib import Path

import streamlit as st

from dashboard.cache import slices
from dashboard.components.locale_columns import show_locale_columns
from dashboard.components.locale_domains import open_cell, show_locale_domains
from dashboard.components.locale_headline import show_headline
from dashboard.components.locale_memory import recall_choices, remember_choices
from dashboard.components.locale_picker import choose_locales, totals_of
from dashboard.components.locale_results import (
    broken_transitions,
    locale_comparison,
    locale_difference,
    slot_errors_by_locale,
)
from dashboard.components.locale_transitions import show_locale_transitions
from dashboard.components.markdown_text import plain
from dashboard.components.parallel_view import show_parallel
from dashboard.components.session import Chosen, require_comparison

_STYLES = Path(__file__).resolve().parent.parent / "styles"


def _show(chosen: Chosen) -> None:
    view, comparison = chosen.view, chosen.comparison
    # Picked by what the verdict counts, whatever the columns below count.
    totals = totals_of(slices(comparison, (view.unit,), ("locale",)))
    if len(totals) < 2:
        _explain_single(tuple(totals), view.evalset)
        return
    recall_choices(comparison.evalset.fingerprint)
    heading = st.container(gap="xsmall", key="locale_headline")
    picked = choose_locales(totals)
    compared = locale_comparison(comparison, picked.locales, view.unit, view.weight)
    tested = locale_difference(comparison, picked.a, picked.b, view.unit)
    with heading:
        show_headline(tested, compared, picked)
    show_locale_columns(compared, picked, slot_errors_by_locale(comparison, view.weight), view)
    cell = show_locale_domains(compared, tested)
    transitions = broken_transitions(comparison, picked.locales, view.unit, view.weight)
    show_locale_transitions(transitions, picked.locales, view)
    show_parallel(chosen, picked)
    remember_choices(comparison.evalset.fingerprint)
    if cell is not None:
        open_cell(view, cell)


def _explain_single(locales: tuple[str, ...], evalset: str) -> None:
    has = f"has utterances in {locales[0]} alone" if locales else "has no utterance to compare"
    st.title("Two locales are needed here", anchor=False)
    st.markdown(
        f"The evaluation set **{plain(evalset)}** {has}. Load one with several locales to put them side by side:"
    )
    st.code("flipscope add-evalset my-test de-DE.jsonl en-US.jsonl", language="bash")
    st.page_link("pages/overview.py", label="Back to the overview", icon=":material/arrow_back:")


# The lanes of an utterance look as they do among the flips.
for _sheet in ("flips.css", "locales.css"):
    st.html(_STYLES / _sheet)
_show(require_comparison())
