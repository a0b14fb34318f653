"""The gold that an annotator would have, and the verdict that follows from it."""

from dataclasses import dataclass

from loaders.exchange import verdict_of_frame
from loaders.formats.slots import Slot
from loaders.schema import Verdict
from loaders.verdicts.items import Frame, Item


@dataclass(frozen=True, slots=True)
class Correction:
    """The gold that an annotator would have; None is not said."""

    intent: str | None = None
    slots: tuple[Slot, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Is nothing said?"""
        return self.intent is None and self.slots is None

    def is_of(self, frame: Frame) -> bool:
        """Is all that is said as in this frame?"""
        return self.intent in (None, frame.intent) and (self.slots is None or frame.same_slots(self.slots))

    def equals(self, frame: Frame, text: str) -> bool:
        """Does it say this frame and no more, where slots that are not said are none?

        A slot that does not stand in the text cannot be sent as a span, so it may be missing.
        """
        if self.intent != frame.intent:
            return False
        placed = tuple(slot for slot in frame.slots if slot.start is not None or slot.value in text)
        return any(Frame(None, slots).same_slots(self.slots or ()) for slots in (frame.slots, placed))

    def part(self, unit: str) -> "Correction":
        """Return what it says of a unit: of the intent, of the slots, or all of it."""
        return Correction(
            self.intent if unit in ("intent", "frame") else None, self.slots if unit in ("slots", "frame") else None
        )


def of_frame(frame: Frame) -> Correction:
    """Return the correction that says this frame; of a missing prediction, none."""
    return Correction() if frame.intent is None else Correction(frame.intent, frame.slots)


def derive(correction: Correction, item: Item, unit: str) -> Verdict | None:
    """Return the verdict that follows from a corrected gold; None where it is not certain.

    Gold is wrong where anything that is said differs from it. That the candidate is wrong, or right, takes all of the
    unit: for a frame both parts, unless neither gold nor an answer has any slots and so none needs to be said.
    """
    if correction.is_empty:
        return None
    if not correction.is_of(item.gold):
        return "gold_wrong"
    no_slots = not any(frame.slots for frame in (item.gold, item.baseline, item.candidate))
    slots = () if correction.slots is None and no_slots else correction.slots
    judged = Correction(correction.intent, slots).part(unit)
    if (judged.intent is None and unit != "slots") or (judged.slots is None and unit != "intent"):
        return None
    return verdict_of_frame(True, judged.is_of(item.candidate))
