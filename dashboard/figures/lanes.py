"""The three lanes over one text: the gold, and what each run made of it, as HTML."""

from html import escape
from typing import Final

from analysis.marking import Marking, mark, mark_against_gold
from dashboard.figures.gold import Gold
from dashboard.figures.slot_marks import LONGEST, isolated, marked_text, spoken, unplaced_slots
from dashboard.figures.utterance import Answer, Utterance, focus_of
from dashboard.figures.visible import shortened, visible
from loaders.normalise import normalise
from loaders.schema import Role

_MOST_OF_WHOLE: Final = 20_000


def gold_lane(utterance: Utterance | Gold) -> str:
    """Return the gold: intent, slots, who annotated it and when."""
    annotator = f"annotator {utterance.annotator}" if utterance.annotator else ""
    aside = " · ".join(visible(shortened(part)) for part in (annotator, utterance.annotated_at) if part)
    head = _head("Gold", "", isolated(utterance.intent), aside)
    return _lane("gold", head, _body(mark(utterance.text, utterance.slots), utterance) + _whole_text(utterance))


def answer_lane(utterance: Utterance, role: Role, run: str) -> str:
    """Return a run's answer against the gold; the candidate's confidence comes with its change."""
    answer = utterance.baseline if role == "baseline" else utterance.candidate
    name = f"{role.capitalize()} {run}"
    verdict = _verdict(answer.right)
    if answer.missing:
        told = '<p class="muted">No prediction for this utterance; it counts as wrong.</p>'
        return _lane(role, _head(name, verdict, "", ""), told)
    before = utterance.baseline if role == "candidate" else None
    head = _head(name, verdict, _intent(answer.intent, utterance.intent), _aside(answer, before))
    marking = mark_against_gold(utterance.text, answer.slots, utterance.slots, normalise)
    return _lane(role, head, _body(marking, utterance))


def confidence_change(before: float | None, after: float | None) -> str:
    """Write how much surer the candidate is.

    >>> confidence_change(0.83, 0.87), confidence_change(0.9, 0.78), confidence_change(0.5, 0.501)
    ('▲ +0.04', '▼ −0.12', '± 0.00')
    """
    if before is None or after is None:
        return ""
    change = f"{abs(after - before):.2f}"
    if change == "0.00":
        return "± 0.00"
    return f"▲ +{change}" if after > before else f"▼ −{change}"


def _lane(kind: str, head: str, body: str) -> str:
    return f'<div class="lane {kind}">{head}{body}</div>'


def _head(name: str, verdict: str, intent: str, aside: str) -> str:
    between = " · " if intent else ""
    return (
        f'<div class="lane-head"><span>{isolated(name, "b")} {verdict}{between}{intent}</span>'
        f'<span class="tabular">{aside}</span></div>'
    )


def _body(marking: Marking, utterance: Utterance | Gold) -> str:
    # All lanes of a long text show the same part of it.
    focus = focus_of(utterance) if isinstance(utterance, Utterance) and len(utterance.text) > LONGEST else 0
    text = marked_text(marking, utterance.locale, "lane-text", LONGEST, focus)
    return text + unplaced_slots(marking.unplaced)


def _whole_text(utterance: Utterance | Gold) -> str:
    if len(utterance.text) <= LONGEST:
        return ""
    text = visible(shortened(utterance.text, _MOST_OF_WHOLE))
    summary = f"<summary>Whole text, {len(utterance.text):,} characters</summary>"
    return f'<details>{summary}<div dir="auto" lang="{escape(utterance.locale)}">{text}</div></details>'


def _verdict(right: bool) -> str:
    sign, word, css_class = ("✓", "right", "fixed") if right else ("✕", "wrong", "broke")
    return f'<b class="{css_class}" aria-hidden="true">{sign}</b>{spoken(word)}'


def _intent(given: str | None, gold: str) -> str:
    if given == gold:
        return isolated(given)
    return f"<del>{spoken('instead of ')}{isolated(gold)}</del> <b class='broke'>{isolated(given)}</b>"


def _aside(answer: Answer, before: Answer | None) -> str:
    parts = []
    if answer.confidence is not None:
        change = confidence_change(before.confidence, answer.confidence) if before else ""
        parts.append(f"{spoken('confidence ')}{answer.confidence:.2f} {change}".strip())
    if answer.latency_ms is not None:
        parts.append(f"{answer.latency_ms:,.0f} ms")
    return " · ".join(parts)
