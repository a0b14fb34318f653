"""Is this label right? Buttons with keys, the label that is right instead, a note, and undo: a person decides.

A press is a judgement on the gold alone, whatever runs say. Nothing is corrected by it: a revision is made of what
people agree on (`gold_correction_revision`).
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from analysis.placement import place
from dashboard import cache
from dashboard.components.annotator import annotator_name, has_annotator, show_annotator_field
from dashboard.components.flip_words import plain_label
from dashboard.components.gold_said import said_of_gold
from dashboard.components.markdown_text import plain
from dashboard.components.session import Chosen, current_warehouse
from dashboard.components.sign_in import may_write
from dashboard.components.written_notes import try_to_write
from dashboard.figures.gold import Gold
from dashboard.figures.gold_label import label_chip
from dashboard.figures.judgements import current_lines
from loaders.errors import InputError
from loaders.exchange import read_slots, text_sha, write_slots
from loaders.formats.slots import Slot
from loaders.judgement import Judgement, gold_of
from loaders.judgement_text import MAX_NOTE
from loaders.judgements import record, withdraw
from loaders.manifest import EvalsetManifest
from loaders.schema import GOLD_VERDICTS, Verdict

PROBLEM: Final = "_gold_problem"

_NAME_FIELD: Final = "gold_name"
_INTENT: Final = "gold_intent"
_SLOTS: Final = "gold_slots"
_NOTE: Final = "gold_note"
_OF: Final = "_gold_fields_of"
_MOST_INTENTS: Final = 5_000

_LABELS: Final[dict[Verdict, str]] = {"gold_right": "Right", "gold_wrong": "Wrong", "unclear": "Unclear"}
_HELP: Final[dict[Verdict, str]] = {
    "gold_right": "The label is right as it is.",
    "gold_wrong": "The label is wrong. What is right instead can be said under Right label; it need not be.",
    "unclear": "It cannot be told: the text can be read in two ways, or the guideline says nothing.",
}
_ACCEPT_HELP: Final = (
    "The label is wrong, and this intent, which a detector names, is right. Slots stay as they are, unless they are "
    "changed under Right label."
)


def show_correction(chosen: Chosen, gold: Gold, likelier: Sequence[str]) -> None:
    """Show what people say of a gold and, to those who may, the buttons; `likelier` intents are offered first."""
    evalset = chosen.comparison.evalset
    try:
        said = said_of_gold(evalset, (gold.locale, gold.utterance_id))
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    with st.container(key="gold_correction", gap="xsmall"):
        chip = label_chip(said.label) if said.label else ""
        st.html(f'<div class="detail-section verdict-head"><h3>Is this label right?</h3>{chip}</div>')
        mine = said.mine
        if may_write():
            accept = likelier[0] if likelier else None
            show_gold_buttons(chosen, gold, likelier, mine, mine.verdict if mine else None, accept)
        show_problem()
        if not may_write() and not said.current:
            st.caption("Nobody judged this label yet. You may look, but not judge.")
        if said.current:
            st.html(f'<div class="detail-section">{current_lines(said.current)}</div>')


def show_gold_buttons(
    chosen: Chosen,
    gold: Gold,
    likelier: Sequence[str],
    last: Judgement | None,
    chosen_one: Verdict | None = None,
    accept: str | None = None,
) -> None:
    """Show the buttons to whoever may judge.

    `last` is what Undo takes back, `chosen_one` the verdict of this person that holds, `accept` an intent to take at
    once.
    """
    evalset = chosen.comparison.evalset
    _begin(gold)
    with st.container(key="gold_buttons", horizontal=True, gap="xsmall"):
        for number, verdict in enumerate(GOLD_VERDICTS, 1):
            st.button(
                _LABELS[verdict],
                key=f"judge_{verdict}",
                shortcut=str(number),
                type="primary" if verdict == chosen_one else "secondary",
                help=_HELP[verdict],
                on_click=_judge,
                args=(evalset, gold, verdict),
            )
        if accept is not None and accept != gold.intent:
            st.button(
                f"It is {plain_label(accept)}",
                key="judge_accept",
                shortcut="4",
                icon=":material/check:",
                help=_ACCEPT_HELP,
                on_click=_judge,
                args=(evalset, gold, "gold_wrong", accept),
            )
    with st.container(key="gold_more", horizontal=True, vertical_alignment="center", gap="small"):
        show_annotator_field(_NAME_FIELD, PROBLEM)
        with st.popover("Right label", type="tertiary", icon=":material/edit_note:", key="gold_fields"):
            _show_fields(chosen, gold, likelier)
        show_undo(last)


def show_undo(last: Judgement | None) -> None:
    """Show the button that takes a judgement back."""
    st.button(
        "Undo",
        key="gold_undo",
        shortcut="U",
        type="tertiary",
        icon=":material/undo:",
        disabled=last is None,
        on_click=_undo,
        args=(last.id if last else 0,),
    )


def show_problem() -> None:
    """Show what is wrong with what was asked for last."""
    if problem := st.session_state.get(PROBLEM, ""):
        st.error(plain(problem), icon=":material/error:")


def _begin(gold: Gold) -> None:
    """Fill the fields for another utterance with its gold."""
    of = (gold.locale, gold.utterance_id, gold.text)
    if st.session_state.get(_OF) != of:
        st.session_state.update({_OF: of, _INTENT: None, _SLOTS: annotated(gold), _NOTE: ""})


def _show_fields(chosen: Chosen, gold: Gold, likelier: Sequence[str]) -> None:
    st.caption("They go along with **Wrong**.")
    intents = list(dict.fromkeys([*likelier, *cache.values(chosen.comparison, "intent", _MOST_INTENTS)]))
    st.selectbox(
        "Right intent",
        [one for one in intents if one != gold.intent],
        index=None,
        key=_INTENT,
        placeholder="as it is",
        accept_new_options=True,
        help="What the detectors name stands first." if likelier else None,
    )
    st.text_area(
        "Right slots",
        key=_SLOTS,
        height=80,
        help="Mark each slot in the text, as in: wake me at [time : five am]. Change no word; [] is no slot.",
    )
    st.text_area("Note", key=_NOTE, max_chars=MAX_NOTE, height=80)


def annotated(gold: Gold) -> str:
    """Return the gold's slots in their text, to start from."""
    slots = [
        Slot(slot.name, slot.value, *(span or (None, None)))
        for slot, span in zip(gold.slots, place(gold.text, gold.slots), strict=True)
    ]
    return gold.text if not slots else write_slots(gold.text, slots)


