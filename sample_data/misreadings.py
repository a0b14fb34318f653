"""The wrong labels of the gold: what each kind does to one row."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sample_data.material import catalogue, domain_of
from sample_data.rendering import Slot
from sample_data.rows import Row
from sample_data.tokens import tokens

MISREADER: Final = "a05"
MISREAD_FROM: Final = date(2026, 3, 9)
MISREAD_TO: Final = date(2026, 3, 27)
MISREAD_INTENT: Final = "forecast.rain"
MISREAD_AS: Final = "forecast.outlook"

SAME_DOMAIN_SHARE: Final = 0.7
REASONS: Final[Mapping[str, str]] = {
    "guideline_misread": "guideline 1.1 moved talk of the weather in general to forecast.outlook;"
    " a05 read it as moving every question about rain there",
    "intent_confusion": "a slip: another intent was picked from the list",
    "slot_boundary": "the span takes in a word too many or leaves one out",
    "slot_omitted": "a slot was left unmarked",
    "duplicate_conflict": "the same text stands in the set a second time, with another intent",
}


@dataclass(frozen=True)
class Planted:
    """One entry of the answer key: the row as it should be, and the kind of the error."""

    kind: str
    right: Row

    def as_json(self) -> dict[str, Any]:
        """The entry as the answer key writes it."""
        return {
            "utterance_id": self.right.utterance_id,
            "locale": self.right.locale,
            "kind": self.kind,
            "right_intent": self.right.intent,
            "right_slots": [slot.as_json() for slot in self.right.slots],
            "reason": REASONS[self.kind],
        }


def is_misread(row: Row) -> bool:
    """Whether the row fell to the annotator who misread guideline 1.1, in the weeks of the misreading."""
    inside = MISREAD_FROM <= date.fromisoformat(row.annotated_at) <= MISREAD_TO
    return inside and row.annotator == MISREADER and row.intent == MISREAD_INTENT


def misread(row: Row) -> Row:
    """The row as the misreader labelled it."""
    return replace(row, intent=MISREAD_AS)


def confuse_intent(row: Row, draw: random.Random) -> Row:
    """Another intent, mostly of the same domain; the slots stay."""
    names = [intent.name for intent in catalogue().intents if intent.name != row.intent]
    near = [name for name in names if domain_of(name) == domain_of(row.intent)]
    return replace(row, intent=draw.choice(near if draw.random() < SAME_DOMAIN_SHARE else names))


def omit_slot(row: Row, draw: random.Random) -> Row:
    """One slot less; the row must have one."""
    kept = list(row.slots)
    kept.pop(draw.randrange(len(kept)))
    return replace(row, slots=tuple(kept))


def shift_boundary(row: Row, draw: random.Random) -> Row:
    """One slot whose span is a token too long or too short; the row must have a slot.

    A slot of one token can only grow; it takes in the token before it, or the one after it.
    """
    position = draw.randrange(len(row.slots))
    slot = row.slots[position]
    spans = tokens(row.text, row.locale)
    inside = [span for span in spans if slot.start <= span[0] and span[1] <= slot.end]
    if len(inside) > 1:
        start, end = draw.choice([(inside[1][0], slot.end), (slot.start, inside[-2][1])])
    elif slot.start > 0:
        start, end = max(span[0] for span in spans if span[0] < slot.start), slot.end
    else:
        start, end = slot.start, min(span[1] for span in spans if span[1] > slot.end)
    changed = Slot(slot.name, row.text[start:end], start, end)
    return replace(row, slots=(*row.slots[:position], changed, *row.slots[position + 1 :]))
