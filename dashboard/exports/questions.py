"""What annotators are asked, in words: the same in every tool."""

from typing import Final

from analysis.changes import NOTHING
from loaders.exchange import SHOWN_KEYS, Blind

QUESTIONS: Final[dict[Blind, str]] = {
    "none": "The update changed the outcome of this request. What is wrong?",
    "hidden": "What does this request mean? Choose its intent and mark its slots.",
    "shuffled": "Two answers to the same request. Which is right?",
    "gold": "Is the label of this request right? If not, choose its intent and mark its slots.",
}

MEANINGS: Final[dict[str, str]] = {
    "candidate_wrong": "the candidate's answer is wrong",
    "gold_right": "the gold label is right",
    "gold_wrong": "the gold label is wrong",
    "both_acceptable": "both answers are acceptable",
    "unclear": "cannot be decided",
    "a_right": "A is right, B is wrong",
    "b_right": "B is right, A is wrong",
    "neither_right": "both are wrong",
}
"""What each word of `loaders.exchange.VERDICT_WORDS` says."""

GUIDELINES: Final = (
    "Judge the request as a user would mean it. If the gold label is wrong, give the intent and the slots that are "
    "right; mark each slot in the text, and mark no more than its value."
)

_LABELS: Final = {"gold": "Gold", "baseline": "Baseline", "candidate": "Candidate"}


def shown_labels(blind: Blind) -> dict[str, str]:
    """Return what stands before each answer that is shown.

    >>> shown_labels("shuffled")
    {'answer_a': 'A', 'answer_b': 'B'}
    """
    found = {}
    for key in SHOWN_KEYS[blind]:
        whose, _, part = key.partition("_")
        found[key] = part.upper() if whose == "answer" else f"{_LABELS[whose]} {part}"
    return found


def shown_value(value: str | None) -> str:
    """Return an answer as it is shown; a dash where there is none."""
    return value or NOTHING
