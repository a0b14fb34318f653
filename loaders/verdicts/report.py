"""What an import did with each row."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from loaders.errors import InputError, Rejection, too_many_rejections
from loaders.judgement import JudgedPair
from loaders.judgements import Recorded
from loaders.verdicts.answer import Skipped

MAX_KEPT: Final = 10_000
"""Rows of each kind that a report keeps word for word."""


@dataclass(slots=True)
class ImportReport:
    """Counts of judgements by what became of them, and the rows that gave none, the first ten thousand of each kind.

    `n_new` were recorded, for `n_utterances` utterances (an item may stand for several), `n_derived` of them with a
    verdict that follows from the correction; `n_known` rows were imported before, `n_unchanged` say what their
    annotator said last. `remarks` are of accepted rows. `refused` tells that more were rejected than allowed, and so
    nothing was recorded. `reasons` counts the skipped rows by reason, `first_of` has the first of each.
    """

    files: tuple[str, ...] = ()
    n_new: int = 0
    n_known: int = 0
    n_unchanged: int = 0
    n_derived: int = 0
    n_skipped: int = 0
    n_rejected: int = 0
    refused: bool = False
    skipped: list[Skipped] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    remarks: list[Skipped] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    first_of: dict[str, Skipped] = field(default_factory=dict)
    new_by_pair: Counter[JudgedPair] = field(default_factory=Counter)
    new_by_annotator: Counter[str] = field(default_factory=Counter)
    judged: set[tuple[JudgedPair, str, str]] = field(default_factory=set)

    @property
    def n_utterances(self) -> int:
        """How many different utterances the new judgements are of."""
        return len(self.judged)

    def skip(self, one: Skipped) -> None:
        """Count a row that says nothing."""
        self.n_skipped += 1
        self.reasons[one.reason] += 1
        self.first_of.setdefault(one.reason, one)
        if len(self.skipped) < MAX_KEPT:
            self.skipped.append(one)

    def reject(self, one: Rejection) -> None:
        """Count a row that cannot be taken."""
        self.n_rejected += 1
        if len(self.rejections) < MAX_KEPT:
            self.rejections.append(one)

    def remark(self, one: Skipped) -> None:
        """Keep what is to be said of an accepted row."""
        if len(self.remarks) < MAX_KEPT:
            self.remarks.append(one)

    def count(self, recorded: Iterable[Recorded]) -> None:
        """Count what became of the judgements."""
        for one in recorded:
            if one.how == "known":
                self.n_known += 1
            elif one.how == "unchanged":
                self.n_unchanged += 1
            else:
                self.n_new += 1
                self.n_derived += one.judgement.derived
                said = one.judgement
                self.judged.update((said.pair, said.locale, id_) for id_ in (said.utterance_id, *said.stands_for))
                self.new_by_pair[one.judgement.pair] += 1
                self.new_by_annotator[one.judgement.annotator] += 1

    def refusal(self, allowed: int) -> InputError:
        """The error of an import that rejected more than allowed."""
        return too_many_rejections(self.rejections, self.n_rejected, allowed)
