"""What the Locales page says first: the first chosen locale against the second, from counts alone.

Nothing here speaks of chance: a locale "got worse" where more broke than was fixed, however little it is.
"""

from html import escape

import streamlit as st

from analysis.counts import FlipCounts
from analysis.locales import LocaleComparison
from analysis.metrics import accuracy_change, nfr
from dashboard import wording


def title_of(compared: LocaleComparison) -> str:
    """Return the title: what sets the first two locales apart, neutral where the numbers say nothing else."""
    first, second = compared.locales[:2]
    ours, theirs = compared.totals[first], compared.totals[second]
    if all(counts.n_negative_flips == 0 for counts in compared.totals.values()):
        return "Nothing broke in these locales."
    for one, other, counts, against in ((first, second, ours, theirs), (second, first, theirs, ours)):
        if counts.n_negative_flips and not against.n_negative_flips and against.n:
            return f"{one} broke where {other} held."
        if (accuracy_change(counts) or 0.0) < 0 and (change := accuracy_change(against)) is not None and change >= 0:
            return f"{one} got worse where {other} {'got better' if change else 'stayed even'}."
    return _compare_rates(first, second, nfr(ours), nfr(theirs))


def _compare_rates(first: str, second: str, ours: float | None, theirs: float | None) -> str:
    if ours is None or theirs is None:
        return f"{first} and {second}, side by side."
    if ours == theirs:
        return f"As much broke in {first} as in {second}."
    most, least = (first, second) if ours > theirs else (second, first)
    return f"More broke in {most} than in {least}."


def lede_of(compared: LocaleComparison) -> str:
    """Return the sentence below the title as HTML: the rates behind it, each with its count and n."""
    first, second = compared.locales[:2]
    ours, theirs = compared.totals[first], compared.totals[second]
    of_what = " of traffic" if compared.weight else ""
    said = (
        f"{wording.UNIT_LABELS[compared.unit]} NFR{of_what}, the share that broke, is {_rate(first, ours)} "
        f"against {_rate(second, theirs)}"
    )
    rate, other = nfr(ours), nfr(theirs)
    if rate is not None and other is not None:
        said += f", a difference of {wording.points(abs(rate - other)).removeprefix('+')}"
    return f"{said}."


def _rate(locale: str, counts: FlipCounts) -> str:
    how_many = f"{wording.count(counts.n_negative_flips)} of {wording.count(counts.n)}"
    return f"<b>{wording.percent(nfr(counts))}</b> in <bdi>{escape(locale)}</bdi> ({how_many})"


def show_headline(compared: LocaleComparison) -> None:
    """Show title and sentence."""
    st.title(title_of(compared), anchor=False)
    st.html(f'<p class="lede tabular">{lede_of(compared)}</p>')
