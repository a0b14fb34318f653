"""The labels in which two golds, or a gold and an answer, differ first."""

from collections import Counter
from collections.abc import Iterable

from analysis.annotation.suspect import LabelPair
from analysis.suspicion import Reading


def pair_of_readings(gold: Reading, other: Reading) -> LabelPair | None:
    """Return the intents where those differ, else the slot names, else the slot whose value does; None of equals.

    >>> pair_of_readings(Reading("play"), Reading("stop"))
    LabelPair(kind='intent', gold='play', likelier='stop')
    >>> pair_of_readings(Reading("play", (("song", "yesterday"),)), Reading("play", (("song", "yesterday now"),)))
    LabelPair(kind='slot', gold='song', likelier='song')
    """
    if gold.intent != other.intent:
        return LabelPair("intent", gold.intent, other.intent)
    named = pair_of_slot_names((name for name, _ in gold.slots), (name for name, _ in other.slots))
    if named is not None:
        return named
    moved = sorted((Counter(gold.slots) - Counter(other.slots)).elements())
    return LabelPair("slot", moved[0][0], moved[0][0]) if moved else None


def pair_of_slot_names(gold: Iterable[str], other: Iterable[str]) -> LabelPair | None:
    """Return the first name that the gold has beyond the other, and the first that it lacks; None of equal names.

    >>> pair_of_slot_names(["city", "day"], ["day", "place"]), pair_of_slot_names([], ["day"])
    (LabelPair(kind='slot', gold='city', likelier='place'), LabelPair(kind='slot', gold='', likelier='day'))
    """
    own, others = Counter(gold), Counter(other)
    beyond, lacking = sorted((own - others).elements()), sorted((others - own).elements())
    if not beyond and not lacking:
        return None
    return LabelPair("slot", beyond[0] if beyond else "", lacking[0] if lacking else "")
