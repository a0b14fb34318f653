"""Trains one version in one locale and turns its answers into prediction records."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sample_data.chance import fraction
from sample_data.intents import n_best, train_intents
from sample_data.recipes import Recipe
from sample_data.tagger import Tagger
from sample_data.tokens import tokens
from sample_data.training_data import training_rows

# The cost model: milliseconds for a call, for a token, for the extra features; and a spread around it.
CALL_MS: Final = 6.0
TOKEN_MS: Final = 0.9
CHARACTER_MS: Final = 0.12
SHAPE_MS: Final = 0.25
SPREAD: Final = 0.3
QUANTISED: Final = 0.7


def latency_ms(text: str, locale: str, utterance_id: str, recipe: Recipe) -> float:
    """What a call would cost by the cost model, in milliseconds; nothing is measured."""
    n_tokens = len(tokens(text, locale))
    cost = CALL_MS + TOKEN_MS * n_tokens
    cost += CHARACTER_MS * len(text) * recipe.character_ngrams + SHAPE_MS * n_tokens * recipe.shape_features
    if recipe.quantisation != "none":
        cost *= QUANTISED
    return round(cost * (1 + SPREAD * fraction("latency", recipe.version, locale, utterance_id)), 1)


def predict_locale(recipe: Recipe, locale: str, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Prediction records for the evaluation rows of one locale, in their order."""
    examples = training_rows(recipe, locale)
    classifier = train_intents([e.text for e in examples], [e.intent for e in examples], locale, recipe)
    tagger = Tagger(locale, recipe).fit(examples)
    texts = [row["text"] for row in rows]
    best = n_best(classifier, texts)
    slots = tagger.tag(texts, [candidates[0][0] for candidates in best])
    return [
        {
            "utterance_id": row["utterance_id"],
            "locale": locale,
            "intent": candidates[0][0],
            "slots": [slot.as_json() for slot in marked],
            "confidence": candidates[0][1],
            "nbest": [{"intent": name, "score": score} for name, score in candidates],
            "latency_ms": latency_ms(row["text"], locale, row["utterance_id"], recipe),
        }
        for row, candidates, marked in zip(rows, best, slots, strict=True)
    ]
