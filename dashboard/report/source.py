"""What a report reads of two runs in a warehouse, and of the versions before them."""

from collections.abc import Sequence
from typing import Final

from analysis.chain import count_patterns, sum_slices
from analysis.parts import Parts
from analysis.report import Trend, Verdicts
from analysis.report_source import Source
from analysis.selection import Selection
from analysis.verdict_report import find_judged, report_verdicts
from dashboard.commands.comparability import facts_of
from dashboard.judged import audit_judged, read_judged, said_of
from dashboard.suspect_golds import Rows, find_suspect_golds
from loaders.chain import chain
from loaders.comparison import Comparison
from loaders.judgement import pair_of
from loaders.schema import Unit
from loaders.warehouse import Warehouse

MOST_AUDITED: Final = 10_000
"""Up to so many utterances a report tells what an audit of the gold says: it takes seconds."""


def source_of(opened: Comparison) -> Source:
    """Return an opened comparison as a report reads it."""
    return Source(
        opened.evalset.name,
        facts_of(opened.baseline),
        facts_of(opened.candidate),
        opened.pairs(),
        Parts(opened.pairs_in_parts()),
        opened.pairs_at,
        opened.intents(),
    )


def trend_of(warehouse: Warehouse, runs: Sequence[str], unit: Unit) -> Trend:
    """Return these versions in order, the oldest first; raises `InputError` as a chain of them does."""
    with chain(warehouse, runs) as opened:
        locales = count_patterns(opened.utterances(), opened.correct(unit), ("locale",))
    return Trend(tuple(runs), sum_slices(locales, len(runs)), locales)


def suspects_of(warehouse: Warehouse, opened: Comparison) -> Rows | None:
    """Return which golds look wrong; None of a set so large that a report would wait for its audit."""
    return find_suspect_golds(warehouse, opened.evalset) if opened.evalset.n_utterances <= MOST_AUDITED else None


def verdicts_of(warehouse: Warehouse, opened: Comparison, unit: Unit) -> Verdicts | None:
    """Return what annotators said of a comparison; None where they said nothing of its utterances."""
    judged = read_judged(warehouse.path, pair_of(opened))
    if not judged.judgements:
        return None
    (whole,) = audit_judged(opened, judged, Selection(unit))
    said = said_of(judged.judgements)
    found = report_verdicts(said, find_judged(Parts(opened.pairs_in_parts()), said, unit), whole.flips.n, unit)
    return Verdicts(whole, judged.sample, found) if found.n_judgements else None
