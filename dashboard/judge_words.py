"""What people read of the agreement between the judges of an evaluation set; command line and page say the same."""

from typing import Final

from analysis.alpha import Alpha
from analysis.annotation.annotator_agreement import AnnotatorAgreement, Apart, QuestionAgreement
from dashboard import wording
from dashboard.verdict_words import COEFFICIENT_HELP, coefficient

HEADINGS: Final = ("locale", "question", "utterances", "all agree", "95 %", "α", "95 % of α", "κ", "differs most")

EQUAL_HELP: Final = "Utterances of which all judges say the same, of those that two or more judged."
ALPHA_HELP: Final = (
    f"Krippendorff's alpha, which takes every utterance with two or more answers. {COEFFICIENT_HELP} Its interval "
    "tells what other utterances would give, not what other judges would. Grades: with the answers as grades, so that "
    "near ones differ less."
)
KAPPA_HELP: Final = f"Fleiss' kappa, which takes utterances with equally many answers, as most have. {COEFFICIENT_HELP}"
APART_HELP: Final = (
    "The judge who most surely differs from the others, of the utterances on which all others gave one answer; "
    "95 % in brackets. Who differs may be the one who looked."
)


def cells_of(found: QuestionAgreement) -> tuple[str, ...]:
    """Return a question as a row of a table, in the order of `HEADINGS`."""
    share = found.n_equal / found.n if found.n else None
    equal = (wording.percent(share), wording.limits(found.equal, 1))
    return (
        found.locale,
        found.question,
        wording.count(found.n),
        *equal,
        _alpha(found),
        _limits(found),
        coefficient(found.fleiss),
        apart_words(found.apart),
    )


def apart_words(apart: Apart | None) -> str:
    """Return who differs from the others, how often, and of how many."""
    if apart is None:
        return wording.UNDEFINED
    share = wording.percent(apart.n_apart / apart.n)
    return f"judge {apart.judge}: {share} of {wording.count(apart.n)} ({wording.limits(apart.interval, 1)})"


def unreadable_words(found: AnnotatorAgreement) -> str:
    """Return how many utterances have judgements that cannot be read; empty where none has."""
    if not found.n_unreadable:
        return ""
    return f"{wording.plural(found.n_unreadable, 'utterance')} left out: no list of judgements in the column judgments"


def _alpha(found: QuestionAgreement) -> str:
    graded = found.graded_alpha
    return coefficient(found.alpha.value) + (f", as grades {coefficient(graded.value)}" if graded else "")


def _limits(found: QuestionAgreement) -> str:
    return ", ".join(_between(alpha) for alpha in (found.alpha, found.graded_alpha) if alpha)


def _between(alpha: Alpha) -> str:
    if alpha.interval is None:
        return wording.UNDEFINED
    return f"{coefficient(alpha.interval.low)} to {coefficient(alpha.interval.high)}"
