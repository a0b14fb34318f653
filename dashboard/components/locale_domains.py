"""Domains aligned across locales, sorted by how A differs from B; a click on a bar opens the utterances behind it."""

from html import escape
from typing import Final

import streamlit as st

from analysis.frames import Value
from analysis.locale_difference import LocaleDifference
from analysis.locales import LocaleComparison
from dashboard import wording
from dashboard.components.openers import open_flips, show_clickable
from dashboard.components.theme import current_palette
from dashboard.figures.domain_bars import DomainCell, describe, draw_domain_bars, read_click
from dashboard.figures.domain_differences import order_domains
from dashboard.state import FlipFilter, View

MAX_DOMAINS: Final = 30
_NAMED: Final = 5


def show_locale_domains(compared: LocaleComparison, tested: LocaleDifference) -> DomainCell | None:
    """Show the figure and how its rows are sorted; return the cell that was clicked just now."""
    things = "traffic" if compared.weight else "utterances"
    with st.container(border=True, key="locale_domains", gap="xxsmall"):
        st.html(
            f'<h2>Domains on one scale: <span class="broke">◂ broke</span> | <span class="fixed">fixed ▸</span>, '
            f'% of {things}</h2><div class="note">{significant_domains(tested)}</div>'
            f'<div class="note muted">{_explain(tested)}</div>'
        )
        domains = _shown(order_domains(tested, compared.domains))
        with st.container(key=f"locale_domains_figure_{len(compared.locales)}"):
            figure = draw_domain_bars(compared, tested, domains, current_palette())
            alt = f"{significant_domains(tested, markup=False)} {describe(compared, tested, domains)}"
            clicked = show_clickable(figure, "domain_bars", alt)
    return read_click(clicked, compared)


def significant_domains(tested: LocaleDifference, markup: bool = True) -> str:
    """Say in which domains one of the two broke more beyond chance; as HTML, or as plain text."""
    n = wording.plural(len(tested.slices), "domain")
    found = []
    for mark, sign, one, other in (("▼", 1, tested.a, tested.b), ("▲", -1, tested.b, tested.a)):
        values = [value for value, part in tested.slices if part.significant and sign * (part.difference or 0.0) > 0]
        if values:
            more = f"{mark} {one} broke more than {other} in {len(values)} of {n}"
            found.append(f"{more}, beyond chance: {wording.listed([_name(value) for value in values], _NAMED)}.")
    said = " ".join(found) or f"In none of {n} is the difference of {tested.a} and {tested.b} beyond chance."
    return escape(said) if markup else said


def _name(value: Value) -> str:
    return "(no domain)" if value is None else str(value)


def _explain(tested: LocaleDifference) -> str:
    a, b = escape(tested.a), escape(tested.b)
    pairing = "on the requests both have" if tested.paired else "as two independent samples"
    return (
        f"Sorted by how much more <bdi>{a}</bdi> (A) broke than <bdi>{b}</bdi> (B), {pairing}, each counted once; "
        "▼ ▲ mark what stays below 5 % false findings over all domains. Beside each domain its n; blank where a locale "
        "has none; thin lines are 95 % intervals. Click a bar to list what is behind it."
    )


def open_cell(view: View, cell: DomainCell) -> None:
    """Go to the flips of a cell."""
    open_flips(view, FlipFilter((cell.outcome,), (("locale", (cell.locale,)), ("domain", (cell.domain or "",)))))


def _shown(domains: tuple[str | None, ...]) -> tuple[str | None, ...]:
    if len(domains) <= MAX_DOMAINS or st.toggle(
        f"Show all {wording.count(len(domains))} domains, not only the first {MAX_DOMAINS}",
        key="all_domains",
        bind="query-params",
    ):
        return domains
    return domains[:MAX_DOMAINS]
