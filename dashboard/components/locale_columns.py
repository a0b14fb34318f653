"""A column a locale: how much there is, how accuracy moved, what broke and what was fixed, each with its way there."""

from html import escape
from typing import Final

import streamlit as st

from analysis.certainty import intervals_of
from analysis.counts import FlipCounts
from analysis.intervals import Interval
from analysis.locales import LocaleComparison
from analysis.metrics import accuracy_baseline, accuracy_candidate, accuracy_change, nfr, pfr
from analysis.slot_errors import SlotSlice
from analysis.slot_metrics import semer
from dashboard import wording
from dashboard.components.locale_links import flips_of
from dashboard.components.locale_picker import ChosenLocales
from dashboard.state import View

SEMER_HELP: Final = (
    "Semantic error rate of the candidate: slots substituted, missed or added and intents got wrong, per slot and "
    "intent there is. Less is better."
)


def show_locale_columns(
    compared: LocaleComparison, chosen: ChosenLocales, slots: dict[str, SlotSlice], view: View
) -> None:
    """Show the columns side by side; where the page is narrow, in several rows."""
    with st.container(key=f"locale_columns_{len(compared.locales)}"):
        for index, locale in enumerate(compared.locales):
            with st.container(border=True, key=f"locale_column_{index}", gap=None):
                counts = compared.totals[locale]
                st.html(column_html(locale, badge_of(locale, chosen), counts, slots.get(locale), compared.weight))
                with st.container(key=f"locale_flips_{index}", gap=None):
                    _link_flips(view, locale, counts)


def badge_of(locale: str, chosen: ChosenLocales) -> str:
    """Return the letter of a locale that is compared, as HTML; nothing for another."""
    letter = {chosen.a: "A", chosen.b: "B"}.get(locale)
    return f' <span class="locale-badge">{letter}</span>' if letter else ""


def column_html(locale: str, badge: str, counts: FlipCounts, slots: SlotSlice | None, weight: str | None) -> str:
    """Return the figures of one locale as HTML."""
    change = accuracy_change(counts)
    tone = "" if not change else "fixed" if change > 0 else "broke"
    things = "requests (traffic)" if weight else "utterances"
    intervals = intervals_of(counts, weighted=weight is not None)
    before, after = (wording.percent(rate(counts)) for rate in (accuracy_baseline, accuracy_candidate))
    return (
        f'<div class="locale-column tabular"><div class="head"><h2><bdi>{escape(locale)}</bdi>{badge}</h2>'
        f'<span class="net {tone}">{wording.points(change)} net</span></div>'
        f'<div class="size muted">{wording.count(counts.n)} {things}<br>'
        f'accuracy <span class="accuracy">{before} → {after}</span>{_net(intervals["accuracy_change"])}</div>'
        f'<div class="sides">{_side("broke", nfr(counts), intervals["nfr"])}'
        f"{_side('fixed', pfr(counts), intervals['pfr'])}{_semer(slots)}</div></div>"
    )


def _net(interval: Interval | None) -> str:
    return "" if interval is None else f"<br>net, 95 %: {wording.limits_of_change(interval, 1)} pp"


def _side(word: str, rate: float | None, interval: Interval | None) -> str:
    tone = word if rate else ""
    sure = "" if interval is None else f'<div class="muted" title="95 % interval">{wording.limits(interval, 1)}</div>'
    return f'<div><div class="label">{word}</div><div class="value {tone}">{wording.percent(rate)}</div>{sure}</div>'


def _semer(slots: SlotSlice | None) -> str:
    before, after = (None, None) if slots is None else (semer(slots.baseline), semer(slots.candidate))
    earlier = "" if before is None else f'<div class="muted">from {wording.percent(before)}</div>'
    return (
        f'<div title="{escape(SEMER_HELP)}"><div class="label">SemER</div>'
        f'<div class="value">{wording.percent(after)}</div>{earlier}</div>'
    )


def _link_flips(view: View, locale: str, counts: FlipCounts) -> None:
    for word, n, parameters in (
        ("broke", counts.n_negative_flips, flips_of(view, "negative_flip", locale=locale)),
        ("fixed", counts.n_positive_flips, flips_of(view, "positive_flip", locale=locale)),
    ):
        st.page_link(
            "pages/flips.py",
            label=f"{wording.count(n)} {word}",
            help=f"List what {'broke' if word == 'broke' else 'was fixed'} in {locale}" if n else "",
            disabled=not n,
            query_params=parameters,
        )
