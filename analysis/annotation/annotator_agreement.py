"""How far the judges of an evaluation set agree with each other, question by question and locale by locale.

Where nearly all answers are the same, alpha and kappa can be low although judges seldom differ: chance alone would
then agree nearly as often. So the share of utterances on which all agree, and how often each answer was given, stand
beside them. Agreement says how well a question can be answered, not that the answers are right.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.agreement import Coefficient, fleiss_kappa
from analysis.alpha import Alpha, measure_alpha
from analysis.annotation.judge_answers import UNNAMED, Answers, read_answers
from analysis.frames import Frame
from analysis.intervals import Interval, wilson

GRADED: Final = frozenset({"grammar_score", "spelling_score"})
"""Questions whose answers are grades in the order of their numbers; MASSIVE's others are kinds (2 is "no slots")."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A judge who differs from the others: of `n` utterances on which these all gave one answer, alone on `n_apart`.

    `interval` is Wilson's, of the share. The others are one or more.
    """

    judge: str
    n: int
    n_apart: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """Agreement of the judges of one locale on one question, over the `n` utterances that two or more answered.

    On `n_equal` all answers are the same; `equal` is Wilson's interval of that share, null of nothing. `answers` are
    those given, the most frequent first. `alpha` takes all utterances; `graded_alpha` too, with the answers as grades,
    for questions of `GRADED` whose answers are numbers. `fleiss` needs as many answers of each, so it takes the
    utterances with `n_raters`, the number that most have (the larger of two). `apart` is the judge who differs from
    the others the most surely, by the lower limit of the share; null where nobody with a name does.
    """

    locale: str
    question: str
    n: int
    n_equal: int
    equal: Interval | None
    n_judges: int
    answers: tuple[tuple[str, int], ...]
    alpha: Alpha
    graded_alpha: Alpha | None
    fleiss: Coefficient
    n_raters: int
    apart: Apart | None


@dataclass(frozen=True, slots=True)
class AnnotatorAgreement:
    """By locale and question, sorted by locale, questions as they come in the data.

    `n_unreadable` utterances have something in the column that is not read, and are left out.
    """

    questions: tuple[QuestionAgreement, ...]
    n_unreadable: int


def measure_annotator_agreement(frame: Frame) -> AnnotatorAgreement | None:
    """Return how far the judges of a frame agree; `analysis.annotation.judge_answers` says what is read.

    None where nobody answered anything.
    """
    read = read_answers(frame)
    if read is None:
        return None
    ordered = sorted(read.given.items(), key=lambda found: found[0][0])
    questions = (agreement_on(locale, question, items) for (locale, question), items in ordered)
    return AnnotatorAgreement(tuple(questions), read.n_unreadable)


def agreement_on(locale: str, question: str, given: Sequence[Answers]) -> QuestionAgreement:
    """Return the agreement on one question; `given` has the answer of each judge, utterance by utterance."""
    items = [answers for answers in given if len(answers) > 1]
    lists = [list(answers.values()) for answers in items]
    sizes = Counter(len(labels) for labels in lists)
    n_raters = max(sizes, key=lambda size: (sizes[size], size), default=0)
    counts = Counter(label for labels in lists for label in labels)
    n_equal = sum(len(set(labels)) == 1 for labels in lists)
    grades = _grades(counts) if question in GRADED else []
    return QuestionAgreement(
        locale=locale,
        question=question,
        n=len(items),
        n_equal=n_equal,
        equal=wilson(n_equal, len(items)),
        n_judges=len({judge for answers in items for judge in answers if not judge.startswith(UNNAMED)}),
        answers=tuple(sorted(counts.items(), key=lambda found: (-found[1], found[0]))),
        alpha=measure_alpha(lists),
        graded_alpha=measure_alpha(lists, grades) if grades else None,
        fleiss=fleiss_kappa([labels for labels in lists if len(labels) == n_raters]),
        n_raters=n_raters,
        apart=most_apart(items),
    )


def most_apart(items: Sequence[Answers]) -> Apart | None:
    """Return the judge who differs from the others the most surely; of equals the first by name.

    >>> most_apart([{"a": "1", "b": "1", "c": "0"}, {"a": "1", "b": "1", "c": "1"}]).judge
    'c'
    """
    n, n_apart = Counter[str](), Counter[str]()
    for answers in items:
        for judge, own in answers.items():
            others = {answer for other, answer in answers.items() if other != judge}
            if len(others) == 1 and not judge.startswith(UNNAMED):
                n[judge] += 1
                n_apart[judge] += own not in others
    found = [
        Apart(judge, n[judge], times, interval)
        for judge, times in n_apart.items()
        if times and (interval := wilson(times, n[judge]))
    ]
    return min(found, key=lambda one: (-one.interval.low, one.judge), default=None)


def _grades(counts: Counter[str]) -> list[str]:
    """Return the answers in the order of their numbers; nothing where one is no number."""
    try:
        return sorted(counts, key=float)
    except ValueError:
        return []
