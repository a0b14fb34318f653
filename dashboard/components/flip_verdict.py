"""The verdict on one flip: four buttons with keys, who says it, a note, the right intent; undo; and all that was said.

Every press is a row of its own in the notes of the warehouse, so any number of people judge at the same time, and each
sees what the others said at the next click.
"""

from collections.abc import Callable
from typing import Final

import streamlit as st

from dashboard import cache
from dashboard.components.annotator import annotator_name, has_annotator, show_annotator_field
from dashboard.components.judged_flips import Said, said_of
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.components.written_notes import try_to_write
from dashboard.figures.judgements import current_lines, history_lines, standing_chip
from dashboard.figures.utterance import Utterance
from dashboard.verdict_words import VERDICT_LABELS
from loaders.comparison import Comparison
from loaders.errors import InputError
from loaders.exchange import text_sha
from loaders.judgement import OWN_TOOL, Judgement, pair_of
from loaders.judgement_text import MAX_NOTE, annotator_key
from loaders.judgements import record, withdraw
from loaders.schema import VERDICTS, Verdict

_NAME_FIELD: Final = "verdict_name"
_NOTE: Final = "verdict_note"
_INTENT: Final = "verdict_intent"
_PROBLEM: Final = "_verdict_problem"
_MOST_INTENTS: Final = 5_000

_HELP: Final[dict[Verdict, str]] = {
    "candidate_wrong": "The candidate broke this request.",
    "gold_wrong": "The label is wrong, so the flip says nothing against the candidate.",
    "both_acceptable": "Gold and the candidate's answer are both right.",
    "unclear": "It cannot be told from what is here.",
}


def show_verdict(chosen: Chosen, utterance: Utterance) -> None:
    """Show what was said of an utterance and, to those who may, the buttons to say more; nothing of what is right."""
    if utterance.outcome == "both_correct":
        return
    try:
        said = said_of(chosen.comparison, utterance.locale, utterance.utterance_id)
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    with st.container(key="flip_verdict", gap="xsmall"):
        chip = standing_chip(said.standing, said.current) if said.standing else ""
        st.html(f'<div class="detail-section verdict-head"><h3>Verdict</h3>{chip}</div>')
        if may_write():
            _show_buttons(chosen.comparison, utterance, said)
        elif not said.history:
            st.caption("Nobody judged this flip yet. You may look, but not judge.")
        if problem := st.session_state.get(_PROBLEM, ""):
            st.error(plain(problem), icon=":material/error:")
        if said.history:
            st.html(
                f'<div class="detail-section">{current_lines(said.current)}'
                f"{history_lines(said.history, said.current, said.gone)}</div>"
            )


def _show_buttons(comparison: Comparison, utterance: Utterance, said: Said) -> None:
    mine = _mine(said)
    with st.container(key="verdict_buttons", horizontal=True, gap="xsmall"):
        for number, verdict in enumerate(VERDICTS, 1):
            st.button(
                VERDICT_LABELS[verdict].capitalize(),
                key=f"verdict_{verdict}",
                shortcut=str(number),
                type="primary" if mine is not None and mine.verdict == verdict else "secondary",
                help=_HELP[verdict],
                on_click=_judge,
                args=(comparison, utterance, verdict),
            )
    with st.container(key="verdict_more", horizontal=True, vertical_alignment="center", gap="small"):
        show_annotator_field(_NAME_FIELD, _PROBLEM)
        with st.popover("Note, intent", type="tertiary", icon=":material/edit_note:"):
            _show_fields(comparison)
        st.button(
            "Undo",
            key="verdict_undo",
            shortcut="U",
            type="tertiary",
            icon=":material/undo:",
            disabled=mine is None,
            on_click=_undo,
            args=(mine.id if mine else 0,),
        )


def _show_fields(comparison: Comparison) -> None:
    st.caption("They go along with the verdict that you give next.")
    st.text_area("Note", key=_NOTE, max_chars=MAX_NOTE, height=80)
    intents = cache.values(comparison, "intent", _MOST_INTENTS)
    st.selectbox("Right intent, where gold is wrong", intents, index=None, key=_INTENT, placeholder="as it is")


def _mine(said: Said) -> Judgement | None:
    """Return what this person says now, if it was said on these pages."""
    who = annotator_key(annotator_name())
    own = (one for one in said.current if one.tool == OWN_TOOL and annotator_key(one.annotator) == who)
    return next(own, None)


def _judge(comparison: Comparison, utterance: Utterance, verdict: Verdict) -> None:
    if not has_annotator(_NAME_FIELD, _PROBLEM):
        return
    intent = st.session_state.get(_INTENT) if verdict == "gold_wrong" else None
    judgement = Judgement(
        pair_of(comparison),
        utterance.locale,
        utterance.utterance_id,
        text_sha(utterance.text),
        annotator_name(),
        verdict,
        new_intent=intent,
        note=st.session_state.get(_NOTE) or "",
    )
    if _tried(lambda: record(current_warehouse().path, [judgement])):
        st.session_state[_NOTE] = ""
        st.session_state[_INTENT] = None


def _undo(judgement_id: int) -> None:
    _tried(lambda: withdraw(current_warehouse().path, judgement_id, annotator_name()))


def _tried(change: Callable[[], object]) -> bool:
    return try_to_write(change, _PROBLEM, "judge")
