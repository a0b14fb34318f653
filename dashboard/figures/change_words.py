"""What changed in an utterance, in words, as HTML; each value keeps its own writing direction."""

from collections.abc import Sequence
from html import escape
from typing import Final

from analysis.changes import NOTHING, Change, ChangeKind
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance, changes_between_runs, changes_from_gold
from loaders.schema import Outcome

TONES: Final[dict[Outcome, str]] = {"negative_flip": "broke", "positive_flip": "fixed"}
"""Class of the outcomes that have a colour; all else is muted."""

_KINDS: Final[dict[ChangeKind, str]] = {
    "intent_changed": "Intent changed",
    "slot_renamed": "Slot got another name",
    "value_changed": "Slot value changed",
    "slot_missing": "Slot lost",
    "slot_added": "Slot added",
}


def tone(outcome: Outcome) -> str:
    """Return the class that colours an outcome."""
    return TONES.get(outcome, "muted")


def change_line(change: Change) -> str:
    """Return one change: `date: erste april → april`."""
    before, after = (NOTHING if side is None else side for side in (change.before, change.after))
    subject = "" if change.name is None else f"{isolated(change.name)}: "
    return f"{subject}{isolated(before)} → {isolated(after)}"


def short_changes(utterance: Utterance, most: int = 2) -> str:
    """Return what changed in the space of a table cell; beyond `most` the rest is counted."""
    if utterance.candidate.missing or utterance.baseline.missing:
        return _missing(utterance)
    changes, prefix = changes_between_runs(utterance), ""
    if not changes and utterance.outcome != "both_correct":
        changes, prefix = changes_from_gold(utterance, utterance.candidate), "both: "
    lines = [f"<div>{escape(prefix)}{change_line(change)}</div>" for change in changes[:most]]
    if len(changes) > most:
        lines.append(f'<div class="muted">and {len(changes) - most} more</div>')
    return "".join(lines) or NOTHING


def _missing(utterance: Utterance) -> str:
    if utterance.candidate.missing and utterance.baseline.missing:
        return "no prediction in either run"
    return f"no prediction in the {'candidate' if utterance.candidate.missing else 'baseline'}"


def all_changes(utterance: Utterance) -> str:
    """Return every change from the baseline to the candidate, each with its kind."""
    if utterance.candidate.missing or utterance.baseline.missing:
        return f"<p>{_missing(utterance).capitalize()}; it counts as wrong.</p>"
    changes = changes_between_runs(utterance)
    if not changes:
        same = changes_from_gold(utterance, utterance.candidate)
        told = "Both runs gave the same answer" + (", and it differs from the gold:" if same else ", that of the gold.")
        return f"<p>{told}</p>{_listed(same)}"
    return _listed(changes)


def _listed(changes: Sequence[Change]) -> str:
    items = "".join(f"<li><span>{_KINDS[change.kind]}</span> {change_line(change)}</li>" for change in changes)
    return f'<ul class="changes">{items}</ul>' if items else ""
