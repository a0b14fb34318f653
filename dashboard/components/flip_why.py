"""Why the chosen utterance flipped, how many more flipped so, and what speaks against its gold."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from analysis.causes import Cause, slots_with_cause
from dashboard import cache, wording
from dashboard.components.flip_address import Address
from dashboard.components.flip_link import go
from dashboard.components.flip_words import plain_label
from dashboard.components.session import Chosen
from dashboard.figures.cause_words import cause_line
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance
from dashboard.figures.visible import named_controls, shortened
from dashboard.state import FlipFilter
from loaders.schema import Outcome, paired

_MOST_READ: Final = 500
"""Of so many flips of a cause the slots are read, to say in how many it is the same slot."""

_FATES: Final[dict[Outcome, str]] = {
    "negative_flip": "broke this way",
    "positive_flip": "fixed this way",
    "both_wrong_same": "wrong this way in both",
    "both_wrong_different": "wrong this way in the candidate",
}


@dataclass(frozen=True, slots=True)
class More:
    """The other utterances of a locale with one outcome and cause, and in how many of them it is the same slot."""

    flips: FlipFilter
    n: int
    slots: tuple[str, ...]
    n_same_slot: int | None


def show_causes(chosen: Chosen, utterance: Utterance) -> None:
    """Show each cause in a sentence, with a way to the others of its kind in this locale."""
    if not utterance.causes or utterance.outcome == "both_correct":
        return
    with st.container(key="flip_why", gap=None):
        was = " (the baseline's error, which is gone)" if utterance.judged == "baseline" else ""
        st.html(f'<div class="detail-section"><h3>Why{was}</h3></div>')
        for cause in utterance.causes:
            more = _more_like_it(chosen, utterance, cause)
            alone = f' <span class="muted">· no other in {isolated(utterance.locale)}</span>' if not more.n else ""
            st.html(f'<div class="detail-section">{cause_line(cause, utterance)}{alone}</div>')
            if more.n:
                _show_more(chosen, utterance, more)


def _show_more(chosen: Chosen, utterance: Utterance, more: More) -> None:
    same = ""
    if more.n_same_slot:
        n = "all" if more.n_same_slot == more.n else wording.count(more.n_same_slot)
        same = f", {n} at {wording.listed(list(more.slots))}"
    words = f"{wording.count(more.n)} more in {utterance.locale} {_FATES[utterance.outcome]}{same}"
    st.button(
        plain_label(named_controls(shortened(words))),
        key=f"flip_more_{more.flips.causes[0]}",
        type="tertiary",
        on_click=go,
        args=(chosen.comparison, lambda now: Address(more.flips, now.sort, row=utterance.row)),
    )


def _more_like_it(chosen: Chosen, utterance: Utterance, cause: Cause) -> More:
    where = [("locale", (utterance.locale,))]
    if cause == "intent_changed":
        answer = utterance.baseline if utterance.judged == "baseline" else utterance.candidate
        where += [("intent", (utterance.intent,)), (paired(utterance.judged, "intent"), (answer.intent or "",))]
    flips = FlipFilter((utterance.outcome,), tuple(where), causes=(cause,))
    selection = flips.selection(chosen.view.unit)
    n = cache.n_rows(chosen.comparison, selection)
    slots = utterance.slots_wrong[cause]
    n_same_slot = None
    if slots and n <= _MOST_READ:
        rows = cache.page(chosen.comparison, selection, "row", False, 0, _MOST_READ)
        n_same_slot = sum(bool(slots & slots_with_cause(row, cause, utterance.judged)) for row in rows) - 1
    return More(flips, max(n - 1, 0), tuple(sorted(slots)), n_same_slot)


def show_suspicions(suspicions: Sequence[str], looks_wrong: bool | None = None) -> None:
    """Show what speaks against the gold, each a sentence as HTML; nothing where nothing does.

    `looks_wrong` is what an audit of the labels decides, None where it is not known.
    """
    if not suspicions:
        return
    heading = "⚑ The gold looks wrong" if looks_wrong else "⚐ Is the gold right?"
    told = "".join(f"<li>{one}</li>" for one in suspicions)
    weak = "" if looks_wrong is not False else f'<li class="muted">{_WEAK}</li>'
    st.html(f'<div class="detail-section suspicion"><h3>{heading}</h3><ul>{told}{weak}</ul></div>')


_WEAK: Final = "Too little to say that it looks wrong: it counts as clean gold."
