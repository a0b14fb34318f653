"""What several judges answered about each utterance: the column `judgments` of an evaluation set.

It holds a list of objects, as such or as JSON text, one a judge: `worker_id` or `annotator` names the judge, every
further entry is a question with that judge's answer, as MASSIVE 1.1 publishes them:

    [{"worker_id": "8", "intent_score": 1, "slots_score": 0}, {"worker_id": "28", "intent_score": 1, "slots_score": 1}]

A null is no answer. A judge without a name is somebody else each time; of two answers of one judge the last counts.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from analysis.frames import Frame, as_lazy, require_columns

JUDGMENTS: Final = "judgments"
UNNAMED: Final = "\x00"
"""What the key of a judge without a name starts with."""

_JUDGES: Final = ("worker_id", "annotator")

Answers = dict[str, str]
"""The answer of each judge of one utterance to one question."""


@dataclass(frozen=True, slots=True)
class JudgeAnswers:
    """By locale and question, in the order in which they come, the answers about each utterance that has some.

    `n_unreadable` utterances have something else in the column than a list of such objects.
    """

    given: Mapping[tuple[str, str], list[Answers]]
    n_unreadable: int


def read_answers(frame: Frame) -> JudgeAnswers | None:
    """Read the answers of a frame with one row an utterance and its `locale`; None where no utterance has any.

    A frame without the column has none. Raises `UnknownColumn` where it has no `locale`.
    """
    lazy = as_lazy(frame)
    if JUDGMENTS not in lazy.collect_schema().names():
        return None
    require_columns(lazy, ["locale"])
    table = lazy.select("locale", JUDGMENTS).collect().to_arrow()
    given: dict[tuple[str, str], list[Answers]] = defaultdict(list)
    n_unreadable = 0
    for locale, held in zip(*(table[name].to_pylist() for name in ("locale", JUDGMENTS)), strict=True):
        judgements = judgements_of(held)
        n_unreadable += judgements is None
        for question, answers in _by_question(judgements or []).items():
            given[str(locale), question].append(answers)
    return JudgeAnswers(dict(given), n_unreadable) if given else None


def judgements_of(held: object) -> list[dict[str, Any]] | None:
    """Return the judgements in a cell, none of an empty one; None where it holds something else.

    >>> judgements_of('[{"annotator": "ann", "natural": true}]'), judgements_of(None), judgements_of("yes")
    ([{'annotator': 'ann', 'natural': True}], [], None)
    """
    try:
        read = json.loads(held or "null") if isinstance(held, str) else held
    except ValueError:
        return None
    if read is None:
        return []
    return read if isinstance(read, list) and all(isinstance(one, dict) for one in read) else None


def _by_question(judgements: list[dict[str, Any]]) -> dict[str, Answers]:
    found: dict[str, Answers] = defaultdict(dict)
    for index, one in enumerate(judgements):
        judge = next((str(one[name]) for name in _JUDGES if one.get(name) is not None), f"{UNNAMED}{index}")
        for question, answer in one.items():
            if question not in _JUDGES and answer is not None:
                found[question][judge] = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return found
