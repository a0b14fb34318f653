"""What cleanlab (2.9, Apache-2.0; no part of flipscope needs it) says on the probabilities that flipscope learns."""

import time
from typing import Final

import numpy as np
from cleanlab.rank import get_label_quality_scores
from cleanlab.token_classification.rank import get_label_quality_scores as token_scores

from analysis.annotation.golds import Golds
from analysis.annotation.learned_intents import intent_probabilities
from analysis.annotation.learned_slots import text_at_words, word_probabilities
from analysis.annotation.slot_places import place_slots
from benchmarks.audited import Scores
from loaders.normalise import normalise

METHODS: Final = ("self_confidence", "normalized_margin")

Timed = tuple[Scores, float]


def cleanlab_scores(golds: Golds) -> dict[str, Timed]:
    """Return the scores of each way, and its seconds without those that making the probabilities takes."""
    found: dict[str, Timed] = {}
    predicted = list(intent_probabilities(golds))
    for method in METHODS:
        scores, started = np.full(len(golds), np.nan), time.perf_counter()
        for places, given, _, p in predicted:
            shares = p / p.sum(axis=1, keepdims=True)
            scores[places] = 1 - get_label_quality_scores(given, shares, method=method)
        found[f"cleanlab, intents, {method.replace('_', ' ')}"] = scores, time.perf_counter() - started
    return found | {"cleanlab, slots by token": _of_tokens(golds)}


def _of_tokens(golds: Golds) -> Timed:
    slots = place_slots(golds, normalise)
    text_at, of_texts = text_at_words(slots), np.full(len(slots.words.lengths), np.nan)
    tagged, started = list(word_probabilities(golds, slots)), time.perf_counter()
    for at, given, _, p in tagged:
        texts, starts = np.unique(text_at[at], return_index=True)
        labels = [part.tolist() for part in np.split(given, starts[1:])]
        scores, _ = token_scores(labels, np.split(p / p.sum(axis=1, keepdims=True), starts[1:]))
        of_texts[texts] = 1 - scores
    return of_texts[slots.text_of], time.perf_counter() - started
