"""Nearly the same request, slot values apart, with another intent.

Utterances of a locale with the same slot names are compared by their words, each slot counting as one word, its name:
a value that is itself a slot value makes no difference, and where slot names differ they are what sets the intents
apart. Two are near where they have `LEAST_LIKENESS` of their words in common (those of both over those of either).

Each neighbour votes (`analysis.annotation.neighbour_votes`); a gold with less than a quarter of the votes is flagged.
One word may well make another request, on and off say: it is then many against many, and not flagged.
"""

from dataclasses import dataclass
from typing import Final

from analysis.annotation.golds import Golds
from analysis.annotation.nearest_shapes import near_shapes
from analysis.annotation.neighbour_votes import suspects_by_votes
from analysis.annotation.shapes import find_shapes
from analysis.annotation.slot_places import SlotPlaces
from analysis.annotation.suspect import LabelPair, Shown, Suspects, quoted, suspects_of

NEAR_DUPLICATES: Final = "near_duplicates"
_LEAST_SHARE: Final = 0.25
_LEAST_VOTES: Final = 1.0


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Of `n` utterances that are nearly the same, `n_other` have the intent `other`, `n_own` that of this gold.

    `example` is one of the others, the most alike, `likeness` the share of its words that both have.
    """

    own: str
    other: str
    n_own: int
    n_other: int
    n: int
    example: str
    likeness: float

    def reason(self, shown: Shown = str) -> str:
        """Return what most of the neighbours are, with an example."""
        told = f"{shown(self.other)} is the gold of {self.n_other:,} of {self.n:,} nearly the same utterances"
        return f"{told}, such as “{shown(quoted(self.example))}”; this gold says {shown(self.own)}."

    def likelier(self) -> LabelPair:
        """Return the intent of most neighbours."""
        return LabelPair("intent", self.own, self.other)


def find_near_duplicates(golds: Golds, places: SlotPlaces) -> Suspects:
    """Find golds whose intent most of their near duplicates do not have."""
    if not len(golds):
        return suspects_of(NEAR_DUPLICATES, [])
    shapes = find_shapes(places)
    shape_of, near = shapes.shape_of[places.text_of], near_shapes(shapes)
    return suspects_by_votes(NEAR_DUPLICATES, golds, shape_of, near, _LEAST_SHARE, _LEAST_VOTES, NearDuplicates)
