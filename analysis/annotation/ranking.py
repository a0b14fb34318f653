"""One order of all suspects out of what several detectors found: by the chance that the gold is wrong.

Two questions are asked apart, for a detector of slots says nothing of the intent: is the intent wrong, are the slots?
To each a gold brings odds, and whatever speaks against it raises them by what such a score was worth where the errors
are known, `analysis.annotation.weights`; who says nothing changes nothing. The score is the chance that either is
wrong, 1 - (1 - p of the intent) (1 - p of the slots): of golds with such evidence so many were wrong there. How many
are wrong here only a sample tells that people look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import rankdata

from analysis.annotation.suspect import Suspects, worst_of_each
from analysis.annotation.weights import BEFORE, QUESTIONS, WEIGHTS, Question, added
from analysis.arrow_codes import Codes

MORE_LIKELY_THAN_NOT: Final = 0.5


@dataclass(frozen=True, eq=False)
class Ranking:
    """Suspects, the most suspect first: those of which any detector says something.

    `scores`, within [0, 1], are the chances that the gold is wrong, `chances[question]` those of its intent and of its
    slots. `entries[d, i]` is the entry of detector `found[d]` for `rows[i]`, its most suspect one, or -1 where it says
    nothing.
    """

    found: tuple[Suspects, ...]
    rows: Codes
    scores: NDArray[np.float64]
    chances: dict[Question, NDArray[np.float64]]
    entries: Codes

    def detector_scores(self, place: int) -> dict[str, float]:
        """Return what each detector that says something gives the suspect at a place, in the order of the detectors."""
        return {
            one.detector: float(one.scores[entry])
            for one, entry in zip(self.found, self.entries[:, place].tolist(), strict=True)
            if entry >= 0
        }

    def reasons(self, place: int) -> tuple[str, ...]:
        """Return the reason of each detector that says something, in the order of the detectors."""
        entries = self.entries[:, place].tolist()
        return tuple(one.evidence(entry).reason() for one, entry in zip(self.found, entries, strict=True) if entry >= 0)

    def is_flagged(self) -> NDArray[np.bool_]:
        """Return of each suspect whether its gold is more likely wrong than right."""
        return self.scores > MORE_LIKELY_THAN_NOT


def borda(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of the ranks of each column, over detectors as lines; not-a-number is what one says nothing of.

    The plainest way to fuse, which the benchmark holds the ranking against.

    >>> borda(np.array([[0.1, 0.9, 0.5], [0.2, 0.8, 0.7]])).tolist()
    [2.0, 6.0, 4.0]
    >>> borda(np.array([[0.4, 0.3, 0.2], [0.1, 0.9, 0.5], [0.7, 0.8, 0.6]])).tolist()
    [6.0, 8.0, 4.0]
    """
    said = np.where(np.isnan(scores), -np.inf, scores)
    return np.asarray(rankdata(said, axis=1).sum(axis=0), dtype=np.float64)


def rank(found: Sequence[Suspects], n_utterances: int) -> Ranking:
    """Rank the suspects of several detectors over the same `n_utterances`; equals stand in the order of their rows.

    No detector, or none that says anything, gives a ranking of nothing.
    """
    worst = [worst_of_each(one) for one in found]
    every = [one.rows[kept] for one, kept in zip(found, worst, strict=True)]
    rows = np.unique(np.concatenate(every)) if every else np.zeros(0, dtype=np.int64)
    entries = np.full((len(found), len(rows)), -1, dtype=np.int64)
    for line, (kept, of_one) in enumerate(zip(worst, every, strict=True)):
        entries[line, np.searchsorted(rows, of_one)] = kept
    chances = {question: expit(_log_odds(question, found, rows)) for question in QUESTIONS}
    scores = 1 - np.prod([1 - chance for chance in chances.values()], axis=0)
    order = np.lexsort((rows, -scores))
    ordered = {question: chance[order] for question, chance in chances.items()}
    return Ranking(tuple(found), rows[order], scores[order], ordered, entries[:, order])


def _log_odds(question: Question, found: Sequence[Suspects], rows: Codes) -> NDArray[np.float64]:
    odds = np.full(len(rows), BEFORE[question])
    for one in found:
        weight = WEIGHTS[question].get(one.detector)
        if weight:
            kept = worst_of_each(one, answering(one, question))
            odds[np.searchsorted(rows, one.rows[kept])] += added(weight, one.detector, one.scores[kept])
    return odds


def answering(one: Suspects, question: Question) -> NDArray[np.bool_] | None:
    """Tell which entries of a detector answer a question; None: all of them."""
    if one.of_slots is None:
        return None
    return one.of_slots if question == "slots" else ~one.of_slots
