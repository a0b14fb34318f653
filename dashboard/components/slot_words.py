"""What the Slots page says in words: which names got worse, how surely, and the slot metrics of both runs."""

from collections.abc import Sequence
from html import escape

from analysis.certainty import intervals_of
from analysis.counts import NO_UNITS, FlipCounts
from analysis.intervals import wilson
from analysis.metrics import METRICS, accuracy_baseline, accuracy_candidate, accuracy_change, nfr, pfr
from analysis.slot_metrics import SLOT_METRICS, new_insertion_rate
from analysis.slot_report import SlotReport, SlotRow
from analysis.tests_of_change import ALPHA, p_in_words
from dashboard import wording
from dashboard.components.markdown_text import plain
from dashboard.components.tiles import Tile
from dashboard.state import View
from loaders.schema import ROLES

_EXPLAINED = {metric.name: f"{metric.explanation} {metric.formula}" for metric in METRICS}
_SLOT_METRIC = {metric.name: metric for metric in SLOT_METRICS}


def total_of(report: SlotReport) -> FlipCounts:
    """Return the counts of all gold slots together."""
    return sum((row.slice.counts for row in report.rows), NO_UNITS)


def title_of(report: SlotReport, worse_cells: Sequence[tuple[str, str]] = (), worse_locales: Sequence[str] = ()) -> str:
    """Return the title as Markdown: what got worse beyond chance, locales first, then names.

    Where no name did in all locales together, it names those that did in one: `worse_cells` are slot names and locales.
    """
    whole = total_of(report)
    if not whole.n:
        return "No utterance has a slot to look at."
    if whole.n_negative_flips == whole.n_positive_flips == 0:
        return "No slot changed its outcome."
    rule = f"Slots are {_direction(accuracy_change(whole) or 0.0)} on average"
    worse = [plain(row.name) for row in report.rows if row.verdict == "worse"]
    if worse_locales:
        names = f"; {wording.listed(worse)} got worse" if worse else ""
        return f"{rule}, {'most surely' if 'worse' in rule else 'worse'} in {_plainly(worse_locales)}{names}."
    if worse:
        return f"{rule}, {wording.listed(worse)} got worse."
    if worse_cells:
        return f"{rule}, worse for {wording.listed([f'{plain(slot)} in {plain(at)}' for slot, at in worse_cells])}."
    first = report.rows[0]
    if first.change >= 0:
        return f"{rule}, and no name lost more than it gained."
    if first.slice.weight:
        return f"{rule}, {plain(first.name)} lost most."
    return f"{rule}, and no name got worse beyond chance."


def _plainly(names: Sequence[str]) -> str:
    return wording.listed([plain(name) for name in names])


def _direction(change: float) -> str:
    return "even" if change == 0 else "better" if change > 0 else "worse"


def lede_of(report: SlotReport, view: View) -> str:
    """Return the sentence below the title as HTML."""
    whole = total_of(report)
    slots = "gold slots, by traffic" if view.weight else "gold slots"
    said = (
        f"Of {wording.count(whole.n)} {slots}, <b>{wording.count(whole.n_negative_flips)} broke</b> and "
        f"{wording.count(whole.n_positive_flips)} were fixed from <bdi>{escape(view.baseline)}</bdi> to "
        f"<bdi>{escape(view.candidate)}</bdi>"
    )
    first = report.rows[0]
    if first.change < 0:
        said += f"; <bdi>{escape(first.name)}</bdi> lost most, {flips_of(first)}{chance_of(first)}"
    return f"{said}. Each gold slot is judged by itself here, whatever else is right."


def chance_of(row: SlotRow) -> str:
    """Say, as HTML, whether the change of a slot name could be chance; nothing of sums of weights."""
    q = row.certainty.q_value
    if row.slice.weight is not None:
        return ""
    if q is None:
        return ", too few to say more"
    return f", which {'is hardly' if q <= ALPHA else 'could be'} chance ({escape(f'adjusted {p_in_words(q)}')})"


def flips_of(row: SlotRow) -> str:
    """Say how many slots of a name broke and were fixed, of how many."""
    counts = row.slice.counts
    return (
        f"{wording.count(counts.n_negative_flips)} broke and {wording.count(counts.n_positive_flips)} were fixed of "
        f"{wording.count(counts.n)}"
    )


def tiles_of(report: SlotReport, weighted: bool) -> list[Tile]:
    """Return slot accuracy, what broke, what was fixed, SemER, slot F1 and what the candidate invents."""
    counts, whole = total_of(report), report.whole
    intervals = {} if weighted else intervals_of(counts)
    before, after = accuracy_baseline(counts), accuracy_candidate(counts)
    n = wording.count(counts.n)
    change = "" if weighted else wording.limits_of_change(intervals.get("accuracy_change"))
    semer, slot_f1 = (_both(report, name) for name in ("semer", "slot_f1"))
    invented = whole.n_new_insertions or 0
    return [
        Tile(
            "Slot accuracy",
            _arrow(before, after),
            f"{wording.points(accuracy_change(counts))} on {n} gold slots",
            _EXPLAINED["accuracy_change"],
            interval=change,
        ),
        Tile(
            "Broke (NFR)",
            wording.percent(nfr(counts), 2),
            f"{wording.count(counts.n_negative_flips)} of {n}",
            _EXPLAINED["nfr"],
            "broke",
            "" if weighted else wording.limits(intervals.get("nfr")),
        ),
        Tile(
            "Fixed (PFR)",
            wording.percent(pfr(counts), 2),
            f"{wording.count(counts.n_positive_flips)} of {n}",
            _EXPLAINED["pfr"],
            "fixed",
            "" if weighted else wording.limits(intervals.get("pfr")),
        ),
        _metric("semer", semer, report),
        _metric("slot_f1", slot_f1, report),
        Tile(
            "Newly invented",
            wording.count(invented),
            f"{wording.percent(new_insertion_rate(whole))} per gold slot",
            "Slots that the candidate gives and neither gold nor the baseline has.",
        ),
    ]


def _metric(name: str, values: tuple[float | None, float | None], report: SlotReport) -> Tile:
    metric = _SLOT_METRIC[name]
    before, after = values
    change = None if before is None or after is None else after - before
    better = f"{wording.points(change)}; {metric.better} is better"
    return Tile(metric.label, _arrow(before, after), better, f"{metric.explanation} {metric.formula}")


def _both(report: SlotReport, name: str) -> tuple[float | None, float | None]:
    baseline, candidate = (_SLOT_METRIC[name].function(getattr(report.whole, role)) for role in ROLES)
    return baseline, candidate


def _arrow(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return wording.UNDEFINED
    return f"{100 * before:.1f} → {100 * after:.1f} %"


def limits_of(n: int, n_all: int, weighted: bool) -> str:
    """Write Wilson's interval of a count; nothing for sums of weights, of which it says nothing."""
    return "" if weighted or not n_all else wording.limits(wilson(n, n_all), 1)
