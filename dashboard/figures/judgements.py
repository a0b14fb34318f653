"""What annotators said of one utterance, as HTML: what holds by whom, and all that was ever said, with times."""

import datetime
from collections.abc import Collection, Sequence
from html import escape
from typing import Final

from analysis.standing import Standing
from dashboard import wording
from dashboard.figures.slot_marks import isolated
from dashboard.figures.visible import visible
from dashboard.verdict_words import STANDING_LABELS, VERDICT_LABELS
from loaders.judgement import OWN_TOOL, Judgement

STANDING_WORDS: Final[dict[str, str]] = {
    **{str(one): label for one, label in STANDING_LABELS.items()},
    "": "nobody judged it",
}
"""Standings as a filter has them: also that of what has none."""

STANDING_HELP: Final = (
    "What more than half of those who judged the utterance say: one annotator alone is enough, two who differ have no "
    "majority."
)

_STANDING_MARKS: Final[dict[Standing, str]] = {
    "confirmed": "✕",
    "gold_wrong": "⚑",
    "both_acceptable": "≈",
    "unclear": "?",
    "disagreed": "≠",
}


def standing_chip(standing: Standing, current: Sequence[Judgement]) -> str:
    """Return the standing with how many of the verdicts say so."""
    votes = [one.verdict for one in current if one.verdict is not None]
    verdict = "candidate_wrong" if standing == "confirmed" else standing
    n = votes.count(verdict) if verdict in votes else 0
    of = f" {n} of {len(votes)}" if standing != "disagreed" else f" of {len(votes)}"
    return (
        f'<span class="standing"><span aria-hidden="true">{_STANDING_MARKS[standing]}</span> '
        f"<b>{STANDING_LABELS[standing]}</b>{of if len(votes) > 1 else ''}</span>"
    )


def current_lines(current: Sequence[Judgement]) -> str:
    """Return one line an annotator: what each says now."""
    lines = "".join(f"<li>{_said(one)} · {isolated(one.annotator)}{_when(one.judged_at)}</li>" for one in current)
    return f'<ul class="judgements">{lines}</ul>' if lines else ""


def history_lines(history: Sequence[Judgement], current: Sequence[Judgement], gone: Collection[int]) -> str:
    """Return all that was said, the latest first, in a fold; "" where all of it still holds."""
    if len(history) == len(current):
        return ""
    names = {one.id: one for one in history}
    lines = []
    for one in reversed(history):
        withdrawn = one.id in gone
        said = _withdrawal(one, names.get(one.withdraws)) if one.withdraws is not None else _said(one)
        tool = "" if one.tool == OWN_TOOL else f" · from {visible(one.tool)}"
        body = f"{said} · {isolated(one.annotator)}{_when(one.judged_at)}{tool}"
        lines.append(f"<li><s>{body}</s> (withdrawn)</li>" if withdrawn else f"<li>{body}</li>")
    return (
        f'<details class="judgements"><summary>All that was said ({len(lines)})</summary>'
        f"<ul>{''.join(lines)}</ul></details>"
    )


def _said(one: Judgement) -> str:
    parts = [f"<b>{escape(VERDICT_LABELS[one.verdict])}</b>" if one.verdict else "<b>no verdict</b>"]
    if one.new_intent is not None:
        parts.append(f"right intent {isolated(one.new_intent)}")
    if one.new_slots is not None:
        slots = ", ".join(f"{isolated(slot.name)}: {isolated(slot.value)}" for slot in one.new_slots)
        parts.append(f"right slots {slots or 'none'}")
    if one.note:
        parts.append(f"“{isolated(one.note)}”")
    return " · ".join(parts)


def _withdrawal(one: Judgement, of: Judgement | None) -> str:
    if of is None:
        return "withdrew a judgement"
    if of.withdraws is not None:
        return "took a withdrawal back"
    label = VERDICT_LABELS[of.verdict] if of.verdict else "a note"
    whose = "" if of.annotator == one.annotator else f" of {isolated(of.annotator)}"
    return f"withdrew <b>{escape(label)}</b>{whose}"


def _when(time: str) -> str:
    try:
        at = datetime.datetime.fromisoformat(time).astimezone(datetime.UTC)
    except ValueError:
        return ""
    return f' <span class="muted tabular">· {wording.day(at)}, {at:%H:%M} UTC</span>'
