"""The slot tagger: a linear classifier over BIO tags, greedy from left to right, one model a locale."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from sample_data.recipes import Recipe
from sample_data.rendering import Slot
from sample_data.tokens import tokens
from sample_data.training_data import Example

Span = tuple[int, int]
OUTSIDE: Final = "O"
# Japanese tokens are single characters and need a wider view.
REACH: Final[Mapping[str, int]] = {"ja-JP": 4}


def bio_tags(spans: Sequence[Span], slots: Sequence[Slot]) -> list[str]:
    """The tag of each token: ``B-name`` or ``I-name`` within a slot, ``O`` elsewhere."""
    tags = [OUTSIDE] * len(spans)
    for slot in slots:
        for position, (start, end) in enumerate(spans):
            if slot.start <= start and end <= slot.end:
                tags[position] = ("B-" if start == slot.start else "I-") + slot.name
    return tags


def slots_of(text: str, spans: Sequence[Span], tags: Sequence[str]) -> list[Slot]:
    """The slots that a sequence of tags marks; an ``I-`` that continues nothing starts a slot."""
    found: list[Slot] = []
    previous = OUTSIDE
    for (start, end), tag in zip(spans, tags, strict=True):
        name = tag[2:]
        if tag.startswith("I-") and previous[2:] == name:
            begin = found.pop().start
            found.append(Slot(name, text[begin:end], begin, end))
        elif tag != OUTSIDE:
            found.append(Slot(name, text[start:end], start, end))
        previous = tag
    return found


class Tagger:
    """Tags the tokens of one locale, knowing the intent and the two tags before."""

    def __init__(self, locale: str, recipe: Recipe) -> None:
        """An untrained tagger with the features of the recipe."""
        self.locale = locale
        self.reach = REACH.get(locale, 2)
        self.shapes = recipe.shape_features
        self.model: Any = make_pipeline(
            # DictVectorizer gives 64-bit indices here, which liblinear refuses.
            CountVectorizer(analyzer=list),
            LinearSVC(C=0.5, random_state=0, tol=1e-3, max_iter=2000),
        )

    def _features(self, words: Sequence[str], at: int, before: Sequence[str], intent: str) -> list[str]:
        features = {"intent": intent, "tag-1": before[-1], "tag-2": before[-2]}
        features["tags"] = f"{before[-2]} {before[-1]}"
        features["intent+tag-1"] = f"{intent} {before[-1]}"
        for offset in range(-self.reach, self.reach + 1):
            inside = 0 <= at + offset < len(words)
            features[f"word{offset:+d}"] = words[at + offset] if inside else "<edge>"
        features["pair-1"] = f"{features['word-1']} {words[at]}"
        features["pair+1"] = f"{words[at]} {features['word+1']}"
        if self.shapes:
            features["around"] = f"{features['word-1']} {features['word+1']}"
            features["behind"] = f"{features['word-2']} {features['word-1']}"
            features["tail"] = words[at][-3:]
            features["intent+word-1"] = f"{intent} {features['word-1']}"
        return [f"{name}={value}" for name, value in features.items()]

    def fit(self, examples: Sequence[Example]) -> "Tagger":
        """Learns from the right tags before; returns itself."""
        rows, labels = [], []
        for example in examples:
            spans = tokens(example.text, self.locale)
            words = [example.text[start:end].lower() for start, end in spans]
            tags = bio_tags(spans, example.slots)
            for at in range(len(words)):
                before = [OUTSIDE, OUTSIDE, *tags[:at]]
                rows.append(self._features(words, at, before, example.intent))
            labels += tags
        self.model.fit(rows, labels)
        return self

    def tag(self, texts: Sequence[str], intents: Sequence[str]) -> list[list[Slot]]:
        """The slots of each text, given its intent.

        All texts advance together, token by token: one call of the model a position, not one a token.
        """
        spans = [tokens(text, self.locale) for text in texts]
        words = [[t[a:b].lower() for a, b in s] for t, s in zip(texts, spans, strict=True)]
        tags: list[list[str]] = [[OUTSIDE, OUTSIDE] for _ in texts]
        for at in range(max(map(len, words), default=0)):
            open_texts = [i for i, row in enumerate(words) if at < len(row)]
            rows = [self._features(words[i], at, tags[i], intents[i]) for i in open_texts]
            for i, tag in zip(open_texts, self.model.predict(rows), strict=True):
                tags[i].append(str(tag))
        return [slots_of(t, s, g[2:]) for t, s, g in zip(texts, spans, tags, strict=True)]
