"""The chain locale by locale, in small panels on the same scales, what lost most first."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from analysis.chain import ChainSlice
from dashboard import wording
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.theme import current_palette
from dashboard.figures.chain_multiples import common_scales, describe_panel, draw_panel, locale_of, worst_first
from dashboard.state import FlipFilter, View

MOST_PANELS: Final = 12


def show_chain_panels(by_locale: Sequence[ChainSlice], runs: Sequence[str], view: View) -> None:
    """Show a panel a locale; nothing where there is one locale alone."""
    ordered = worst_first(by_locale)
    if len(ordered) < 2:
        return
    with st.container(border=True, key="chain_panels_card", gap="small"):
        st.html(
            '<h3>Locale by locale, on the same scales</h3><div class="note muted">Accuracy in %, and below it how many '
            "each step <span class='fixed'>fixed ▲</span> and <span class='broke'>broke ▼</span>; the largest share "
            "lost first. Click a bar to list the flips.</div>"
        )
        shown = _shown(ordered)
        scales = common_scales(ordered)
        clicked = None
        with st.container(key="chain_panels"):
            for index, part in enumerate(shown):
                with st.container(key=f"chain_panel_{index}", gap=None):
                    st.html(panel_title(part))
                    figure = draw_panel(part, runs, scales, current_palette())
                    key = f"chain-panel-{locale_of(part)}-{view}-{runs}"
                    bar = show_clickable(figure, key, describe_panel(part, runs))
                    clicked = (locale_of(part), *bar) if bar else clicked
    if clicked:
        locale, baseline, candidate, outcome = clicked
        of_step = View(view.evalset, runs[baseline], runs[candidate], view.unit, view.weight)
        open_flips(of_step, FlipFilter((outcome,), (("locale", (locale,)),)))


def panel_title(part: ChainSlice) -> str:
    """Return locale, and how much of it is lost, of how many; HTML."""
    counts = part.counts
    lost = f"{wording.count(counts.n_lost)} lost" if counts.n_lost else "none lost"
    share = f" ({wording.percent(counts.n_lost / counts.n)})" if counts.n_lost else ""
    return (
        f'<div class="panel-title tabular"><b><bdi>{escape(locale_of(part))}</bdi></b> '
        f'<span class="{"broke" if counts.n_lost else "muted"}">{lost}{share}</span> '
        f'<span class="muted">of {wording.count(counts.n)}</span></div>'
    )


def _shown(ordered: list[ChainSlice]) -> list[ChainSlice]:
    if len(ordered) <= MOST_PANELS or st.toggle(
        f"Show all {wording.count(len(ordered))} locales, not only the first {MOST_PANELS}",
        key="all_panels",
        bind="query-params",
    ):
        return ordered
    return ordered[:MOST_PANELS]
