"""What differs between the two runs besides the model: one line that opens, and nothing where nothing does."""

from dataclasses import dataclass
from html import escape
from typing import Final

import streamlit as st

from analysis.comparability import Difference, Severity, find_differences
from analysis.counts import FlipCounts
from analysis.intent_coverage import IntentCoverage, cover_intents
from analysis.metrics import accuracy_change, nfr
from analysis.parts import Parts
from dashboard import wording
from dashboard.cache import key_of
from dashboard.commands.comparability import facts_of, said_of
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen
from loaders.comparison import Comparison
from loaders.schema import Unit

_MARKS: Final[dict[Severity, str]] = {"refuse": "✕ not comparable", "warn": "⚠ mind this", "note": "good to know"}


@dataclass(frozen=True, slots=True)
class _Found:
    differences: tuple[Difference, ...]
    coverage: IntentCoverage


def show_comparability(chosen: Chosen) -> None:
    """Show the differences of a comparison; where the flips are not the model's, say so and stop the page."""
    found = _find(chosen.comparison, key_of(chosen.comparison), chosen.view.unit)
    if not found.differences:
        return
    refused = [one for one in found.differences if one.severity == "refuse"]
    if refused:
        st.error(plain(f"These runs cannot be compared ({refused[0].what} differs). {refused[0].why}"))
    with (
        st.container(key="comparability"),
        st.expander(plain(summary_line(found.differences)), icon=":material/compare_arrows:"),
    ):
        names = (chosen.view.baseline, chosen.view.candidate)
        st.html(differences_html(found.differences, *names))
        if found.coverage.known is not None and found.coverage.new is not None:
            st.html(classes_html(found.coverage, found.coverage.known, found.coverage.new, names[0]))
    if refused:
        st.stop()


@st.cache_resource(max_entries=64, show_spinner=False)
def _find(_comparison: Comparison, key: tuple[str, ...], unit: Unit) -> _Found:
    coverage = cover_intents(Parts(_comparison.pairs_in_parts()), unit, _comparison.intents())
    facts = facts_of(_comparison.baseline), facts_of(_comparison.candidate)
    return _Found(tuple(find_differences(*facts, coverage)), coverage)


def summary_line(differences: tuple[Difference, ...]) -> str:
    """Return the line that is always seen.

    >>> summary_line((Difference("warn", "missing predictions", 0, 3, ""),))
    'Not the model alone differs: missing predictions'
    """
    what = wording.listed([difference.what for difference in differences], most=4)
    if all(difference.severity == "note" for difference in differences):
        return f"Good to know: {what}"
    return f"Not the model alone differs: {what}"


def differences_html(differences: tuple[Difference, ...], baseline: str, candidate: str) -> str:
    """Return the differences as a table, a row each."""
    heads = "".join(f'<th scope="col"><bdi>{escape(head)}</bdi></th>' for head in ("what", baseline, candidate, "why"))
    rows = "".join(
        f'<tr><th scope="row">{escape(one.what)}<small>{_MARKS[one.severity]}</small></th>'
        f"<td>{escape(said_of(one.baseline))}</td><td>{escape(said_of(one.candidate))}</td>"
        f"<td>{escape(one.why)}</td></tr>"
        for one in differences
    )
    return f'<table class="comparability"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def classes_html(coverage: IntentCoverage, known: FlipCounts, new: FlipCounts, baseline: str) -> str:
    """Return the flips of the classes that the baseline knows and of the others, apart."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("gold intents", "utterances", "NFR", "accuracy change"))
    n_new = len(coverage.never_predicted("baseline"))
    rows = _classes_row(f"{len(coverage.gold) - n_new} that {baseline} predicts at least once", known)
    rows += _classes_row(f"{n_new} that it never predicts", new)
    rows += _classes_row("all", known + new)
    return f'<table class="comparability tabular"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _classes_row(name: str, counts: FlipCounts) -> str:
    rates = f"<td>{wording.percent(nfr(counts), 2)}</td><td>{wording.points(accuracy_change(counts))}</td>"
    return f'<tr><th scope="row">{escape(name)}</th><td>{wording.count(counts.n)}</td>{rates}</tr>'
