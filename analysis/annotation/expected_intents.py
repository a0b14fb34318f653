"""What everyone else would have labelled an utterance: the same request elsewhere, or a model that did not see it."""

from typing import Final

import numpy as np

from analysis.annotation.golds import Golds
from analysis.annotation.learned_intents import LearnedIntents
from analysis.annotation.others_vote import vote_of_others
from analysis.arrow_codes import Codes

LEAST_SURE: Final = 0.5


def expected_intents(golds: Golds, learned: LearnedIntents) -> Codes:
    """Return the intent that speaks for each utterance, as a code of `golds.intents`; -1 where nothing does.

    That is the intent of the others of its request, `vote_of_others`; of one without such a majority, the intent that
    the model is confident of with a probability of `LEAST_SURE`: what it mixes up it would report as a break whenever
    such utterances come in a bunch.
    """
    voted = vote_of_others(golds, golds.intents.codes)
    p = np.where(learned.confident == learned.other, learned.p_other, 0.0)
    p = np.where(learned.confident == golds.intents.codes, learned.p_given, p)
    return np.where(voted >= 0, voted, np.where(p >= LEAST_SURE, learned.confident, -1))
