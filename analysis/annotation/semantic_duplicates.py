"""Nearly the same request in other words, slot values apart, with another intent.

A language model gives each distinct text without its slot values (`analysis.annotation.shape_texts`) a vector; the
neighbours of a text are the utterances of its locale with the same such text, and with the `NEIGHBOURS` texts whose
vectors have the greatest cosine (`analysis.annotation.nearest_vectors`), which is their likeness. They vote
(`analysis.annotation.neighbour_votes`); a gold is flagged where it has less than a fiftieth of three votes or more.
Where the model has never seen a language, what is near in it means nothing.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds, together
from analysis.annotation.nearest_vectors import nearest_vectors
from analysis.annotation.neighbour_votes import suspects_by_votes
from analysis.annotation.shape_texts import ShapeTexts
from analysis.annotation.suspect import LabelPair, Shown, Suspects, quoted, suspects_of

SEMANTIC_DUPLICATES: Final = "semantic_duplicates"
NEIGHBOURS: Final = 10
_LEAST_SHARE: Final = 0.02
_LEAST_VOTES: Final = 3.0


@dataclass(frozen=True, slots=True)
class SemanticDuplicates:
    """Of the `n` nearest utterances `n_other` have the intent `other`, `n_own` that of this gold.

    `example` is one of the others, the nearest, `likeness` its cosine.
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
        told = f"{shown(self.other)} is the gold of {self.n_other:,} of the {self.n:,} utterances nearest in meaning"
        return f"{told}, such as “{shown(quoted(self.example))}”; this gold says {shown(self.own)}."

    def likelier(self) -> LabelPair:
        """Return the intent of most neighbours."""
        return LabelPair("intent", self.own, self.other)


def find_semantic_duplicates(golds: Golds, shapes: ShapeTexts, vectors: NDArray[np.float32]) -> Suspects:
    """Find golds whose intent most of what is nearest in meaning does not have; `vectors` has one of each text.

    Raises ValueError where there are not as many vectors as texts.
    """
    if len(vectors) != len(shapes.texts):
        raise ValueError(f"{len(vectors)} vectors for {len(shapes.texts)} texts")
    if not len(golds):
        return suspects_of(SEMANTIC_DUPLICATES, [])
    group_of = together(golds.locales.codes, shapes.text_of)
    _, first = np.unique(group_of, return_index=True)
    near = nearest_vectors(vectors[shapes.text_of[first]], golds.locales.codes[first], NEIGHBOURS)
    return suspects_by_votes(SEMANTIC_DUPLICATES, golds, group_of, near, _LEAST_SHARE, _LEAST_VOTES, SemanticDuplicates)
