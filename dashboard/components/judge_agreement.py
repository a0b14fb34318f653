"""How far the judges of an evaluation set agree, where it has judgements: a table by locale and question."""

from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from analysis.annotation.annotator_agreement import (
    AnnotatorAgreement,
    QuestionAgreement,
    measure_annotator_agreement,
)
from analysis.annotation.judge_answers import JUDGMENTS
from dashboard.components.verdict_tables import table_html
from dashboard.figures.slot_marks import isolated
from dashboard.judge_words import ALPHA_HELP, APART_HELP, EQUAL_HELP, HEADINGS, KAPPA_HELP, cells_of, unreadable_words
from loaders.comparison import Comparison

_HELPS: Final = {"all agree": EQUAL_HELP, "α": ALPHA_HELP, "κ": KAPPA_HELP, "differs most": APART_HELP}
_MAX_SETS: Final = 8
_NOTE: Final = (
    "Agreement says how well a question can be answered, not that the answers are right. Where nearly everyone says "
    "the same, α and κ are low although most agree."
)


def show_judge_agreement(comparison: Comparison) -> None:
    """Show the agreement; nothing where the set has no judgements."""
    if JUDGMENTS not in comparison.evalset.extra_columns:
        return
    found = _measured(comparison, comparison.evalset.fingerprint)
    if found is None:
        return
    with st.container(border=True, key="judge_agreement"):
        st.html(f"<h2>Do the judges of these golds agree?</h2>{agreement_html(found)}")


@st.cache_resource(max_entries=_MAX_SETS, show_spinner="Comparing judges…")
def _measured(_comparison: Comparison, fingerprint: str) -> AnnotatorAgreement | None:
    return measure_annotator_agreement(_comparison.utterances())


def agreement_html(found: AnnotatorAgreement) -> str:
    """Return the table, with what it cannot say, and how many utterances it leaves out."""
    rows = [_row(one) for one in found.questions]
    left_out = unreadable_words(found)
    note = f"{_NOTE} {left_out}." if left_out else _NOTE
    return f'{table_html(_headings(), rows)}<p class="note muted">{escape(note)}</p>'


def _headings() -> Sequence[tuple[str, str]]:
    return [(name, _HELPS.get(name, "")) for name in HEADINGS]


def _row(found: QuestionAgreement) -> str:
    locale, question, *numbers, apart = cells_of(found)
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in numbers)
    names = f'<th scope="row">{isolated(locale)}</th><td class="name">{isolated(question)}</td>'
    return f'<tr>{names}{cells}<td class="name">{isolated(apart)}</td></tr>'
