"""Intents that a simple model, trained on the other texts of the locale, would not have given.

The score is 1 - P(given intent), out of sample; flagged is what stands off the diagonal of the confident joint with a
score of `SURE`.
Utterances with the same normalised text never stand on both sides of the cross-validation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.annotation.confident import confident_joint, label_noise, own, strongest_other
from analysis.annotation.golds import Golds, word_of
from analysis.annotation.linear_models import Learn, one_against_the_rest, ridge
from analysis.annotation.ngram_features import ngram_features
from analysis.annotation.out_of_sample import drawn, predict_out_of_sample
from analysis.annotation.suspect import NO_SLOT, LabelPair, Shown, Suspects
from analysis.arrow_codes import Codes

LEARNED_INTENT: Final = "learned_intent"
FEWEST: Final = 50
"""A locale with fewer utterances teaches nothing, and has no entry."""

MOST_TRAINED: Final = 50_000
"""So many labelled texts at most train a fold's models, all locales together; every one is scored."""

LEAST_TRAINED: Final = 2_000
"""So many a locale may be trained on, however many locales there are."""

_FOLDS: Final[dict[Learn, int]] = {partial(one_against_the_rest, penalty=3e-5): 4, partial(ridge, penalty=1.0): 10}
"""Of unlike folds, what one model did not see the other did."""

SURE: Final = 0.95
"""Least score of a flagged entry."""


@dataclass(frozen=True, slots=True)
class UnlikelyIntent:
    """What a model that was trained without this text says: the likelier intent and both probabilities."""

    given: str
    p_given: float
    other: str
    p_other: float

    def reason(self, shown: Shown = str) -> str:
        """Return both intents with their probabilities."""
        return (
            f"A simple model trained on the other texts says {shown(self.other)} ({100 * self.p_other:.0f} %), and of "
            f"{shown(self.given)}, the gold, {100 * self.p_given:.0f} %."
        )

    def likelier(self) -> LabelPair:
        """Return the intent that the model gives most besides the gold."""
        return LabelPair("intent", self.given, self.other)


@dataclass(frozen=True, eq=False)
class LearnedIntents:
    """What a model that did not see an utterance says of its intent, in the order of the golds.

    `known` where there is one. `other` is the likeliest intent besides the given one, `confident` the one that the
    model is confident of, -1 of none: both codes of `golds.intents`. `noise` is the share of wrong intents that the
    model expects in the locale of each (`analysis.annotation.confident.label_noise`).
    """

    known: NDArray[np.bool_]
    p_given: NDArray[np.float64]
    p_other: NDArray[np.float64]
    other: Codes
    confident: Codes
    noise: NDArray[np.float64]


def learn_intents(golds: Golds, most_trained: int = MOST_TRAINED) -> LearnedIntents:
    """Cross-validate the intents, locale by locale; of a locale with fewer than 50 utterances nothing is known."""
    n = len(golds)
    learned = LearnedIntents(
        *(np.zeros(n, np.bool_), np.zeros(n), np.zeros(n), np.zeros(n, np.int64), np.full(n, -1, np.int64)),
        noise=np.zeros(n),
    )
    for places, given, labels, p in intent_probabilities(golds, most_trained):
        joint = confident_joint(given, p)
        predicted, learned.noise[places] = joint.predicted, label_noise(given, joint) or 0.0
        best, learned.p_other[places] = strongest_other(given, p)
        learned.p_given[places], learned.known[places] = own(given, p), True
        learned.other[places] = labels[best]
        learned.confident[places] = np.where(predicted >= 0, labels[predicted], -1)
    return learned


def intent_probabilities(
    golds: Golds, most_trained: int = MOST_TRAINED
) -> Iterator[tuple[Codes, Codes, Codes, NDArray[np.float32]]]:
    """Cross-validate a locale at a time: the places of its utterances, their labels, the intents, the probabilities.

    Column j of the probabilities is the intent `intents[j]`, a code of `golds.intents`; labels are columns.
    """
    locales = [np.flatnonzero(golds.locales.codes == code) for code in range(len(golds.locales.values))]
    taught = [places for places in locales if len(places) >= FEWEST]
    most = max(most_trained // max(len(taught), 1), LEAST_TRAINED)
    for places in taught:
        intents, given = np.unique(golds.intents.codes[places], return_inverse=True)
        # A text with an intent is learned, and scored, once for all its copies.
        pairs, pair_of = np.unique(golds.normal.codes[places] * len(intents) + given, return_inverse=True)
        texts, labels = np.divmod(pairs, len(intents))
        spelled = [str(golds.normal.values[text]) for text in texts.tolist()]
        features = ngram_features(spelled, drawn(np.arange(len(texts)), most))
        p = predict_out_of_sample(features, labels, len(intents), texts, _FOLDS, most)[pair_of]
        # Of a fold whose model could not learn nothing is known.
        judged = p.any(axis=1)
        yield places[judged], given[judged].astype(np.int64), intents, p[judged]


def find_learned_intents(golds: Golds, learned: LearnedIntents) -> Suspects:
    """Find intents that the model would not have given: an entry for each utterance of which something is known."""
    there = np.flatnonzero(learned.known)
    scores = 1 - learned.p_given[there]
    confident = learned.confident[there]
    flags = (confident >= 0) & (confident != golds.intents.codes[there]) & (scores >= SURE)

    def evidence(entry: int) -> UnlikelyIntent:
        at = int(there[entry])
        other = str(golds.intents.values[learned.other[at]])
        return UnlikelyIntent(word_of(golds.intents, at), float(learned.p_given[at]), other, float(learned.p_other[at]))

    return Suspects(
        *(LEARNED_INTENT, golds.rows[there], np.full(len(there), NO_SLOT, dtype=np.int64), scores, flags, evidence),
        expected_share=float(learned.noise[there].mean()) if len(there) else None,
    )
