"""How much what a detector says changes the odds that a gold is wrong: for its intent, and for its slots.

Learned from golds whose errors are known, none of which a reported figure counts: errors of all kinds put into MASSIVE
in locales that no test uses, and what judges said of de-DE's development part (`benchmarks/fit_weights.py`).
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.guideline_breaks import GUIDELINE_BREAK
from analysis.annotation.learned_intents import LEARNED_INTENT
from analysis.annotation.learned_slots import LEARNED_SLOT
from analysis.annotation.models_agree import MODELS_AGREE
from analysis.annotation.near_duplicates import NEAR_DUPLICATES
from analysis.annotation.parallel_requests import PARALLEL
from analysis.annotation.run_confidence import RUN_CONFIDENCE
from analysis.annotation.same_text import SAME_TEXT
from analysis.annotation.semantic_duplicates import SEMANTIC_DUPLICATES
from analysis.annotation.variation import VARIATION

Question = Literal["intent", "slots"]
QUESTIONS: Final[tuple[Question, ...]] = ("intent", "slots")

OF_PROBABILITIES: Final = frozenset({LEARNED_INTENT, LEARNED_SLOT, MODELS_AGREE, RUN_CONFIDENCE})
"""Detectors whose scores come from probabilities, where .99 and .999 are far apart: their log odds count."""

LEAST: Final = 0.001
"""A probability counts as no less than this, and as no more than 1 less this."""


@dataclass(frozen=True, slots=True)
class Weight:
    """An entry adds `entry + score * x` to the log odds; x is its score, or the log odds of that."""

    entry: float
    score: float


BEFORE: Final[dict[Question, float]] = {"intent": -5.42, "slots": -3.66}
"""Log odds that a gold is wrong of which no detector says anything."""

WEIGHTS: Final[dict[Question, dict[str, Weight]]] = {
    "intent": {
        SAME_TEXT: Weight(-0.45, 2.33),
        GUIDELINE_BREAK: Weight(3.53, 3.47),
        NEAR_DUPLICATES: Weight(0.62, 2.33),
        SEMANTIC_DUPLICATES: Weight(-0.05, 1.41),
        PARALLEL: Weight(1.71, 3.18),
        LEARNED_INTENT: Weight(-0.03, 0.76),
        MODELS_AGREE: Weight(-0.08, 0.00),
        RUN_CONFIDENCE: Weight(-1.52, 1.15),
    },
    "slots": {
        SAME_TEXT: Weight(-0.51, 3.81),
        GUIDELINE_BREAK: Weight(2.68, 2.97),
        VARIATION: Weight(-0.81, 2.45),
        PARALLEL: Weight(0.74, 3.40),
        LEARNED_SLOT: Weight(-0.01, 0.23),
        MODELS_AGREE: Weight(0.50, 0.16),
    },
}
"""No weight of a score is below 0: a higher score never makes a gold less suspect."""


def added(weight: Weight, detector: str, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what entries of a detector with such scores add to the log odds.

    >>> added(Weight(-1.0, 2.0), "variation", np.array([0.5, 0.9])).round(3).tolist()
    [0.0, 0.8]
    """
    return np.asarray(weight.entry + weight.score * evidence_of(detector, scores), dtype=np.float64)


def evidence_of(detector: str, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the x of a weight: the scores, or the log odds of those that come from probabilities.

    >>> evidence_of("learned_intent", np.array([0.5, 0.9, 1.0])).round(3).tolist()
    [0.0, 2.197, 6.907]
    """
    if detector not in OF_PROBABILITIES:
        return scores
    bounded = np.clip(scores, LEAST, 1 - LEAST)
    return np.asarray(np.log(bounded / (1 - bounded)), dtype=np.float64)
