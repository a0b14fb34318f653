"""How the detectors of suspect golds are called: a word for a chip, a name, and what each sees, in a sentence."""

from typing import Final, NamedTuple


class _Words(NamedTuple):
    mark: str
    name: str
    sees: str


_WORDS: Final[dict[str, _Words]] = {
    "same_text": _Words("text", "Same text", "The same text in the same locale has another gold elsewhere in the set."),
    "guideline_break": _Words(
        "break",
        "Guideline break",
        "In a stretch of days, an annotator or all of them labelled otherwise than others do on comparable requests.",
    ),
    "near_duplicates": _Words(
        "near", "Near duplicates", "Most texts that differ in little more than slot values have another intent."
    ),
    "semantic_duplicates": _Words(
        "meaning", "Near in meaning", "Most requests nearest in meaning, by a language model, have another intent."
    ),
    "variation": _Words(
        "words", "Same words", "The same words in the same surroundings are marked otherwise elsewhere, or not at all."
    ),
    "parallel_requests": _Words(
        "locales", "Other locales", "Most other locales have another intent, or other slots, for this request."
    ),
    "learned_intent": _Words(
        "intent", "Intent model", "A simple model that learned from the other texts would give another intent."
    ),
    "learned_slot": _Words(
        "slot", "Slot model", "A simple tagger that learned from the other texts would mark a word otherwise."
    ),
    "models_agree": _Words(
        "agree", "Both models", "Both runs give the same answer, and it is not the gold. Weak by itself."
    ),
    "run_confidence": _Words(
        "sure", "Runs’ confidence", "By their own probabilities both runs are surer of another intent."
    ),
}


def detector_mark(detector: str) -> str:
    """Return one word for a detector.

    >>> detector_mark("same_text"), detector_mark("meaning_of_text")
    ('text', 'meaning')
    """
    return _WORDS[detector].mark if detector in _WORDS else detector.partition("_")[0]


def detector_name(detector: str) -> str:
    """Return the name of a detector; one that is not known here is written out.

    >>> detector_name("same_text"), detector_name("meaning_of_text")
    ('Same text', 'Meaning of text')
    """
    return _WORDS[detector].name if detector in _WORDS else detector.replace("_", " ").capitalize()


def detector_help(detector: str) -> str:
    """Return what a detector sees, "" of one that is not known here."""
    return _WORDS[detector].sees if detector in _WORDS else ""
