"""How far the judges of an evaluation set agree, as `flipscope audit` prints it.

In JSON `meta.annotator_agreement` is null, or has `n_unreadable`, utterances whose judgements cannot be read, and
`questions`, one entry a locale and question: `locale`, `question`, `n` utterances with two answers or more, `n_equal`
with all answers equal, that share as `equal` with `equal_low` and `equal_high`, `n_judges`, `answers` with how often
each was given, `krippendorff_alpha` with `_low` and `_high`, `graded_alpha` with the same (null where answers are no
grades), `fleiss_kappa` of `n_fleiss` utterances with `n_raters` answers each, and `apart`, the judge who differs the
most surely from the others (null where none does): `judge`, `n_apart` of `n`, `low`, `high`.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from analysis.alpha import Alpha
from analysis.annotation.annotator_agreement import AnnotatorAgreement, Apart, QuestionAgreement
from dashboard.commands.printer import Printer
from dashboard.judge_words import HEADINGS, cells_of, unreadable_words


def agreement_meta(found: AnnotatorAgreement | None) -> dict[str, Any] | None:
    """Return the agreement as it stands in the JSON."""
    if found is None:
        return None
    return {"n_unreadable": found.n_unreadable, "questions": [_question(one) for one in found.questions]}


def lines_of(found: AnnotatorAgreement | None) -> Iterator[str]:
    """Return a line a question, for where there is no table."""
    if found is None:
        return
    for one in found.questions:
        told = (f"{heading} {cell}" for heading, cell in zip(HEADINGS[2:], cells_of(one)[2:], strict=True))
        yield f"judges of {one.locale} on {one.question}: {'; '.join(told)}"
    yield from filter(None, [unreadable_words(found)])


def print_agreement(found: AnnotatorAgreement | None, printer: Printer) -> None:
    """Print how far the judges agree; nothing where there are none."""
    if found is None:
        return
    printer.lines(["", "How far the judges of these utterances agree:"])
    printer.table(HEADINGS, [cells_of(one) for one in found.questions], HEADINGS[2:-1])
    printer.lines(filter(None, [unreadable_words(found)]))


def _question(found: QuestionAgreement) -> dict[str, Any]:
    return {
        "locale": found.locale,
        "question": found.question,
        "n": found.n,
        "n_equal": found.n_equal,
        "equal": found.n_equal / found.n if found.n else None,
        "equal_low": found.equal and found.equal.low,
        "equal_high": found.equal and found.equal.high,
        "n_judges": found.n_judges,
        "answers": dict(found.answers),
        **_alpha("krippendorff_alpha", found.alpha),
        **_alpha("graded_alpha", found.graded_alpha),
        "fleiss_kappa": found.fleiss.value,
        "n_fleiss": found.fleiss.n,
        "n_raters": found.n_raters,
        "apart": _apart(found.apart),
    }


def _alpha(name: str, found: Alpha | None) -> dict[str, float | None]:
    interval = found.interval if found else None
    return {
        name: found.value if found else None,
        f"{name}_low": interval.low if interval else None,
        f"{name}_high": interval.high if interval else None,
    }


def _apart(found: Apart | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"judge": found.judge, "n": found.n, "n_apart": found.n_apart, **asdict(found.interval)}
