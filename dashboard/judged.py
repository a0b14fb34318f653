"""From the judgements in the notes to what the analysis takes: standings, how flips were picked, agreement, right gold.

No Streamlit here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.adjudication import AuditSlice, Key, audit
from analysis.adjudication_words import Sample
from analysis.breakdown import break_down_by
from analysis.parts import Parts
from analysis.selection import Selection, select
from analysis.standing import Opinion, Standing, right_gold, standing_of
from analysis.verdict_report import Said, VerdictReport, find_judged, report_verdicts
from loaders.comparison import Comparison
from loaders.corrections import Correction, Verdicts
from loaders.drawn_exports import random_exports
from loaders.formats.slots import Slot
from loaders.judgement import JudgedPair, Judgement, in_time, pair_of
from loaders.judgement_text import annotator_key
from loaders.judgements import read_current, read_judged_pairs
from loaders.manifest import EvalsetManifest
from loaders.schema import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """The current judgements of a pair, the standing that each utterance has by them, and how they were picked."""

    judgements: tuple[Judgement, ...]
    standings: Mapping[Key, Standing]
    sample: Sample


def read_judged(warehouse: Path, pair: JudgedPair, until: int | None = None) -> Judged:
    """Read what holds of a pair, or held `until`; raises `InputError` as `loaders.notes` does."""
    current = read_current(warehouse, pair, until)
    drawn = random_exports(warehouse, {one.export_id for one in current if one.export_id})
    sample: Sample = "random" if all(one.export_id in drawn for one in current) else "chosen"
    return Judged(current, standings(current), sample)


def standings(current: Iterable[Judgement]) -> dict[Key, Standing]:
    """Return the standing of each utterance that has one, from the judgements that hold."""
    found = {key: standing_of(one.verdict for one in said) for key, said in _by_utterance(current).items()}
    return {key: standing for key, standing in found.items() if standing is not None}


def audit_judged(
    opened: Comparison, judged: Judged, selection: Selection, by: Sequence[str] = (), weight: str | None = None
) -> tuple[AuditSlice, ...]:
    """Count the flips of a comparison and the judged ones among them, of what the selection keeps, as `audit` does."""
    pairs = Parts(opened.pairs_in_parts()).map(lambda lazy: select(lazy, selection))
    return audit(pairs, judged.standings, selection.unit, by, weight)


def said_of(current: Iterable[Judgement]) -> tuple[Said, ...]:
    """Return the judgements that hold as the analysis takes them."""
    return tuple(
        Said((one.locale, one.utterance_id), one.annotator, opinion_of(one), one.folded_into) for one in current
    )


def opinion_of(one: Judgement) -> Opinion:
    """Return what a judgement says, without who said it."""
    slots = None if one.new_slots is None else tuple((s.name, s.value, s.start, s.end) for s in one.new_slots)
    return Opinion(one.verdict, one.new_intent, slots)


def read_verdict_report(opened: Comparison, warehouse: Path, unit: Unit, n_flips: int | None = None) -> VerdictReport:
    """Return what was said of a comparison; `n_flips` is its number of negative flips where that is known already.

    Raises `InputError` as `loaders.notes` does, and ValueError for the unit `slot`.
    """
    if unit == "slot":
        raise ValueError("annotators judge whole utterances; use the unit frame, intent or slots")
    said = said_of(read_current(warehouse, pair_of(opened)))
    pairs = Parts(opened.pairs_in_parts())
    if n_flips is None:
        (whole,) = break_down_by(pairs, unit)
        n_flips = whole.counts.n_negative_flips
    return report_verdicts(said, find_judged(pairs, said, unit), n_flips, unit)


def read_right_gold(warehouse: Path, evalset: EvalsetManifest) -> Verdicts:
    """Return the gold that annotators agree on, from all that was said on this content of the set."""
    corrections: dict[Key, Correction] = {}
    n_judgements = 0
    for key, said in read_said_of_gold(warehouse, evalset.fingerprint).items():
        right = right_gold(map(opinion_of, said))
        if right is not None:
            n_judgements += len(said)
            slots = None if right.slots is None else tuple(Slot(*slot) for slot in right.slots)
            corrections[key] = Correction(right.intent, slots)
    runs = _runs(_pairs_on(warehouse, evalset.fingerprint))
    return Verdicts(corrections, {"from": "verdicts", "n_judgements": n_judgements, "runs": runs})


def read_said_of_gold(warehouse: Path, evalset_fingerprint: str) -> dict[Key, tuple[Judgement, ...]]:
    """Return what each annotator says now of each utterance of a set, whatever runs it was said of.

    Of an annotator who judged an utterance in several pairs it is the latest.
    """
    pairs = _pairs_on(warehouse, evalset_fingerprint)
    current = [one for pair in pairs for one in read_current(warehouse, pair)]
    latest = {
        key: {annotator_key(one.annotator): one for one in sorted(said, key=in_time)}
        for key, said in _by_utterance(current).items()
    }
    return {key: tuple(said.values()) for key, said in latest.items()}


def _pairs_on(warehouse: Path, evalset_fingerprint: str) -> list[JudgedPair]:
    return [pair for pair in read_judged_pairs(warehouse) if pair.evalset_fingerprint == evalset_fingerprint]


def _runs(pairs: Sequence[JudgedPair]) -> list[str]:
    return sorted({run for pair in pairs if not pair.is_gold for run in (pair.baseline, pair.candidate)})


def _by_utterance(judgements: Iterable[Judgement]) -> dict[Key, list[Judgement]]:
    found: dict[Key, list[Judgement]] = defaultdict(list)
    for one in judgements:
        found[one.locale, one.utterance_id].append(one)
    return found
