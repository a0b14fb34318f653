"""What everyone else would have labelled an utterance: the same request elsewhere, or a model that did not see it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds
from analysis.annotation.learned_intents import LearnedIntents
from analysis.arrow_codes import Codes, Encoded

FEWEST_VOTES: Final = 2
LEAST_SURE: Final = 0.5


def expected_intents(golds: Golds, learned: LearnedIntents) -> Codes:
    """Return the intent that speaks for each utterance, as a code of `golds.intents`; -1 where nothing does.

    That is the intent of more than half, and of two at least, of the utterances with its `parallel_id` that another
    annotator labelled (all others where the set names no annotator); of one without such a majority, the intent that
    the model is confident of with a probability of `LEAST_SURE`: what it mixes up it would report as a break whenever
    such utterances come in a bunch.
    """
    voted = _votes(golds)
    p = np.where(learned.confident == learned.other, learned.p_other, 0.0)
    p = np.where(learned.confident == golds.intents.codes, learned.p_given, p)
    return np.where(voted >= 0, voted, np.where(p >= LEAST_SURE, learned.confident, -1))


def _votes(golds: Golds) -> Codes:
    voted = np.full(len(golds), -1, dtype=np.int64)
    requests = golds.further.get("parallel_id")
    if requests is None:
        return voted
    # Without a name, everyone counts as someone else.
    who = golds.further["annotator"].codes if "annotator" in golds.further else np.arange(len(golds))
    named = not_null(golds.further["annotator"]) if "annotator" in golds.further else np.zeros(len(golds), np.bool_)
    who = np.where(named, who, len(golds) + np.arange(len(golds)))
    places = np.flatnonzero(not_null(requests))
    order = places[np.argsort(requests.codes[places], kind="stable")]
    if not len(order):
        return voted
    borders = np.flatnonzero(np.diff(requests.codes[order])) + 1
    for group in np.split(order, borders):
        labels, names = golds.intents.codes[group], who[group]
        others = names[:, None] != names[None, :]
        n = others.sum(axis=1)
        distinct, codes = np.unique(labels, return_inverse=True)
        votes = others.astype(np.int64) @ np.eye(len(distinct), dtype=np.int64)[codes]
        best = votes.argmax(axis=1)
        most = votes[np.arange(len(group)), best]
        voted[group] = np.where((most >= FEWEST_VOTES) & (2 * most > n), distinct[best], -1)
    return voted


def not_null(column: Encoded) -> NDArray[np.bool_]:
    """Tell which entries have a value."""
    there = np.array([value is not None for value in column.values], dtype=np.bool_)
    return there[column.codes] if len(there) else np.zeros(len(column.codes), dtype=np.bool_)
