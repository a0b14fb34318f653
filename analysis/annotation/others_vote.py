"""What others say of the same request in other locales: the label of most utterances with its `parallel_id`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds
from analysis.arrow_codes import Codes, Encoded

FEWEST_VOTES: Final = 2


def vote_of_others(golds: Golds, labels: Codes) -> Codes:
    """Return the label that the others of each utterance's request agree on; -1 where they do not.

    The others are the utterances with its `parallel_id` that another annotator labelled, all but itself where the set
    names no annotator. They agree where more than half of them, and `FEWEST_VOTES` at least, have one label, a number
    from 0 an utterance.
    """
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
        of_group, names = labels[group], who[group]
        others = names[:, None] != names[None, :]
        n = others.sum(axis=1)
        distinct, codes = np.unique(of_group, return_inverse=True)
        votes = others.astype(np.int64) @ np.eye(len(distinct), dtype=np.int64)[codes]
        best = votes.argmax(axis=1)
        most = votes[np.arange(len(group)), best]
        voted[group] = np.where((most >= FEWEST_VOTES) & (2 * most > n), distinct[best], -1)
    return voted


def not_null(column: Encoded) -> NDArray[np.bool_]:
    """Tell which entries have a value."""
    there = np.array([value is not None for value in column.values], dtype=np.bool_)
    return there[column.codes] if len(there) else np.zeros(len(column.codes), dtype=np.bool_)
