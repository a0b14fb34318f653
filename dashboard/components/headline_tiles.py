"""The tiles of the Overview: every figure with its n and its 95 % interval."""

from collections.abc import Mapping

from analysis import metrics
from analysis.counts import FlipCounts
from analysis.intervals import Interval
from analysis.must_pass import MustPass
from analysis.slot_metrics import SLOT_METRICS
from analysis.slot_resampling import SemerChange
from dashboard import wording
from dashboard.tile import Tile
from loaders.schema import Unit

_EXPLAINED = {metric.name: f"{metric.explanation} {metric.formula}" for metric in metrics.METRICS}
_EXPLAINED |= {metric.name: f"{metric.explanation} {metric.formula}" for metric in SLOT_METRICS}
_MUST_PASS = "Utterances that may not fail, here the most frequent of each locale: how many the candidate gets wrong."


def headline_tiles(counts: FlipCounts, unit: Unit, things: str, intervals: Mapping[str, Interval | None]) -> list[Tile]:
    """Return accuracy before and after, what broke, what was fixed, and how many of the errors left are new."""
    n = wording.count(counts.n)
    before, after = metrics.accuracy_baseline(counts), metrics.accuracy_candidate(counts)
    change = f"{wording.points(metrics.accuracy_change(counts))} on {n} {things}"
    return [
        Tile(
            f"{wording.UNIT_LABELS[unit]} accuracy",
            _from_to(before, after),
            change,
            _EXPLAINED["accuracy_change"],
            interval=wording.limits_of_change(intervals.get("accuracy_change")),
        ),
        Tile(
            "Broke (NFR)",
            wording.percent(metrics.nfr(counts), 2),
            f"{wording.count(counts.n_negative_flips)} of {n}",
            _EXPLAINED["nfr"],
            "broke",
            wording.limits(intervals.get("nfr")),
        ),
        Tile(
            "Fixed (PFR)",
            wording.percent(metrics.pfr(counts), 2),
            f"{wording.count(counts.n_positive_flips)} of {n}",
            _EXPLAINED["pfr"],
            "fixed",
            wording.limits(intervals.get("pfr")),
        ),
        Tile(
            "New errors (NFI)",
            wording.percent(metrics.nfi(counts)),
            f"of the candidate's {wording.count(counts.n_candidate_wrong)} errors",
            _EXPLAINED["nfi"],
            interval=wording.limits(intervals.get("nfi"), 1),
        ),
    ]


def semer_tile(found: SemerChange) -> Tile:
    """Return SemER before and after; without an interval where nothing was resampled."""
    relative = wording.UNDEFINED if found.relative is None else f"{-100 * found.relative:+.1f} %".replace("-", "−")
    return Tile(
        "SemER",
        _from_to(found.baseline, found.candidate),
        f"{wording.points(found.change)}, {relative} relative",
        _EXPLAINED["semer"],
        interval=wording.limits_of_change(found.interval) if found.interval else "",
    )


def stayed_right_tile(counts: FlipCounts, intervals: Mapping[str, Interval | None]) -> Tile:
    """Return how much of what the baseline got right the candidate gets right too."""
    return Tile(
        "Stayed right (BTC)",
        wording.percent(metrics.btc(counts)),
        f"of the baseline's {wording.count(counts.n_baseline_correct)} right",
        _EXPLAINED["btc"],
        interval=wording.limits(intervals.get("btc"), 1),
    )


def must_pass_tile(result: MustPass, top: int) -> Tile:
    """Return how many of the must-pass list broke, and how many were wrong before and still are."""
    still = f"; {wording.count(result.n_still_wrong)} still wrong" if result.n_still_wrong else ""
    note = f"of the {top} most frequent of each locale, {wording.count(result.n_listed)} in all{still}"
    if not result.n_broke:
        return Tile("Must-pass list", "none broke", note, _MUST_PASS)
    return Tile("Must-pass list", f"{wording.count(result.n_broke)} broke", note, _MUST_PASS, "broke")


def _from_to(before: float | None, after: float | None) -> str:
    return wording.UNDEFINED if before is None or after is None else f"{100 * before:.1f} → {100 * after:.1f} %"
