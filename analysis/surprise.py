"""How surprising a pair of answers is: two runs that were each sure of the opposite of what happened stand first.

    surprise = -log2 p(what the baseline did) - log2 p(what the candidate did)

in bits, each confidence taken as the probability of being right: a run that was right with confidence c did what had
probability c, one that was wrong what had 1 - c. A flip that the candidate was sure to get right surprises, a broken
coin toss does not: 1 bit for each run at c = 0.5, 0 where both did what they were sure of. Probabilities are clipped to
`EPSILON` and more, so no answer surprises by more than 20 bits. It is as good as the confidences are calibrated.
"""

from typing import Final

import narwhals as nw

from analysis.outcomes import correct
from loaders.schema import ROLES, UTTERANCE_UNITS, Role, Unit, paired

SURPRISE: Final = "surprise"
"""Sort key of this name."""

EPSILON: Final = 2.0**-20
"""The least probability that is told from none."""

SURPRISE_COLUMNS: Final = tuple(paired(role, "confidence") for role in ROLES)


def likelihood(unit: Unit) -> nw.Expr:
    """Return the probability of what both runs did, in [2**-40, 1]; null where a confidence is missing.

    The surprise is -log2 of it, so the least likely is the most surprising; without logarithms every engine gives the
    same number. Raises ValueError for the unit `slot`: a gold slot has no confidence of its own.
    """
    if unit not in UTTERANCE_UNITS:
        raise ValueError("a gold slot has no confidence, so no surprise; use the unit frame, intent or slots")
    baseline, candidate = (_likelihood_of(unit, role) for role in ROLES)
    return baseline * candidate


def _likelihood_of(unit: Unit, role: Role) -> nw.Expr:
    confidence = nw.col(paired(role, "confidence"))
    done = nw.when(correct(unit, role)).then(confidence).otherwise(1 - confidence)
    return nw.when(done < EPSILON).then(nw.lit(EPSILON)).otherwise(done)


def surprise(unit: Unit) -> nw.Expr:
    """Return the surprise in bits, from 0 to 40; null where a confidence is missing.

    >>> import polars as pl
    >>> pair = {"baseline_confidence": [0.5], "candidate_confidence": [0.75], "baseline_intent_correct": [True]}
    >>> frame = nw.from_native(pl.DataFrame(pair | {"candidate_intent_correct": [False]}))
    >>> frame.select(surprise("intent").alias("bits"))["bits"].to_list()
    [3.0]
    """
    return -likelihood(unit).log(2)
