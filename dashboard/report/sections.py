"""Makes the document of a report: what is said first, and its sections in the order in which they are asked for."""

from collections.abc import Sequence
from typing import Final

from analysis.certainty import intervals_of, say_certainty
from analysis.gate.decision import GateDecision
from analysis.report import MUST_PASS_TOP, Report, Trend
from analysis.report_examples import MOST_EXAMPLES
from dashboard import wording
from dashboard.commands.comparability import difference_line
from dashboard.components.gate_words import title_of
from dashboard.components.headline_tiles import headline_tiles, must_pass_tile, semer_tile, stayed_right_tile
from dashboard.figures.utterance import read_utterance
from dashboard.report import drawings, tables
from dashboard.report.document import Document, Section, Table
from dashboard.report.gold import gold_section
from dashboard.report.metric_table import metric_table
from dashboard.report.verdicts import verdicts_section
from dashboard.tile import Tile


def document_of(report: Report, manifest: Sequence[Table] = ()) -> Document:
    """Return the report as something to read; `manifest` tells what it was made from."""
    baseline, candidate, decision = report.baseline.name, report.candidate.name, report.decision
    facts = (report.baseline, report.candidate)
    said = (
        report.headline.detail,
        report.traffic,
        wording.left_out([(f.name, f.n_missing, f.missing_policy) for f in facts]),
    )
    return Document(
        title=report.headline.title,
        about=f"{baseline} → {candidate} on {report.evalset}, judged by {report.unit}",
        lede=" ".join(part for part in said if part),
        decision=None if decision is None else decision.decision,
        reason="" if decision is None else f"{title_of(decision)} {decision.reason}",
        warnings=tuple(
            difference_line(one, baseline, candidate) for one in report.differences if one.severity != "note"
        ),
        tiles=_tiles(report),
        certainty=say_certainty(report.whole.counts),
        sections=tuple(section for section in _sections(report, manifest) if section is not None),
    )


def _tiles(report: Report) -> tuple[Tile, ...]:
    counts = report.whole.counts
    intervals = intervals_of(counts)
    last = must_pass_tile(report.must_pass, MUST_PASS_TOP) if report.must_pass else stayed_right_tile(counts, intervals)
    return (*headline_tiles(counts, report.unit, "utterances", intervals), semer_tile(report.semer), last)


def _sections(report: Report, manifest: Sequence[Table]) -> tuple[Section | None, ...]:
    return (
        _goals(report.decision) if report.decision else None,
        Section("changed", "What changed", figures=(drawings.flow(report),), tables=_changed(report)),
        verdicts_section(report.verdicts) if report.verdicts else None,
        gold_section(report.gold) if report.gold else None,
        _places(report),
        _must_pass(report),
        _slices(report),
        _causes(report),
        _trend(report.trend) if report.trend else None,
        _examples(report),
        Section("methods", "Methods and denominators", _METHODS, tables=(metric_table(report),)),
        Section("manifest", "Made from", _MADE, tables=tuple(manifest)) if manifest else None,
    )


def _goals(decision: GateDecision) -> Section:
    why = tables.reasons(decision)
    return Section("goals", "Goals", tables=(tables.goals(decision), *((why,) if why.rows else ())))


def _changed(report: Report) -> tuple[Table, ...]:
    return tables.outcomes(report), tables.units(report)


def _places(report: Report) -> Section:
    figures = (*drawings.heat_maps(report), *drawings.changes(report))
    known = [part for part in report.domains if part.values["domain"] is not None]
    listed = (("locale", report.locales), *((("domain", report.domains),) if known else ()))
    found = tuple(tables.places(column, slices) for column, slices in listed)
    return Section("where", "Where it broke: locales and domains", figures=figures, tables=found)


def _must_pass(report: Report) -> Section:
    result = report.must_pass
    if result is None:
        said = "The evaluation set does not say how often each utterance is asked, so none is the most frequent."
        return Section("must-pass", "What must never fail", (said,))
    listed = f"The {MUST_PASS_TOP} most frequent utterances of each locale, {wording.count(result.n_listed)} in all: "
    still = f"{result.n_still_wrong:,} were wrong before and still are"
    found = f"{result.n_passed:,} passed, {result.n_broke:,} broke, {still}."
    failed = (tables.failures(report),) if report.failures else ()
    return Section("must-pass", "What must never fail", (listed + found,), tables=failed)


def _slices(report: Report) -> Section | None:
    search = report.found
    if search is None:
        return None
    looked, columns = wording.count(search.n_looked_at), ", ".join(search.columns)
    said = (
        f"{looked} slices were looked at: all conjunctions of up to {search.depth} conditions on {columns}, of "
        f"{search.min_support:,} utterances or more. p is corrected for having looked at all of them."
    )
    if not search.slices:
        none = f"None broke far more than the rest, beyond what chance explains. {said}"
        return Section("slices", "Worst slices", (none,))
    figures = (drawings.found_slices(search),)
    return Section("slices", "Worst slices", (said,), figures, (tables.found_slices(search),))


def _causes(report: Report) -> Section:
    if not report.causes.n:
        return Section("causes", "Why it broke", ("Nothing broke.",))
    return Section(
        "causes", "Why it broke", (wording.CAUSE_HELP,), (drawings.causes(report),), (tables.causes(report),)
    )


def _trend(found: Trend) -> Section:
    counts = found.whole.counts
    last = found.runs[-1]
    said = (
        f"{wording.plural(counts.n_lost, 'utterance')} of {wording.count(counts.n)} were right in an earlier version "
        f"and are wrong in {last}; {wording.count(counts.n_flapping)} changed at least twice."
    )
    panels = drawings.trend(found)
    left_out = len(found.locales) - drawings.MOST_PANELS
    more = (f"{drawings.MOST_PANELS} of {len(found.locales):,} locales are drawn, the largest loss first.",)
    paragraphs = (said, *(more if left_out > 0 else ()))
    return Section("trend", "Version by version", paragraphs, panels, (tables.trend(found),))


def _examples(report: Report) -> Section:
    n = report.whole.counts.n_negative_flips
    if not report.examples:
        return Section("examples", "Examples", ("Nothing broke.",))
    order = "most traffic first" if report.traffic else "of each locale in turn"
    shown = (
        f"{len(report.examples):,} of {wording.plural(n, 'utterance')} that broke, {order}; {MOST_EXAMPLES} at most."
    )
    utterances = tuple(read_utterance(row, report.unit) for row in report.examples)
    said = (f"{shown} Gold slots are marked.",)
    known = bool(report.traffic)
    return Section("examples", "Examples of what broke", said, examples=utterances, knows_traffic=known)


_METHODS: Final = (
    "Each utterance is judged once a run. Frame: intent and all slots are right; intent: the intent alone; slots: all "
    "slots together. Slots are equal when names are equal and values are equal after Unicode NFC, casefolding and "
    "collapsing of white space.",
    "CC: right in both runs; NF: broke, right in the baseline and wrong in the candidate; PF: fixed, the other way "
    "round; WW: wrong in both; N: all. A rate without a denominator is undefined and shown as –.",
    "Rates have Wilson's 95 % interval, the accuracy change Tango's, SemER the percentile interval of 10,000 paired "
    "resamples. p of a change is McNemar's mid-p; adj. p is adjusted for the number of rows by Benjamini and Hochberg, "
    "and – where so few flips could never tell.",
)
_MADE: Final = ("The same data and the same command give the same file, byte by byte.",)
