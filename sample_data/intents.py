"""The intent classifier: TF-IDF and logistic regression, one model a locale."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from sample_data.recipes import Recipe
from sample_data.tokens import tokens

N_BEST: Final = 5
LEVELS: Final = 127


class Words:
    """Cuts texts of one locale into lower-case tokens, as a vectoriser wants them."""

    def __init__(self, locale: str) -> None:
        """Fixes the locale whose way of cutting is used."""
        self.locale = locale

    def __call__(self, text: str) -> list[str]:
        """The tokens of a text."""
        return [text[start:end].lower() for start, end in tokens(text, self.locale)]


def _round_weights(model: Any) -> None:
    """Rounds the coefficients to 8 bits, with one scale for all of them."""
    scale = np.abs(model.coef_).max() / LEVELS
    model.coef_ = np.round(model.coef_ / scale) * scale


def train_intents(texts: Sequence[str], intents: Sequence[str], locale: str, recipe: Recipe) -> Any:
    """A fitted scikit-learn pipeline from texts to intent probabilities."""
    span = (1, 3) if locale == "ja-JP" else (1, 2)
    words = TfidfVectorizer(analyzer="word", tokenizer=Words(locale), token_pattern=None, ngram_range=span)
    parts = [words]
    if recipe.character_ngrams:
        parts.append(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2))
    classifier = LogisticRegression(C=recipe.intent_weight, max_iter=200, tol=1e-3)
    pipeline = make_pipeline(make_union(*parts), classifier)
    pipeline.fit(list(texts), list(intents))
    if recipe.quantisation != "none":
        _round_weights(classifier)
    return pipeline


def n_best(model: Any, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
    """The most probable intents of each text, best first, with probabilities at 4 decimals."""
    best = []
    for row in model.predict_proba(list(texts)):
        # Ties go to the name that comes first, so that two machines agree.
        order = sorted(range(len(row)), key=lambda i: (-round(float(row[i]), 4), model.classes_[i]))
        best.append([(str(model.classes_[i]), round(float(row[i]), 4)) for i in order[:N_BEST]])
    return best
