"""One row of the list of flips, as HTML."""

from html import escape
from typing import Final

from analysis.marking import mark
from analysis.similar import MOST_COMPARED
from dashboard import wording
from dashboard.figures.change_words import short_changes, tone
from dashboard.figures.slot_marks import isolated, marked_text, spoken
from dashboard.figures.utterance import Utterance, agreement, focus_of
from dashboard.figures.visible import shortened, visible

_LONGEST: Final = 140
"""Characters of a text in a row of the list: three lines or so."""

LIST_HEAD = (
    '<div class="flip-row flip-head" aria-hidden="true"><div>utterance, gold slots marked</div><div>locale</div>'
    "<div>what changed</div><div>traffic</div></div>"
)


def flip_row(utterance: Utterance, against_gold: str = "") -> str:
    """Return the row: the text with its gold slots, the locale, what changed and why, and the traffic.

    `against_gold` tells why the gold looks wrong to an audit, "" where it does not.
    """
    focus = focus_of(utterance) if len(utterance.text) > _LONGEST else 0
    marking = mark(utterance.text, utterance.slots)
    return (
        '<div class="flip-row">'
        f"{marked_text(marking, utterance.locale, 'flip-text', _LONGEST, focus)}"
        f"<div>{visible(utterance.locale)}</div>"
        f'<div class="flip-changes {tone(utterance.outcome)}">'
        f"{spoken(wording.OUTCOME_LABELS[utterance.outcome] + ': ')}"
        f"{short_changes(utterance)}{_why(utterance, against_gold)}</div>"
        f"<div>{spoken('traffic ')}{wording.short_count(utterance.frequency)}</div></div>"
    )


def _why(utterance: Utterance, against_gold: str) -> str:
    # "no prediction in the candidate" and "play → stop" say these causes already.
    causes = [cause for cause in utterance.causes if cause not in ("no_answer", "intent_changed")]
    words = ", ".join(wording.CAUSE_LABELS[cause] for cause in causes)
    flag = _flag(utterance, against_gold)
    return f'<div class="why">{words}{" " if words and flag else ""}{flag}</div>' if words or flag else ""


def _flag(utterance: Utterance, against_gold: str) -> str:
    if against_gold:
        return f'<span class="flag" title="{escape(against_gold)}">⚑ gold looks wrong</span>'
    return f'<span class="flag" title="{_AGREE}">⚐ runs agree</span>' if agreement(utterance) else ""


_AGREE: Final = "Both runs give the same answer, and it is not the gold. Weak by itself: they may share a mistake."


_DOUBLES: Final = f"So many utterances have this text and gold intent, of {MOST_COMPARED:,} compared at most."


def request_row(utterance: Utterance, like: Utterance) -> str:
    """Return the same request in another locale: text, gold intent where it is another, and outcome."""
    told = _text_and_outcome(utterance, _tags((utterance.intent, like.intent)))
    return f'<div class="request-row"><div>{visible(utterance.locale)}</div>{told}</div>'


def similar_row(utterance: Utterance, like: Utterance, n: int = 1) -> str:
    """Return an utterance like another: its text, where locale or gold intent differ, how many have it, the outcome."""
    tags = _tags((utterance.locale, like.locale), (utterance.intent, like.intent))
    times = f' <span class="muted tabular" title="{_DOUBLES}">× {wording.count(n)}</span>' if n > 1 else ""
    return f'<div class="request-row similar">{_text_and_outcome(utterance, tags + times)}</div>'


def _tags(*told: tuple[str, str]) -> str:
    """Return what an utterance has, where the other has something else."""
    return "".join(f' <span class="tag">{isolated(own)}</span>' for own, other in told if own != other)


def _text_and_outcome(utterance: Utterance, aside: str = "") -> str:
    label = wording.OUTCOME_LABELS[utterance.outcome]
    text = f'<bdi dir="auto" lang="{escape(utterance.locale)}">{visible(shortened(utterance.text, _LONGEST))}</bdi>'
    return (
        f'<div>{text}{aside}</div><div class="{tone(utterance.outcome)}">'
        f'<span aria-hidden="true">{wording.OUTCOME_MARKS[utterance.outcome]}</span> {escape(label)}</div>'
    )
