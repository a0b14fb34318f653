"""What an annotator says of a flipped utterance, or of its gold alone, and which of all that was said holds.

A judgement belongs to what was judged, by fingerprint: an evaluation set, a baseline, a candidate, and one utterance.
One of the gold alone has no runs: their names and fingerprints are empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from loaders.comparison import Comparison
from loaders.formats.slots import Slot
from loaders.judgement_text import annotator_key
from loaders.manifest import EvalsetManifest
from loaders.schema import Verdict

OWN_TOOL: Final = "flipscope"
"""The tool of judgements given on the pages."""


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """Two runs on one evaluation set; the fingerprints tell which, the names are those they had when it was judged."""

    evalset: str
    evalset_fingerprint: str
    baseline: str
    baseline_fingerprint: str
    candidate: str
    candidate_fingerprint: str

    @property
    def fingerprints(self) -> tuple[str, str, str]:
        """What identifies the pair, whatever its files are called."""
        return self.evalset_fingerprint, self.baseline_fingerprint, self.candidate_fingerprint

    @property
    def is_gold(self) -> bool:
        """Is the gold alone judged, without runs?"""
        return not (self.baseline_fingerprint or self.candidate_fingerprint)


def pair_of(opened: Comparison) -> JudgedPair:
    """Return what a judgement on a comparison belongs to."""
    evalset, baseline, candidate = opened.evalset, opened.baseline, opened.candidate
    return JudgedPair(
        *(evalset.name, evalset.fingerprint),
        *(baseline.name, baseline.fingerprint),
        *(candidate.name, candidate.fingerprint),
    )


def gold_of(evalset: EvalsetManifest) -> JudgedPair:
    """Return what a judgement on the gold alone belongs to, whatever runs say: an evaluation set without any."""
    return JudgedPair(evalset.name, evalset.fingerprint, "", "", "", "")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one annotator said of one utterance.

    `verdict` is None where only a correction or a note was given; `derived` says that it follows from the correction
    rather than from the annotator's own choice. `new_intent` and `new_slots` are the gold that the annotator would
    have, None where nothing was said about it. `judged_at` is the tool's time; left empty, that of recording.
    `tool_row_id` and `source_sha` say which row of which file it came from, each row of its own; left empty, it is by
    itself.
    `stands_for` are the ids of further utterances of the locale that the annotator's item stood for; in `current_of`
    each has the judgement too, with the id that was shown as `folded_into`. `withdraws` is the id of a judgement that
    this row takes back, and then it says nothing else. `id` and `recorded_at` are given when it is recorded. All times
    are UTC, ISO 8601 with milliseconds.
    """

    pair: JudgedPair
    locale: str
    utterance_id: str
    text_sha: str
    annotator: str
    verdict: Verdict | None = None
    new_intent: str | None = None
    new_slots: tuple[Slot, ...] | None = None
    note: str = ""
    derived: bool = False
    judged_at: str = ""
    tool: str = OWN_TOOL
    tool_row_id: str = ""
    source_sha: str = ""
    export_id: str | None = None
    stands_for: tuple[str, ...] = ()
    folded_into: str | None = None
    withdraws: int | None = None
    recorded_at: str = ""
    id: int = 0


def in_time(one: Judgement) -> tuple[str, int]:
    """Return what judgements are ordered by: of two of the same time the one recorded later comes last."""
    return one.judged_at, one.id


def current_of(history: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that hold, by utterance and annotator: the latest of each that was not withdrawn.

    A judgement on an item that stands for several utterances is one of each of them.
    """
    gone = withdrawn_ids(history)
    latest: dict[tuple[str, str, str], Judgement] = {}
    for said in sorted(history, key=in_time):
        if said.withdraws is None and said.id not in gone:
            for one in _of_each_utterance(said):
                latest[one.locale, one.utterance_id, annotator_key(one.annotator)] = one
    return tuple(latest[key] for key in sorted(latest))


def withdrawn_ids(history: Iterable[Judgement]) -> frozenset[int]:
    """Return the ids of what was withdrawn; a withdrawal that was itself withdrawn takes nothing back."""
    gone: set[int] = set()
    for one in sorted(history, key=lambda one: one.id, reverse=True):
        if one.withdraws is not None and one.id not in gone:
            gone.add(one.withdraws)
    return frozenset(gone)


def _of_each_utterance(said: Judgement) -> Iterable[Judgement]:
    yield said
    for utterance_id in said.stands_for:
        yield replace(said, utterance_id=utterance_id, stands_for=(), folded_into=said.utterance_id)
