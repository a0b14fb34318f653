"""The tables of the report."""

from collections.abc import Sequence
from typing import Final

from analysis.breakdown import Slice
from analysis.causes import CAUSES
from analysis.certainty import judge_slices, judge_whole
from analysis.chain_counts import steps
from analysis.frames import Row
from analysis.gate.decision import GateDecision
from analysis.intervals import tango, wilson
from analysis.metrics import accuracy_baseline, accuracy_candidate, accuracy_change, nfi, nfr, pfr
from analysis.report import Report, Trend
from analysis.slice_search import SliceSearch
from dashboard import wording
from dashboard.commands import cells
from dashboard.commands.gate_rows import HEADINGS, NUMERIC, WORDS, reasons_of, table_rows
from dashboard.commands.must_pass_rows import error_of
from dashboard.report.document import DECIDED, Cell, Cells, Table
from loaders.schema import OUTCOMES

MOST_PLACES: Final = 40
"""Rows of a table of locales or domains: those where most broke."""

_FIGURES: Final = (
    "n",
    "accuracy",
    "change",
    "95 % (pp)",
    "p",
    "broke",
    "NFR",
    "95 % of NFR (%)",
    "fixed",
    "PFR",
    "NFI",
)


def units(report: Report) -> Table:
    """Return the headline figures of frame, intent and slots."""
    rows = tuple(
        (wording.UNIT_LABELS[part.unit], *_figures(part, judge_whole(part).p_value)) for part in report.overall
    )
    return Table("Judged by frame, intent and slots", ("judged by", *_FIGURES), rows, _FIGURES)


def places(column: str, slices: Sequence[Slice]) -> Table:
    """Return the figures by locale or domain, p adjusted for their number; most broken first."""
    q_values = [certainty.q_value for certainty in judge_slices(slices)]
    ranked = sorted(
        zip(slices, q_values, strict=True), key=lambda one: (-(nfr(one[0].counts) or 0), str(one[0].values[column]))
    )
    rows = tuple((cells.text(part.values[column]), *_figures(part, q)) for part, q in ranked[:MOST_PLACES])
    left_out = f"{MOST_PLACES} of {len(slices):,}, the highest NFR first" if len(slices) > MOST_PLACES else ""
    headings = tuple("adj. p" if heading == "p" else heading for heading in _FIGURES)
    return Table(f"By {column}", (column, *headings), rows, headings, left_out)


def _figures(part: Slice, p: float | None) -> Cells:
    counts = part.counts
    change = accuracy_change(counts)
    tango_limits = tango(counts.n_positive_flips, counts.n_negative_flips, counts.n)
    return (
        wording.count(counts.n),
        f"{wording.percent(accuracy_baseline(counts))} → {wording.percent(accuracy_candidate(counts))}",
        Cell(wording.points(change), "broke" if (change or 0) < 0 else "fixed" if (change or 0) > 0 else ""),
        wording.limits_of_change(tango_limits),
        cells.chance(p),
        wording.count(counts.n_negative_flips),
        wording.percent(nfr(counts), 2),
        wording.limits(wilson(counts.n_negative_flips, counts.n)),
        wording.count(counts.n_positive_flips),
        wording.percent(pfr(counts), 2),
        wording.percent(nfi(counts)),
    )


def goals(decision: GateDecision) -> Table:
    """Return the checks of the policy as the gate prints them; of several slices those that do not pass."""
    rows: tuple[Cells, ...] = tuple((_decided(row[0]), *row[1:]) for row in table_rows(decision))
    return Table("Each check of the policy", HEADINGS, rows, NUMERIC)


def reasons(decision: GateDecision) -> Table:
    """Return why each check that does not pass does not."""
    rows = tuple(
        (Cell(DECIDED[check.decision], check.decision), check.name, reason)
        for check in decision.checks
        for reason in reasons_of(check)
    )
    return Table("Why", ("decision", "check", "reason"), rows)


def _decided(word: str) -> Cell:
    """Return the decision that a word of the gate's table stands for; nothing in a row that goes on."""
    return next((Cell(DECIDED[one], one) for one, said in WORDS.items() if said == word), Cell(""))


