"""From the judgements in the notes to what the analysis counts. No Streamlit here."""

from collections.abc import Iterable
from pathlib import Path

from analysis.breakdown import break_down_by
from analysis.parts import Parts
from analysis.standing import Opinion
from analysis.verdict_report import Said, VerdictReport, find_judged, report_verdicts
from loaders.comparison import Comparison
from loaders.judgement import Judgement, pair_of
from loaders.judgements import read_current
from loaders.schema import Unit


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
