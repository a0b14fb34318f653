"""One utterance with its gold and both answers, read from a row of the pair frame."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from analysis.causes import Cause, causes_of, judged_role, slots_with_cause
from analysis.changes import Change, find_changes
from analysis.excerpt import first_difference
from analysis.marking import mark_against_gold
from analysis.outcomes import outcome_of
from analysis.placement import Slot
from analysis.suspicion import BothAgree, Reading, both_agree, reading_of
from loaders.normalise import normalise
from loaders.schema import Outcome, Role, Unit, paired

_DETAILS: Final = ("partition", "guideline_version", "parallel_id")
"""Columns of every evaluation set that the lanes do not show."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One entry of an n-best list."""

    intent: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a run said; `right` is judged by the unit of the view."""

    intent: str | None
    slots: tuple[Slot, ...]
    confidence: float | None
    nbest: tuple[Guess, ...]
    latency_ms: float | None
    missing: bool
    right: bool


@dataclass(frozen=True, slots=True)
class Utterance:
    """The gold, both answers, and what became of them.

    `causes` are the errors of the run `judged`: the candidate, but the baseline where the candidate put it right.
    `slots_wrong` names the gold slots that each of them concerns.
    """

    row: int
    utterance_id: str
    locale: str
    domain: str
    intent: str
    text: str
    slots: tuple[Slot, ...]
    frequency: int
    parallel_id: str | None
    annotator: str | None
    annotated_at: str | None
    outcome: Outcome
    baseline: Answer
    candidate: Answer
    causes: tuple[Cause, ...] = ()
    slots_wrong: Mapping[Cause, frozenset[str]] = field(default_factory=dict)
    judged: Role = "candidate"
    others: tuple[tuple[str, str], ...] = ()


def read_utterance(row: Mapping[str, Any], unit: Unit, extra_columns: Iterable[str] = ()) -> Utterance:
    """Read a row of a pair frame; `others` are the further columns that have a value."""
    others = ((column, row[column]) for column in (*_DETAILS, *extra_columns))
    causes, judged = causes_of(row, unit), judged_role(row, unit)
    return Utterance(
        row=row["row"],
        utterance_id=row["utterance_id"],
        locale=row["locale"],
        domain=row["domain"],
        intent=row["intent"],
        text=row["text"],
        slots=_slots(row["slots"]),
        frequency=1 if row["frequency"] is None else row["frequency"],
        parallel_id=row["parallel_id"],
        annotator=row["annotator"],
        annotated_at=row["annotated_at"],
        outcome=outcome_of(row, unit),
        baseline=_answer(row, "baseline", unit),
        candidate=_answer(row, "candidate", unit),
        causes=causes,
        slots_wrong={cause: slots_with_cause(row, cause, judged) for cause in causes},
        judged=judged,
        others=tuple((column, str(value)) for column, value in others if value is not None),
    )


def _slots(slots: Iterable[Mapping[str, Any]] | None) -> tuple[Slot, ...]:
    return tuple(Slot(slot["name"], slot["value"], slot["start"], slot["end"]) for slot in slots or ())


def _answer(row: Mapping[str, Any], role: Role, unit: Unit) -> Answer:
    nbest = row[paired(role, "nbest")] or ()
    return Answer(
        intent=row[paired(role, "intent")],
        slots=_slots(row[paired(role, "slots")]),
        confidence=row[paired(role, "confidence")],
        nbest=tuple(Guess(guess["intent"], guess["score"]) for guess in nbest),
        latency_ms=row[paired(role, "latency_ms")],
        missing=row[paired(role, "missing")],
        right=row[paired(role, f"{unit}_correct")],
    )


def changes_between_runs(utterance: Utterance) -> tuple[Change, ...]:
    """Return what changed from the baseline's answer to the candidate's."""
    before, after = utterance.baseline, utterance.candidate
    return find_changes(before.intent, _pairs(before.slots), after.intent, _pairs(after.slots), normalise)


def changes_from_gold(utterance: Utterance, answer: Answer) -> tuple[Change, ...]:
    """Return how an answer differs from the gold."""
    return find_changes(utterance.intent, _pairs(utterance.slots), answer.intent, _pairs(answer.slots), normalise)


def errors_of(utterance: Utterance) -> tuple[Change, ...]:
    """Return how the answer that the causes tell of differs from the gold."""
    return changes_from_gold(utterance, utterance.baseline if utterance.judged == "baseline" else utterance.candidate)


def focus_of(utterance: Utterance) -> int:
    """Return where in the text the answer that the causes tell of first differs from the gold."""
    answer = utterance.baseline if utterance.judged == "baseline" else utterance.candidate
    return first_difference(mark_against_gold(utterance.text, answer.slots, utterance.slots, normalise).segments)


def agreement(utterance: Utterance) -> BothAgree | None:
    """Return what both runs say against the gold, None where they do not."""
    answers = (utterance.baseline, utterance.candidate)
    baseline, candidate = (None if answer.missing else _reading(answer.intent, answer.slots) for answer in answers)
    return both_agree(gold_reading(utterance), baseline, candidate)


def gold_reading(utterance: Utterance) -> Reading:
    """Return the gold as it is compared."""
    return _reading(utterance.intent, utterance.slots)


def _reading(intent: str | None, slots: Iterable[Slot]) -> Reading:
    return reading_of(intent or "", _pairs(slots), normalise)


def _pairs(slots: Iterable[Slot]) -> list[tuple[str, str]]:
    return [(slot.name, slot.value) for slot in slots]
