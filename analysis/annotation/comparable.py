"""Things that can be compared between annotators: what others would label each, and what its gold labels it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.annotation.golds import Golds
from analysis.annotation.suspect import NO_SLOT
from analysis.arrow_codes import Codes

About = Literal["intent", "slot", "added", "choice"]
"""`intent`  what intent others would give, and the given one
`slot`    what others would mark words as, and what they are marked as
`added`   the name that a slot has, and whether others would mark its words
`choice`  nothing is known of what others would say: utterances labelled as one of two intents, `expected` or the other
"""

Label = str | None
"""An intent or the name of a slot; "" is no slot, None a slot with other borders."""


@dataclass(frozen=True, eq=False)
class Comparable:
    """Entry i is of utterance `places[i]`, and of its gold slot `slots[i]` or `NO_SLOT`.

    `expected` and `given` are places in `labels`. Of the same expected label an utterance has one entry.
    """

    about: About
    places: Codes
    slots: Codes
    expected: Codes
    given: Codes
    labels: tuple[Label, ...]


def comparable_intents(golds: Golds, expected: Codes) -> Comparable:
    """Compare the intents of which others would say something: `expected`, codes of `golds.intents`, -1 of none."""
    places = np.flatnonzero(expected >= 0)
    none = np.full(len(places), NO_SLOT, dtype=np.int64)
    labels = tuple(str(intent) for intent in golds.intents.values)
    return Comparable("intent", places, none, expected[places], golds.intents.codes[places], labels)
