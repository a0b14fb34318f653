"""What others say of the same request in other locales: the label of most utterances with its `parallel_id`."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.golds import Golds, together
from analysis.annotation.spread import runs
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
    places = np.flatnonzero(not_null(requests))
    if not len(places):
        return voted
    groups, given = together(requests.codes[places]), labels[places]
    people = together(groups, _who(golds)[places])
    options = together(groups, given)
    # Each of the people of a request beside each of its labels; both are numbered request by request.
    of_option, of_person = groups[_first(options)], groups[_first(people)]
    n_options = np.bincount(of_option)
    starts = np.cumsum(n_options) - n_options
    person = np.repeat(np.arange(len(of_person)), n_options[of_person])
    option = runs(starts[of_person], n_options[of_person])
    own, n_own = np.unique(people * len(of_option) + options, return_counts=True)
    key = person * len(of_option) + option
    found = np.minimum(np.searchsorted(own, key), len(own) - 1)
    by_others = np.bincount(options)[option] - np.where(own[found] == key, n_own[found], 0)
    n_others = (np.bincount(groups)[of_person] - np.bincount(people))[person]
    agreed = (by_others >= FEWEST_VOTES) & (2 * by_others > n_others)
    said = np.full(len(of_person), -1, dtype=np.int64)
    said[person[agreed]] = given[_first(options)][option[agreed]]
    voted[places] = said[people]
    return voted


def _who(golds: Golds) -> Codes:
    """Return a number for each annotator; without a name, everyone counts as someone else."""
    alone = len(golds) + np.arange(len(golds))
    column = golds.further.get("annotator")
    return alone if column is None else np.where(not_null(column), column.codes, alone)


def _first(numbers: Codes) -> Codes:
    """Return where each number, from 0 without gaps, stands first."""
    return np.unique(numbers, return_index=True)[1]


def not_null(column: Encoded) -> NDArray[np.bool_]:
    """Tell which entries have a value."""
    there = np.array([value is not None for value in column.values], dtype=np.bool_)
    return there[column.codes] if len(there) else np.zeros(len(column.codes), dtype=np.bool_)
