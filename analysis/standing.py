"""What annotators together say of a flip, and what gold should be: by strict majority, never by the last word.

| standing | when more than half of those who judged said |
|---|---|
| `confirmed` | `candidate_wrong`: the update broke it |
| `gold_wrong` | the gold is wrong, so the flip says nothing against the candidate |
| `both_acceptable` | gold and the candidate's answer are both right: the request can be read in two ways |
| `unclear` | it cannot be told |
| `disagreed` | none of these: no verdict has more than half |

One annotator alone is a majority; of two who differ neither is. A flip that nobody judged has no standing.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar, get_args

from loaders.schema import Verdict

Standing = Literal["confirmed", "gold_wrong", "both_acceptable", "unclear", "disagreed"]
STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)

EXCUSED: Final[tuple[Standing, ...]] = ("gold_wrong", "both_acceptable")
"""Standings that take a flip out of what the update broke; all others leave it in."""

_STANDING_OF: Final[Mapping[Verdict, Standing]] = {
    "candidate_wrong": "confirmed",
    "gold_wrong": "gold_wrong",
    "both_acceptable": "both_acceptable",
    "unclear": "unclear",
    # Said of the gold alone, where somebody judged it whatever the runs say.
    "gold_right": "confirmed",
}

Vote = TypeVar("Vote", bound=Hashable)

NamedSlots = tuple[tuple[str, str, int | None, int | None], ...]
"""Slots as name, value, start and end."""


def majority(votes: Sequence[Vote]) -> Vote | None:
    """Return what more than half of the votes are for; None where nothing is, and of no votes.

    >>> majority(["a", "b", "a"]), majority(["a", "b"]), majority([])
    ('a', None, None)
    """
    if not votes:
        return None
    ((first, n),) = Counter(votes).most_common(1)
    return first if 2 * n > len(votes) else None


def standing_of(verdicts: Iterable[Verdict | None]) -> Standing | None:
    """Return the standing of a flip from the current verdict of each annotator; None where there is none.

    A judgement that is only a note or a correction (None) is no vote.

    >>> standing_of(["gold_wrong", "gold_wrong", "unclear"]), standing_of(["gold_wrong", "candidate_wrong"])
    ('gold_wrong', 'disagreed')
    """
    votes = [verdict for verdict in verdicts if verdict is not None]
    if not votes:
        return None
    found = majority(votes)
    return "disagreed" if found is None else _STANDING_OF[found]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one annotator says now of one utterance; an intent or slots of None say nothing about them."""

    verdict: Verdict | None
    intent: str | None = None
    slots: NamedSlots | None = None


@dataclass(frozen=True, slots=True)
class RightGold:
    """The gold that annotators agree on; None leaves the intent, or the slots, as they are."""

    intent: str | None
    slots: NamedSlots | None


def right_gold(opinions: Iterable[Opinion]) -> RightGold | None:
    """Return what gold should be, from the opinions of all annotators of an utterance.

    None unless the majority says `gold_wrong` and, of those who say what is right instead, more than half say the
    same intent, or the same slots (in any order). Annotators who differ settle nothing.

    >>> right_gold([Opinion("gold_wrong", "timer.set"), Opinion("gold_wrong"), Opinion("unclear")])
    RightGold(intent='timer.set', slots=None)
    """
    given = list(opinions)
    if standing_of(one.verdict for one in given) != "gold_wrong":
        return None
    said = [one for one in given if one.verdict == "gold_wrong"]
    intent = majority([one.intent for one in said if one.intent is not None])
    slots = majority([_sorted(one.slots) for one in said if one.slots is not None])
    return None if intent is None and slots is None else RightGold(intent, slots)


def _sorted(slots: NamedSlots) -> NamedSlots:
    """Return the slots as they stand in the text, those without a place behind the others, by name."""
    return tuple(sorted(slots, key=lambda slot: (slot[2] is None, slot[2] or 0, slot[3] or 0, slot[0], slot[1])))
