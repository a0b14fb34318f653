"""Why an utterance flipped, in words, as HTML: each cause with the words of the text that it is about."""

from collections.abc import Callable
from typing import Final

from analysis.causes import Cause
from analysis.changes import Change
from dashboard import wording
from dashboard.figures.change_words import change_line
from dashboard.figures.slot_marks import isolated
from dashboard.figures.utterance import Utterance, errors_of
from loaders.normalise import normalise


def cause_line(cause: Cause, utterance: Utterance) -> str:
    """Return a cause and what it is about: `boundary moved (date lost “erste”)`."""
    about = [told for change in errors_of(utterance) if (told := _ABOUT[cause](change))]
    words = f"<b>{wording.CAUSE_LABELS[cause]}</b>"
    return f"{words} ({'; '.join(about)})" if about else words


def boundary_words(change: Change) -> str:
    """Return which words a value lost or gained at its ends; empty where neither value is part of the other.

    >>> boundary_words(Change("value_changed", "date", "erste april", "april"))
    '<bdi dir="auto">date</bdi> lost “<bdi dir="auto">erste</bdi>”'
    """
    before, after = normalise(change.before or ""), normalise(change.after or "")
    if change.kind != "value_changed" or not before or not after or (before not in after and after not in before):
        return ""
    longer, shorter, verb = (before, after, "lost") if after in before else (after, before, "gained")
    parts = (part.strip() for part in longer.split(shorter, 1))
    return f"{isolated(change.name)} {verb} {' and '.join(f'“{isolated(part)}”' for part in parts if part)}"


def _of_kind(kind: str) -> Callable[[Change], str]:
    return lambda change: change_line(change) if change.kind == kind else ""


def _other_value(change: Change) -> str:
    return change_line(change) if change.kind == "value_changed" and not boundary_words(change) else ""


_ABOUT: Final[dict[Cause, Callable[[Change], str]]] = {
    "no_answer": lambda _: "",
    "intent_changed": _of_kind("intent_changed"),
    "slot_missing": _of_kind("slot_missing"),
    "slot_added": _of_kind("slot_added"),
    "slot_renamed": _of_kind("slot_renamed"),
    "boundary_moved": boundary_words,
    "value_changed": _other_value,
}
