"""What the Locales page says first: locale A against locale B, and whether the difference could be chance."""

from html import escape
from typing import Final

import streamlit as st

from analysis.intervals import Interval
from analysis.locale_difference import Difference, LocaleDifference, pairs_of
from analysis.locales import LocaleComparison
from analysis.metrics import nfr
from analysis.tests_of_change import ALPHA, p_in_words
from dashboard import wording
from dashboard.components.locale_picker import ChosenLocales

_HELD: Final = 1 / 3
"""A locale is said to have held where its NFR is at most this share of the other's."""

NFR_HELP: Final = "Negative flip rate: the share that the baseline got right and the candidate gets wrong."


def p_of(found: LocaleDifference, n_picked_from: int | None) -> float | None:
    """Return the p that the title goes by: of the largest of many differences it allows for all pairs (Bonferroni)."""
    p = found.whole.p_value
    return p if p is None or n_picked_from is None else min(1.0, p * pairs_of(n_picked_from))


def title_of(found: LocaleDifference, n_picked_from: int | None = None) -> str:
    """Return the title: which of the two broke more, where that is hardly chance."""
    whole, p = found.whole, p_of(found, n_picked_from)
    if whole.difference is None or p is None:
        return f"{found.a} and {found.b}, side by side."
    if not whole.n_broke_a and not whole.n_broke_b:
        return f"Nothing broke in {found.a} and {found.b}."
    if p > ALPHA or not whole.difference:
        return f"No clear difference between {found.a} and {found.b}."
    (worse, most), (better, least) = ((found.a, _rates(whole)[0]), (found.b, _rates(whole)[1]))
    if whole.difference < 0:
        worse, most, better, least = better, least, worse, most
    return (
        f"{worse} broke where {better} held." if least <= _HELD * most else f"More broke in {worse} than in {better}."
    )


def lede_of(found: LocaleDifference) -> str:
    """Return the sentence below the title as HTML: both rates, their difference, and how sure it is."""
    whole, nfr_word = found.whole, f'{wording.UNIT_LABELS[found.unit].lower()} <abbr title="{NFR_HELP}">NFR</abbr>'
    a, b = (f"<bdi>{escape(locale)}</bdi>" for locale in (found.a, found.b))
    ours, theirs = (f"<b>{wording.percent(rate)}</b>" if n else wording.UNDEFINED for rate, n in _known(whole))
    if found.paired:
        said = f"On the same {wording.count(whole.n_a)} requests {nfr_word} is {ours} in {a} against {theirs} in {b}"
    else:
        rates = f"{ours} of {_size(whole.n_a)} in {a} against {theirs} of {_size(whole.n_b)} in {b}"
        said = f"{nfr_word[0].upper()}{nfr_word[1:]} is {rates}"
    return f"{said}{_difference(found)}."


def _rates(whole: Difference) -> tuple[float, float]:
    return whole.n_broke_a / (whole.n_a or 1), whole.n_broke_b / (whole.n_b or 1)


def _known(whole: Difference) -> tuple[tuple[float, int], tuple[float, int]]:
    ours, theirs = _rates(whole)
    return (ours, whole.n_a), (theirs, whole.n_b)


def _size(n: int) -> str:
    return wording.plural(n, "utterance")


def _difference(found: LocaleDifference) -> str:
    whole = found.whole
    if whole.difference is None or whole.p_value is None:
        return ""
    change = wording.points(whole.difference, 1).removeprefix("+")
    chance = ", which could be chance" if whole.p_value > ALPHA else ""
    how, method = (
        ("paired by request", _paired_help(found)) if found.paired else ("two independent samples", APART_HELP)
    )
    return (
        f": a difference of {change}{chance} (95 % CI {limits_of(whole.interval)}, "
        f'<abbr title="{escape(method)}">{how}</abbr>, <span class="p">{escape(p_in_words(whole.p_value))}</span>)'
    )


APART_HELP: Final = "Newcombe's interval of two independent rates, mid-p of Fisher's test."


def _paired_help(found: LocaleDifference) -> str:
    whole = found.whole
    return (
        f"Only what broke in one of the two tells them apart: {wording.count(whole.n_only_a or 0)} requests broke in "
        f"{found.a} alone, {wording.count(whole.n_only_b or 0)} in {found.b} alone. Tango's interval, McNemar's mid-p."
    )


def limits_of(interval: Interval | None) -> str:
    """Write the interval of a difference in percentage points; a sign where it is negative.

    >>> limits_of(Interval(-0.012, 0.033))
    '−1.2 to 3.3'
    """
    return wording.limits_of_change(interval, 1).replace("+", "")


def notes_of(found: LocaleDifference, compared: LocaleComparison, n_picked_from: int | None) -> list[str]:
    """Return what a reader must know besides, as HTML: what was counted, why not paired, how the two were picked."""
    notes, whole = [], found.whole
    a, b = (f"<bdi>{escape(locale)}</bdi>" for locale in (found.a, found.b))
    if found.paired:
        only_a, only_b = (wording.count(n or 0) for n in (whole.n_only_a, whole.n_only_b))
        notes.append(f"{only_a} broke in {a} alone, {only_b} in {b} alone.")
    else:
        shared = f"only {wording.plural(found.n_shared, 'request')} in both" if found.n_shared else "no shared request"
        notes.append(f"Not paired: {shared} by parallel_id, so all utterances are compared as two samples.")
    if compared.weight:
        ours, theirs = (wording.percent(nfr(compared.totals[locale])) for locale in (found.a, found.b))
        picked = "" if n_picked_from is None else ", and the choice of the two,"
        once = "count" if picked else "counts"
        notes.append(
            f"This verdict{picked} {once} each utterance once; of traffic, as below, NFR is {ours} in {a} against "
            f"{theirs} in {b}."
        )
    p = p_of(found, n_picked_from)
    if n_picked_from is not None and n_picked_from > 2 and p is not None:
        notes.append(
            f"They were picked as the most and the least broken of {n_picked_from} locales; allowing for all "
            f"{pairs_of(n_picked_from)} pairs, {escape(p_in_words(p))}."
        )
    return notes


def show_headline(found: LocaleDifference, compared: LocaleComparison, chosen: ChosenLocales) -> None:
    """Show title, sentence and notes."""
    st.title(title_of(found, chosen.n_picked_from), anchor=False)
    notes = " ".join(notes_of(found, compared, chosen.n_picked_from))
    st.html(f'<p class="lede tabular">{lede_of(found)}</p><p class="note muted tabular">{notes}</p>')
