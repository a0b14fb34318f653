"""One row of the list of flips, as HTML."""

from html import escape

from analysis.marking import mark
from dashboard import wording
from dashboard.figures.change_words import short_changes, tone
from dashboard.figures.slot_marks import marked_text, spoken
from dashboard.figures.utterance import Utterance

LIST_HEAD = (
    '<div class="flip-row flip-head" aria-hidden="true"><div>utterance, gold slots marked</div><div>locale</div>'
    "<div>what changed</div><div>traffic</div></div>"
)


def flip_row(utterance: Utterance, is_chosen: bool) -> str:
    """Return the row: the text with its gold slots, the locale, what changed, and the traffic."""
    chosen = ' chosen" aria-current="true' if is_chosen else ""
    return (
        f'<div class="flip-row{chosen}">'
        f"{marked_text(mark(utterance.text, utterance.slots), utterance.locale, 'flip-text')}"
        f"<div>{escape(utterance.locale)}</div>"
        f'<div class="flip-changes {tone(utterance.outcome)}">'
        f"{spoken(wording.OUTCOME_LABELS[utterance.outcome] + ': ')}{short_changes(utterance)}</div>"
        f"<div>{spoken('traffic ')}{wording.short_count(utterance.frequency)}</div></div>"
    )


def request_row(utterance: Utterance) -> str:
    """Return the same request in another locale: text and outcome, in marks and in words."""
    label = wording.OUTCOME_LABELS[utterance.outcome]
    return (
        f'<div class="request-row"><div>{escape(utterance.locale)}</div>'
        f'<div dir="auto" lang="{escape(utterance.locale)}">{escape(utterance.text)}</div>'
        f'<div class="{tone(utterance.outcome)}"><span aria-hidden="true">{wording.OUTCOME_MARKS[utterance.outcome]}'
        f"</span> {escape(label)}</div></div>"
    )
