"""All that a report on two runs shows, as one frozen object: what the pages compute, for someone who was not there.

What grows with the data is capped, so that a report of any evaluation set can be sent: the caps are the constants
below, and every list says of how many it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from analysis.adjudication import AuditSlice
from analysis.adjudication_words import Sample
from analysis.annotation.label_noise import FlipsByGold, flips_by_gold
from analysis.bands import FREQUENCY_BAND, add_frequency_band, find_band_limits
from analysis.breakdown import Slice, break_down_by
from analysis.cause_counts import CauseCounts, count_causes
from analysis.chain import ChainSlice
from analysis.comparability import Difference, RunFacts, find_differences
from analysis.cube import roll_up
from analysis.frames import Row, as_lazy
from analysis.frequencies import FREQUENCY, has_traffic
from analysis.gate.decision import GateDecision
from analysis.intent_coverage import cover_intents
from analysis.must_pass import MustPass, check_must_pass, most_frequent_rows
from analysis.predictions import Compared
from analysis.report_examples import most_asked, of_each_locale
from analysis.report_source import Source, fetch_rows, source_in_memory
from analysis.selection import Selection
from analysis.slice_search import SliceSearch, find_slices
from analysis.slot_resampling import SemerChange, semer_change
from analysis.summary import Headline, by_traffic, headline, summarise_slices
from analysis.traffic import count_traffic
from analysis.traffic_rates import n_effective
from analysis.verdict_report import VerdictReport
from loaders.schema import UTTERANCE_UNITS, Unit

MUST_PASS_TOP: Final = 10
"""So many of each locale must not fail, as on the pages."""

MOST_FAILURES: Final = 30
"""Utterances of the must-pass list that failed and are shown."""

MOST_SLICES: Final = 10
"""Slices that broke far more than the rest."""

MOST_RESAMPLED: Final = 2_000_000
"""SemER has its interval up to so many utterances, as on the pages."""


@dataclass(frozen=True)
class Trend:
    """Versions in order, the oldest first: their counts of everything, and of each locale."""

    runs: tuple[str, ...]
    whole: ChainSlice
    locales: tuple[ChainSlice, ...]


@dataclass(frozen=True)
class Verdicts:
    """What annotators said: the flips and the judged ones of everything, how these were picked, and who agrees."""

    audit: AuditSlice
    sample: Sample
    said: VerdictReport


@dataclass(frozen=True)
class Report:
    """What is told of two runs; each utterance counts once, but in `traffic`.

    `cells` are the slices of `unit` by locale and domain, `locales` and `domains` their sums; without a domain in the
    data its slice is null. `overall` has a slice a unit. `must_pass` is None where nobody knows what is asked often;
    `failures` and `examples` are rows of the pair frame, the most asked first; examples are of each locale in turn
    where nobody knows. `decision`, `trend`, `verdicts` and `gold` are None where no gate was asked, no earlier version
    was named, nobody judged anything, and the gold was not audited.
    """

    evalset: str
    baseline: RunFacts
    candidate: RunFacts
    unit: Unit
    headline: Headline
    traffic: str
    differences: tuple[Difference, ...]
    overall: tuple[Slice, ...]
    semer: SemerChange
    cells: tuple[Slice, ...]
    locales: tuple[Slice, ...]
    domains: tuple[Slice, ...]
    must_pass: MustPass | None
    failures: tuple[Row, ...]
    found: SliceSearch | None
    causes: CauseCounts
    examples: tuple[Row, ...]
    decision: GateDecision | None = None
    trend: Trend | None = None
    verdicts: Verdicts | None = None
    gold: FlipsByGold | None = None

    @property
    def whole(self) -> Slice:
        """All utterances, judged by the unit of the report."""
        (found,) = (part for part in self.overall if part.unit == self.unit)
        return found


def make_report(
    compared: Compared,
    evalset: str = "gold",
    baseline: str = "baseline",
    candidate: str = "candidate",
    unit: Unit = "frame",
    trend: Trend | None = None,
) -> Report:
    """Return the report on two runs that were compared in memory, under these names. Raises as `report_on` does."""
    return report_on(source_in_memory(compared, evalset, baseline, candidate), unit, trend=trend)


def report_on(
    source: Source,
    unit: Unit = "frame",
    decision: GateDecision | None = None,
    trend: Trend | None = None,
    verdicts: Verdicts | None = None,
    suspects: Sequence[int] | None = None,
) -> Report:
    """Count, test, search and list all that a report shows, judged by frame, intent or slots.

    `suspects` are the rows of golds that look wrong. Nothing to compare gives empty lists and undefined rates. Raises
    ValueError for the unit `slot`.
    """
    if unit not in UTTERANCE_UNITS:
        raise ValueError(f"a report judges whole utterances: {', '.join(UTTERANCE_UNITS)}, not {unit!r}")
    cells = break_down_by(source.parts, UTTERANCE_UNITS, ("locale", "domain"))
    of_unit = tuple(part for part in cells if part.unit == unit)
    locales = roll_up(of_unit, ("locale",))
    overall = roll_up(cells, ()) or break_down_by(source.parts, UTTERANCE_UNITS)
    knows_traffic = has_traffic(source.pairs)
    rows = most_frequent_rows(source.pairs, MUST_PASS_TOP) if knows_traffic else ()
    must_pass = check_must_pass(source.pairs, rows, unit) if knows_traffic else None
    broke = Selection(unit, ("negative_flip",))
    (causes,) = count_causes(source.parts, broke)
    examples = most_asked(source.pairs, broke) if knows_traffic else of_each_locale(source.pairs, broke, locales)
    coverage = cover_intents(source.parts, unit, source.intents)
    return Report(
        evalset=source.evalset,
        baseline=source.baseline,
        candidate=source.candidate,
        unit=unit,
        headline=headline(summarise_slices(locales, [unit]), unit, source.candidate.name),
        traffic=_traffic(source, unit) if knows_traffic else "",
        differences=tuple(find_differences(source.baseline, source.candidate, coverage)),
        overall=overall,
        semer=semer_change(source.parts, most_resampled=MOST_RESAMPLED),
        cells=of_unit,
        locales=locales,
        domains=roll_up(of_unit, ("domain",)),
        must_pass=must_pass,
        failures=fetch_rows(
            source, [failure.row for failure in must_pass.failures[:MOST_FAILURES]] if must_pass else []
        ),
        found=_search(source, unit) if cells else None,
        causes=causes,
        examples=fetch_rows(source, examples),
        decision=decision,
        trend=trend,
        verdicts=verdicts,
        gold=None if suspects is None else flips_by_gold(source.parts, suspects, unit),
    )


def _traffic(source: Source, unit: Unit) -> str:
    """Say what traffic says, as the page Overview does."""
    (whole,) = break_down_by(source.parts, unit, (), FREQUENCY)
    (weights,) = count_traffic(source.parts, unit, weight=FREQUENCY)
    return by_traffic(whole.counts, n_effective(weights.counts))


def _search(source: Source, unit: Unit) -> SliceSearch:
    parts = source.parts
    if FREQUENCY_BAND not in as_lazy(source.pairs).collect_schema().names():
        limits = find_band_limits(source.pairs)
        parts = parts.map(lambda lazy: add_frequency_band(lazy, limits))
    return find_slices(parts, unit, top=MOST_SLICES)