def failures(report: Report) -> Table:
    """Return what failed of the must-pass list."""
    n = len(report.must_pass.failures) if report.must_pass else 0
    left_out = f"{len(report.failures):,} of {n:,}, most traffic first" if n > len(report.failures) else ""
    outcomes = {failure.row: failure.broke for failure in report.must_pass.failures} if report.must_pass else {}
    rows = tuple(_failure(row, outcomes[row["row"]]) for row in report.failures)
    headings = ("utterance", "locale", "traffic", "gold intent", "gold → candidate", "outcome")
    return Table("What failed", headings, rows, ("traffic",), left_out)


def _failure(row: Row, broke: bool) -> Cells:
    outcome = Cell("✕ broke", "broke") if broke else Cell("still wrong")
    intent, traffic = cells.text(row["intent"]), wording.count(row["frequency"] or 1)
    return cells.text(row["text"]), cells.text(row["locale"]), traffic, intent, error_of(row) or "–", outcome


def found_slices(search: SliceSearch) -> Table:
    """Return the slices that broke far more than the rest."""
    numeric = ("n", "broke", "NFR", "95 % (%)", "NFR of the rest", "times the rest", "corrected p")
    rows = tuple(
        (
            str(found),
            wording.count(found.n),
            wording.count(found.n_negative_flips),
            wording.percent(found.nfr, 2),
            wording.limits(found.nfr_interval),
            wording.percent(found.nfr_rest, 2),
            cells.text(None) if found.times_rest is None else f"{found.times_rest:.1f}",
            cells.chance(found.p_corrected),
        )
        for found in search.slices
    )
    return Table("Worst slices", ("slice", *numeric), rows, numeric)


def causes(report: Report) -> Table:
    """Return how many of what broke have each cause."""
    counts, numeric = report.causes, ("utterances", "share", "95 % (%)")
    rows = tuple(
        (
            wording.CAUSE_LABELS[cause],
            wording.count(counts.causes[cause]),
            wording.percent(counts.causes[cause] / counts.n if counts.n else None),
            wording.limits(wilson(counts.causes[cause], counts.n), 1),
        )
        for cause in sorted(CAUSES, key=lambda cause: -counts.causes[cause])
    )
    title = f"Causes of {wording.plural(counts.n, 'negative flip')}"
    return Table(title, ("cause", *numeric), rows, numeric, beside=True)


def trend(found: Trend) -> Table:
    """Return each step of the versions, and what is lost and flaps so far."""
    numeric = ("n", "accuracy", "broke", "NFR", "95 % of NFR (%)", "fixed", "lost so far", "flapping so far")
    rows = tuple(
        (
            f"{found.runs[step.baseline]} → {found.runs[step.candidate]}",
            wording.count(step.counts.n),
            f"{wording.percent(step.counts.accuracy_baseline)} → {wording.percent(step.counts.accuracy_candidate)}",
            wording.count(step.counts.n_negative_flips),
            wording.percent(step.counts.nfr, 2),
            wording.limits(step.counts.nfr_interval),
            wording.count(step.counts.n_positive_flips),
            wording.count(step.n_lost),
            wording.count(step.n_flapping),
        )
        for step in steps(found.whole.counts)
    )
    return Table("Step by step", ("step", *numeric), rows, numeric)


def outcomes(report: Report) -> Table:
    """Return how many utterances have each outcome."""
    counts = report.whole.counts
    numbers = (getattr(counts, name) for name in _COUNTS)
    rows = tuple(
        (f"{wording.OUTCOME_MARKS[outcome]} {wording.OUTCOME_LABELS[outcome]}", wording.count(n), _share(n, counts.n))
        for outcome, n in zip(OUTCOMES, numbers, strict=True)
    )
    return Table("Outcomes, baseline then candidate", ("outcome", "n", "share"), rows, ("n", "share"), beside=True)


_COUNTS: Final = (
    *("n_both_correct", "n_negative_flips", "n_positive_flips", "n_both_wrong_same", "n_both_wrong_different"),
)


def _share(n: int, n_all: int) -> str:
    return wording.percent(n / n_all if n_all else None)