def _judge(evalset: EvalsetManifest, gold: Gold, verdict: Verdict, intent: str | None = None) -> None:
    if not has_annotator(_NAME_FIELD, PROBLEM):
        return
    wrong = verdict == "gold_wrong"
    try:
        slots = _right_slots(gold) if wrong else None
    except ValueError as error:
        st.session_state[PROBLEM] = f"Right slots: {error}"
        return
    judgement = Judgement(
        *(gold_of(evalset), gold.locale, gold.utterance_id, text_sha(gold.text), annotator_name(), verdict),
        new_intent=(intent or st.session_state.get(_INTENT) or None) if wrong else None,
        new_slots=slots,
        note=st.session_state.get(_NOTE) or "",
    )
    if try_to_write(lambda: record(current_warehouse().path, [judgement]), PROBLEM, "judge"):
        st.session_state[_OF] = None


def _right_slots(gold: Gold) -> tuple[Slot, ...] | None:
    """Return the slots that were written, None where they are as in gold; raises ValueError as `read_slots` does."""
    cell = str(st.session_state.get(_SLOTS) or "")
    if cell.strip() in ("", annotated(gold).strip()):
        return None
    return tuple(read_slots(cell, gold.text) or ())


def _undo(judgement_id: int) -> None:
    try_to_write(lambda: withdraw(current_warehouse().path, judgement_id, annotator_name()), PROBLEM, "judge")
